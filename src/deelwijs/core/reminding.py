"""When somebody who was asked to do something gets a mail about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Step(StrEnum):
    """Which mail it is: the question itself, a reminder before the day, or one after it."""

    QUESTION = "question"
    REMINDER = "reminder"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """On which days reminders go.

    ``days`` are counted from the day that something is due: -7 is a week before it. ``apart`` is the
    smallest number of days between two mails to one person.
    """

    days: tuple[int, ...]
    apart: int = 1


def step_due(rhythm: Rhythm, *, due_on: date, last_on: date | None, today: date) -> Step | None:
    """The mail that somebody who did nothing yet gets today, or None.

    ``last_on`` is the day of the last mail about it. The first mail is always the question. Days on which
    nothing could be sent are made good with one mail, not with one for each.
    """
    if last_on is None:
        return Step.QUESTION
    if today < last_on + timedelta(days=max(rhythm.apart, 1)):
        return None
    passed = [due_on + timedelta(days=offset) for offset in rhythm.days]
    if not any(last_on < day <= today for day in passed):
        return None
    return Step.OVERDUE if today > due_on else Step.REMINDER
