from datetime import time

from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "deelwijs.signin"

    def ready(self) -> None:
        from deelwijs.jobs import periodic  # noqa: PLC0415 (needs the loaded queue)

        periodic.daily(at=time(3, 20), task="deelwijs.signin.tasks.sweep")
