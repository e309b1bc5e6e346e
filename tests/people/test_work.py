"""To whom somebody at the school turns: ``manager_of``."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.models import Absence, BoardMember, Person, Position, School
from deelwijs.people.selectors import manager_of
from tests.people.conftest import member

MARCH = date(2026, 3, 3)
LATER = MARCH + timedelta(days=10)


@pytest.fixture
def staff(school: School) -> dict[str, Person]:
    """A teacher under a team leader under the head under the board."""
    names = ("Pieter Wit", "Meryem Aydin", "Maarten Loon", "Els Kramer", "Hassan Boukhari")
    people = {name.partition(" ")[0]: member(school, name, Kind.EMPLOYEE) for name in names}
    Position.objects.create(person=people["Pieter"], manager=people["Meryem"], function="Docent biologie")
    Position.objects.create(person=people["Meryem"], manager=people["Maarten"])
    Position.objects.create(person=people["Maarten"], answers_to_board=True)
    BoardMember.objects.create(board=school.board, person=people["Hassan"])
    return people


def names(person: Person, day: date = MARCH) -> tuple[str | None, str | None]:
    """Whom somebody turns to, and instead of whom."""
    found = manager_of(person, day)
    return (
        found.person.name if found.person else None,
        found.instead_of.name if found.instead_of else None,
    )


def test_the_manager_and_who_stands_in(staff: dict[str, Person]) -> None:
    assert names(staff["Pieter"]) == ("Meryem Aydin", None)
    Absence.objects.create(person=staff["Meryem"], substitute=staff["Els"], starts_on=MARCH, ends_on=LATER)
    assert names(staff["Pieter"]) == ("Els Kramer", "Meryem Aydin")
    assert manager_of(staff["Pieter"], MARCH).ids == {staff["Els"].pk}
    assert names(staff["Pieter"], LATER + timedelta(days=1)) == ("Meryem Aydin", None)


def test_a_substitute_who_is_away_or_left(staff: dict[str, Person]) -> None:
    Absence.objects.create(person=staff["Meryem"], substitute=staff["Els"])
    Absence.objects.create(person=staff["Els"])
    assert names(staff["Pieter"]) == ("Maarten Loon", "Meryem Aydin")
    Absence.objects.filter(person=staff["Els"]).delete()
    staff["Els"].affiliations.update(ends_on=MARCH - timedelta(days=1))
    assert names(staff["Pieter"]) == ("Maarten Loon", "Meryem Aydin")


def test_the_head_turns_to_the_board(staff: dict[str, Person], school: School) -> None:
    found = manager_of(staff["Maarten"], MARCH)
    assert found.person is None
    assert found.board
    assert (found.board.name, [one.name for one in found.board.members]) == (
        school.board.name,
        ["Hassan Boukhari"],
    )
    assert found.ids == {staff["Hassan"].pk}


def test_nobody_is_known(staff: dict[str, Person]) -> None:
    found = manager_of(staff["Els"], MARCH)
    assert (found.person, found.board, found.ids) == (None, None, frozenset())


def test_another_school_knows_nothing_of_it(staff: dict[str, Person], other_school: School) -> None:
    stranger = member(other_school, "Wim Wind", Kind.EMPLOYEE)
    Position.objects.create(person=stranger, manager=staff["Meryem"])
    assert manager_of(stranger, MARCH).person is None


def test_the_number_of_queries_does_not_grow(staff: dict[str, Person], school: School) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            manager_of(staff["Pieter"], MARCH)
        return len(context)

    few = queries()
    for number in range(20):
        Position.objects.create(
            person=member(school, f"Docent {number}", Kind.EMPLOYEE), manager=staff["Els"]
        )
    assert queries() == few
