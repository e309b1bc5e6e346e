from datetime import time

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "deelwijs.mail"

    def ready(self) -> None:
        from deelwijs.jobs import periodic  # noqa: PLC0415 (needs the loaded queue)

        periodic.every(minutes=5, task="deelwijs.mail.tasks.hand_over")
        periodic.daily(at=time(3, 40), task="deelwijs.mail.tasks.sweep")
