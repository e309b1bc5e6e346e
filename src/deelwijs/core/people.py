"""Who is who at a school, as the core sees it: names, ages, ties, custody. No database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deelwijs.core.period import ALWAYS, Period


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


# --- Age ------------------------------------------------------------------------------------------
def age_on(birth_date: date, day: date) -> int:
    """Age in whole years on ``day``; who is born on 29 February ages on 1 March in a common year.

    Dutch law counts years that have been completed (BW 1:233: "de ouderdom van achttien jaren hebben
    bereikt"). The last year of somebody born on 29 February is complete when 28 February is over.
    """
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had_birthday else 1)


def birthday(birth_date: date, age: int) -> date:
    """The first day on which somebody born on ``birth_date`` is ``age`` years old."""
    try:
        return birth_date.replace(year=birth_date.year + age)
    except ValueError:  # 29 February in a common year
        return date(birth_date.year + age, 3, 1)


# --- Ties -----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Tie:
    """How a person belongs to the school, from when until when."""

    kind: Affiliation
    period: Period = ALWAYS


def kinds_on(ties: Iterable[Tie], day: date) -> frozenset[Affiliation]:
    """How one person belongs to the school on ``day``.

    Who worked at the school and does so no more is a former employee from the next day on (protocol D1).
    """
    known = tuple(ties)
    kinds = {tie.kind for tie in known if tie.period.holds_on(day)}
    worked = any(tie.kind is Affiliation.EMPLOYEE and tie.period.is_over_on(day) for tie in known)
    if worked and Affiliation.EMPLOYEE not in kinds:
        kinds.add(Affiliation.FORMER_EMPLOYEE)
    return frozenset(kinds)


# --- Custody --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Care:
    """One person cares for a pupil during a period, with custody (gezag, BW 1:245) or without.

    ``order`` says whom the school contacts first: the lowest number.
    """

    guardian_id: str
    pupil_id: str
    has_custody: bool = True
    order: int = 1
    period: Period = ALWAYS


def guardians_on(cares: Iterable[Care], day: date, here: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Who has custody over each pupil on ``day``, by the pupil's id, in the order of contact.

    ``here`` holds the ids of the guardians who are there on that day: who died or belongs to the school no
    more decides for nobody.
    """
    holding: dict[str, list[str]] = defaultdict(list)
    for care in sorted(cares, key=lambda care: care.order):
        counts = care.has_custody and care.period.holds_on(day) and care.guardian_id in here
        if counts and care.guardian_id not in holding[care.pupil_id]:
            holding[care.pupil_id].append(care.guardian_id)
    return {pupil_id: tuple(ids) for pupil_id, ids in holding.items() if ids}


# --- What a day changes ---------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Standing:
    """All the facts about a person from which it follows who decides, and whose word counts."""

    affiliations: frozenset[Affiliation]
    birth_date: date | None = None
    guardians: tuple[str, ...] = ()


class Turn(StrEnum):
    """What makes that somebody stands differently than before."""

    BIRTHDAY = "birthday"
    JOINED = "joined"
    LEFT = "left"
    TIES = "ties"
    CUSTODY = "custody"
    BIRTH_DATE = "birth_date"


def turns_between(
    before: Mapping[str, Standing], after: Mapping[str, Standing], since: date, day: date
) -> Mapping[str, frozenset[Turn]]:
    """Who stands differently on ``day`` than on ``since``, by id, and through what.

    ``before`` is how people stood on ``since``, ``after`` how they stand on ``day``; who is missing does not
    belong to the school then.
    """
    turns = {
        key: _turns(before.get(key), after.get(key), since, day)
        for key in sorted(before.keys() | after.keys())
    }
    return {key: found for key, found in turns.items() if found}


def _turns(old: Standing | None, new: Standing | None, since: date, day: date) -> frozenset[Turn]:
    if old is None or new is None:
        return frozenset({Turn.LEFT if new is None else Turn.JOINED})
    ages = [age_on(one.birth_date, at) if one.birth_date else None for one, at in ((old, since), (new, day))]
    differs = {
        Turn.BIRTH_DATE: old.birth_date != new.birth_date,
        Turn.BIRTHDAY: old.birth_date == new.birth_date and ages[0] != ages[1],
        Turn.TIES: old.affiliations != new.affiliations,
        Turn.CUSTODY: set(old.guardians) != set(new.guardians),
    }
    return frozenset(turn for turn, is_so in differs.items() if is_so)
