from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "deelwijs.demo"
