"""Who is who at a school, as the core sees it: names, ages, ties. No database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Affiliation(StrEnum):
    """How a person belongs to the school community (protocol D1)."""

    PUPIL = "pupil"
    GUARDIAN = "guardian"
    EMPLOYEE = "employee"
    FORMER_EMPLOYEE = "former_employee"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A Dutch name in its parts: Daan, de, Vries."""

    given: str
    infix: str = ""
    family: str = ""
    initials: str = ""
    nicknames: tuple[str, ...] = ()

    @property
    def full(self) -> str:
        """The name as it is said aloud, without a doubled space when there is no infix."""
        return " ".join(part for part in (self.given, self.infix, self.family) if part)

    def __str__(self) -> str:
        return self.full


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the school community.

    ``guardians`` holds the ids of the people with custody over this person;
    ``groups`` the short names of the classes ("3C") that the person is in today.
    """

    id: str
    name: Name
    affiliations: frozenset[Affiliation]
    birth_date: date | None = None
    guardians: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    function: str = ""
    email: str = ""
    student_number: str = ""
    staff_code: str = ""

    def is_a(self, affiliation: Affiliation) -> bool:
        """Whether the person has this tie with the school."""
        return affiliation in self.affiliations


def age_on(birth_date: date, day: date) -> int:
    """Age in whole years on ``day``; who is born on 29 February ages on 1 March in a common year."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had_birthday else 1)


def birthday(birth_date: date, age: int) -> date:
    """The first day on which somebody born on ``birth_date`` is ``age`` years old."""
    try:
        return birth_date.replace(year=birth_date.year + age)
    except ValueError:  # 29 February in a common year
        return date(birth_date.year + age, 3, 1)
