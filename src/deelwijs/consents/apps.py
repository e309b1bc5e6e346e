from importlib import import_module

from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "deelwijs.consents"

    def ready(self) -> None:
        import_module("deelwijs.consents.receivers")
