from datetime import time

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "deelwijs.ledger"

    def ready(self) -> None:
        from deelwijs.jobs import periodic  # noqa: PLC0415 (needs the loaded queue)

        periodic.daily(at=time(3, 10), task="deelwijs.ledger.tasks.anchor_all")
