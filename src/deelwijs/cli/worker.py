"""The worker process: ``python -m deelwijs.cli.worker``. ``deelwijs serve`` starts it."""

from __future__ import annotations

from deelwijs.cli.environment import start_django


def main() -> None:
    """Write the timetable down and take work from the queue until told to stop."""
    start_django()
    from django.core.management import call_command  # noqa: PLC0415

    from deelwijs.jobs import periodic  # noqa: PLC0415

    periodic.write_down()
    call_command("qcluster")


if __name__ == "__main__":
    main()
