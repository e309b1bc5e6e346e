"""Dated rows in the database: which of them hold on a day, and how a change begins."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Q, QuerySet

from deelwijs.people.models import Dated

RowT = TypeVar("RowT", bound=Dated)


def on_day(day: date, prefix: str = "") -> Q:
    """Rows that hold on ``day``; the first and the last day do. ``prefix`` reaches them over a relation."""
    starts, ends = f"{prefix}starts_on", f"{prefix}ends_on"
    begun = Q(**{starts: None}) | Q(**{f"{starts}__lte": day})
    return begun & (Q(**{ends: None}) | Q(**{f"{ends}__gte": day}))


def make_room(rows: QuerySet[RowT], day: date) -> None:
    """Let something new begin on ``day``: what holds then ends the day before, what was to come is dropped.

    ``rows`` are those of one thing: one person's addresses, the custody of one guardian over one pupil.
    """
    rows.filter(starts_on__gte=day).delete()
    still = rows.filter(Q(ends_on=None) | Q(ends_on__gte=day))
    still.update(ends_on=day - timedelta(days=1))
