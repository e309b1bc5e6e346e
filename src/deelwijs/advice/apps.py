from importlib import import_module

from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "deelwijs.advice"

    def ready(self) -> None:
        import_module("deelwijs.advice.cases")
        import_module("deelwijs.advice.citations")
