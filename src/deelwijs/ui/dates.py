"""Dutch dates and times as the screens say them: wo 25 november, om 08:14."""

from __future__ import annotations

from datetime import date, datetime, time

_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december".split()  # noqa: SIM905
)


def weekday_date(day: date) -> str:
    """``wo 25 november``: a day near enough to need no year."""
    return f"{_WEEKDAYS[day.weekday()][:2]} {day.day} {_MONTHS[day.month - 1]}"


def full_weekday_date(day: date) -> str:
    """``woensdag 25 november``: the same in a sentence or a heading."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def long_date(day: date) -> str:
    """``25 november 2026``: a day on a receipt or in the past."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def clock_time(moment: datetime | time) -> str:
    """``08:14``."""
    return f"{moment.hour:02}:{moment.minute:02}"
