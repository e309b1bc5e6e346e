from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "deelwijs.people"

    def ready(self) -> None:
        from deelwijs.jobs import periodic  # noqa: PLC0415 (needs the loaded queue)

        periodic.every(minutes=10, task="deelwijs.people.tasks.begin_the_day")
        periodic.every(minutes=60, task="deelwijs.people.imports.tasks.tidy")
