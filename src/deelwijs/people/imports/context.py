"""What every phase of a comparison knows: the school, the delivery, the day."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q

from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.importers.roll import Roll
from deelwijs.people.imports.matching import pages
from deelwijs.people.imports.results import Tally
from deelwijs.people.imports.steps import Step
from deelwijs.people.models import Affiliation, Dated, Enrolment

# Ties that a file can make, and so can end.
_MANAGED: Final = (Kind.PUPIL.value, Kind.GUARDIAN.value, Kind.EMPLOYEE.value)

# A step, and how many people were looked at for it.
Looked = tuple[Step[Any], int]


# Of several periods of one thing the one that lasts longest comes last, and so stands in a dict of them.
LASTING_LAST: Final = (F("ends_on").asc(nulls_last=True), "pk")

Held = Affiliation | Enrolment


def ended_by_hand(known: Held) -> bool:
    """Whether a person recorded the end: the file may not know it yet, and does not take it back."""
    return isinstance(known, Affiliation) and known.ended_by_hand


@dataclass(slots=True)
class Counter:
    """A tally in the making."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    same: int = 0

    def tally(self) -> Tally:
        """As it stands."""
        return Tally(self.new, self.changed, self.gone, self.same)


@dataclass
class Context:
    """One delivery against one school on one day."""

    school_id: UUID
    roll: Roll
    day: date
    turned: set[UUID] = field(default_factory=set)  # who may stand differently: ties, custody, date of birth

    @property
    def last_day(self) -> date:
        """The last day of what ends now."""
        return self.day - timedelta(days=1)

    @property
    def is_delta(self) -> bool:
        """Whether the delivery holds changes only."""
        return self.roll.is_delta

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of people that the delivery speaks of: only of those can somebody be missing.

        A whole school has pupils and employees; guardians are in few exports, and then not one is there.
        """
        found = {row["kind"] for row in self.roll.rows("SELECT DISTINCT kind FROM role")}
        if self.is_delta:
            return _MANAGED
        if self.roll.is_whole:
            found |= {Kind.PUPIL.value, Kind.EMPLOYEE.value}
        return tuple(kind for kind in _MANAGED if kind in found)

    @cached_property
    def has_periods(self) -> bool:
        """Whether the format tells from when until when something holds; otherwise what is stored stays."""
        return self.roll.noted("periods") != "0"

    @cached_property
    def class_roles(self) -> tuple[bool, ...]:
        """Whether the class lists hold pupils (False), teachers (True), or both."""
        if self.roll.is_whole:
            return (False, True)
        return tuple(bool(row[0]) for row in self.roll.rows("SELECT DISTINCT teacher FROM place ORDER BY 1"))

    def people(self, which: str = "1") -> Iterator[list[Any]]:
        """Everybody in the delivery who is or will be known, some hundreds at a time."""
        return pages(self.roll, "person", f"pk IS NOT NULL AND {which}")

    def span(self, question: str, page: list[Any]) -> list[Any]:
        """What the roll says about the people of a page: the question asks between two keys."""
        return self.roll.all(question, page[0]["id"], page[-1]["id"])

    def in_roll(self, keys: Collection[UUID], table: str = "person") -> set[UUID]:
        """Which of these rows of the school the delivery names."""
        marks = ", ".join("?" * len(keys))
        asked = f"SELECT pk FROM {table} WHERE here AND pk IN ({marks})"
        return {UUID(row["pk"]) for row in self.roll.rows(asked, *map(str, keys))}

    def tell(self, person: UUID | str, name: str, verb: str, words: str) -> None:
        """A line of the difference that people read before they say yes."""
        self.roll.put("difference", (str(person), name, verb, words))

    def begins_anew(self, known: Held | None, row: Any) -> bool:
        """Whether this is a first period, or somebody comes back: then what is known is over.

        Who was taken out by hand does not come back because a file still has them; and a file that gives a
        first day before the end says that it never ended.
        """
        if known is None:
            return True
        if known.ends_on is None or self.lasts(known):
            return False
        if row["ends"] and date.fromisoformat(row["ends"]) < self.day:
            return False
        if not row["starts"]:
            return not ended_by_hand(known)
        return date.fromisoformat(row["starts"]) > known.ends_on

    def period(self, row: Any, known: Held | None = None) -> dict[str, date | None]:
        """From when until when: of a new period as the delivery says, of a known one also as it stood."""
        starts, ends = (date.fromisoformat(text) if text else None for text in (row["starts"], row["ends"]))
        if known is None:
            return {"starts_on": starts, "ends_on": ends}
        if self.begins_anew(known, row):
            return {"starts_on": starts or self.day, "ends_on": ends}
        silent = ends is None and (self.is_delta or not self.has_periods)
        if ended_by_hand(known) or (silent and self.lasts(known)):
            ends = known.ends_on
        return {"starts_on": starts or known.starts_on, "ends_on": ends}

    def lasts(self, row: Dated) -> bool:
        """Whether a row goes on on the day."""
        return row.ends_on is None or row.ends_on >= self.day

    def holds(self, row: Dated) -> bool:
        """Whether a row holds on the day."""
        return self.lasts(row) and (row.starts_on is None or row.starts_on <= self.day)

    @property
    def lasting(self) -> Q:
        """Rows that go on on the day."""
        return Q(ends_on=None) | Q(ends_on__gte=self.day)
