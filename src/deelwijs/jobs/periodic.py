"""Work that comes back by itself. Rooms order it when they are loaded; the worker's start writes it down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django_q.models import Schedule

_PREFIX = "deelwijs."


@dataclass(frozen=True, slots=True)
class Periodic:
    """A task (a dotted path) and its rhythm: so many minutes, or a time of each day at the school."""

    task: str
    minutes: int | None = None
    at: time | None = None


_ORDERED: dict[str, Periodic] = {}


def every(*, minutes: int, task: str) -> None:
    """Have the worker call a task every so many minutes."""
    _ORDERED[task] = Periodic(task, minutes=minutes)


def daily(*, at: time, task: str) -> None:
    """Have the worker call a task once a day. A day on which the server was off is made good at its start."""
    _ORDERED[task] = Periodic(task, at=at)


def ordered() -> list[Periodic]:
    """Everything that was ordered."""
    return list(_ORDERED.values())


@transaction.atomic
def write_down() -> None:
    """Make the queue's timetable hold exactly what was ordered; the turns to come stay as they are."""
    ours = Schedule.objects.filter(name__startswith=_PREFIX)
    ours.exclude(name__in=_ORDERED).delete()
    for work in ordered():
        schedule = ours.filter(name=work.task).first()
        if schedule is None or not _keeps(schedule, work):
            Schedule.objects.update_or_create(name=work.task, defaults=_row(work))


def _keeps(schedule: Schedule, work: Periodic) -> bool:
    """Whether a row of the timetable has the rhythm that was ordered."""
    if work.at is None:
        return bool(schedule.minutes == work.minutes)
    turn = timezone.localtime(schedule.next_run)
    return schedule.minutes is None and (turn.hour, turn.minute) == (work.at.hour, work.at.minute)


def _row(work: Periodic) -> dict[str, object]:
    return {
        "func": work.task,
        "schedule_type": Schedule.DAILY if work.at else Schedule.MINUTES,
        "minutes": work.minutes,
        "repeats": -1,
        "next_run": next_turn(work, timezone.localtime()),
    }


def next_turn(work: Periodic, now: datetime) -> datetime:
    """The first turn after a moment (in the school's time)."""
    if work.at is None:
        return now + timedelta(minutes=work.minutes or 1)
    today = now.replace(hour=work.at.hour, minute=work.at.minute, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)
