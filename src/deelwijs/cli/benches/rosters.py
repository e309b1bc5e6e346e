"""Schools of any size, made up from syllables: for measuring an import, and for testing every format.

The same size gives the same school. Nothing is held in memory: who is asked for is made on the spot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

# Six families: how many pupils and how many guardians each has. With one employee that makes 20 people.
_FAMILIES = ((1, 2), (1, 2), (1, 2), (2, 2), (2, 2), (1, 1))
BLOCK = sum(pupils + guardians for pupils, guardians in _FAMILIES) + 1
_PUPILS_A_BLOCK = sum(pupils for pupils, _ in _FAMILIES)
_GUARDIANS_A_BLOCK = sum(guardians for _, guardians in _FAMILIES)
_CLASS_SIZE = 25
_CLASSES_TAUGHT = 3
_SYLLABLES = tuple(first + vowel for first in "bdfghjklmnprstvwz" for vowel in ("a", "e", "i", "o", "u"))
_INFIXES = ("", "", "", "de", "van der", "van", "ten", "")


@dataclass(frozen=True, slots=True)
class Guardian:
    """Somebody who cares for pupils."""

    key: str
    given: str
    infix: str
    family: str
    email: str


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil in a class, with guardians."""

    number: str
    given: str
    infix: str
    family: str
    born: date
    email: str
    group: str
    guardians: tuple[Guardian, ...]


@dataclass(frozen=True, slots=True)
class Employee:
    """A teacher and the classes taught."""

    code: str
    given: str
    infix: str
    family: str
    email: str
    groups: tuple[str, ...]


class Roster(Protocol):
    """A school that can be walked through as often as a format needs."""

    def pupils(self) -> Iterator[Pupil]:
        """Every pupil."""

    def guardians(self) -> Iterator[Guardian]:
        """Every guardian once."""

    def employees(self) -> Iterator[Employee]:
        """Every employee."""

    def groups(self) -> Iterator[str]:
        """The code of every class."""


@dataclass(frozen=True, slots=True)
class GeneratedRoster:
    """A school of about ``people`` people: 8 pupils, 11 guardians and 1 employee in every 20."""

    people: int
    day: date

    @property
    def blocks(self) -> int:
        """How many groups of families."""
        return max(1, self.people // BLOCK)

    def pupils(self) -> Iterator[Pupil]:
        """Every pupil, family by family."""
        number = 0
        for household, (pupils, guardians) in self._households():
            parents = tuple(self._guardian(household, place) for place in range(guardians))
            for _ in range(pupils):
                yield self._pupil(number, parents)
                number += 1

    def guardians(self) -> Iterator[Guardian]:
        """Every guardian once."""
        for household, (_, guardians) in self._households():
            for place in range(guardians):
                yield self._guardian(household, place)

    def employees(self) -> Iterator[Employee]:
        """Teachers, each of some classes."""
        groups = tuple(self.groups())
        for index in range(self.blocks):
            taught = {
                groups[(index * _CLASSES_TAUGHT + step) % len(groups)] for step in range(_CLASSES_TAUGHT)
            }
            given, infix, family = _word(index * 7 + 3), _INFIXES[index % 8], _word(index * 13 + 5)
            address = f"medewerker{index}@school.example"
            yield Employee(f"M{index:05}", given, infix, family, address, tuple(sorted(taught)))

    def groups(self) -> Iterator[str]:
        """Classes of 25 pupils."""
        for index in range(1 + (self.blocks * _PUPILS_A_BLOCK - 1) // _CLASS_SIZE):
            yield _class_code(index)

    def _households(self) -> Iterator[tuple[int, tuple[int, int]]]:
        for block in range(self.blocks):
            for place, family in enumerate(_FAMILIES):
                yield block * len(_FAMILIES) + place, family

    def _pupil(self, number: int, parents: tuple[Guardian, ...]) -> Pupil:
        return Pupil(
            number=str(100_000 + number),
            given=_word(number * 11 + 1),
            infix=parents[0].infix,
            family=parents[0].family,
            born=self.day - timedelta(days=12 * 365 + (number * 37) % (6 * 365)),
            email=f"l{100_000 + number}@school.example",
            group=_class_code(number // _CLASS_SIZE),
            guardians=parents,
        )

    def _guardian(self, household: int, place: int) -> Guardian:
        return Guardian(
            key=f"ouder-{household}-{place}",
            given=_word(household * 5 + place * 3 + 2),
            infix=_INFIXES[household % 8],
            family=_word(household * 17 + 9),
            email=f"ouder{household}.{place}@thuis.example",
        )


def _class_code(index: int) -> str:
    return f"{1 + index % 6}{chr(ord('A') + index // 6 % 26)}{index // 156 or ''}"


def _word(number: int) -> str:
    """A word for a number; other numbers give other words."""
    size = len(_SYLLABLES)
    parts = [
        _SYLLABLES[number % size],
        _SYLLABLES[number // size % size],
        _SYLLABLES[number // size**2 % size],
    ]
    return "".join(parts).capitalize()
