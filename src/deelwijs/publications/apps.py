from importlib import import_module

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "deelwijs.publications"

    def ready(self) -> None:
        import_module("deelwijs.publications.receivers")
        import_module("deelwijs.publications.citations")
