from datetime import time

from django.apps import AppConfig


class ProtocolsConfig(AppConfig):
    name = "deelwijs.protocols"

    def ready(self) -> None:
        from deelwijs.jobs import periodic  # noqa: PLC0415 (needs the loaded queue)

        periodic.daily(at=time(7, 30), task="deelwijs.protocols.handout.tasks.remind")
