from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deelwijs.accounts.models import User
from deelwijs.accounts.roles import Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.actor import Actor
from deelwijs.people.importers.oneroster import read
from deelwijs.people.importers.records import ImportedSchool
from deelwijs.people.models import Affiliation, Board, Person, RoleAssignment, School
from tests.people.export import DAY, Table, tables, write

PASSWORD = "een-lang-wachtwoord"


@pytest.fixture
def school(db: None) -> School:
    """Het Kompas College, still without people."""
    board = Board.objects.create(name="Stichting Kompas")
    return School.objects.create(board=board, name="Het Kompas College", slug="kompas")


@pytest.fixture
def other_school(school: School) -> School:
    """A second school of the same board."""
    return School.objects.create(board=school.board, name="De Windroos", slug="windroos")


def member(
    school: School, name: str, kind: Kind, *roles: Role, user: User | None = None, ends_on: date | None = None
) -> Person:
    """A hand-made person with one tie."""
    given, _, family = name.partition(" ")
    person = Person.objects.create(school=school, given_name=given, family_name=family, user=user)
    Affiliation.objects.create(person=person, kind=kind.value, ends_on=ends_on)
    for role in roles:
        RoleAssignment.objects.create(person=person, role=role.value)
    return person


def acting(person: Person, *roles: Role) -> Actor:
    """Somebody at the person's school with these roles."""
    return Actor(person.pk, person.school_id, person.name.full, frozenset(roles))


@pytest.fixture
def user(db: None) -> User:
    """Somebody who can sign in."""
    return User.objects.create_user("noor@kompas.example", PASSWORD)


@pytest.fixture
def noor(school: School, user: User) -> Person:
    """Noor does communications: she may see and import people."""
    return member(school, "Noor Dijk", Kind.EMPLOYEE, Role.COMMUNICATIONS, user=user)


@pytest.fixture
def actor(noor: Person) -> Actor:
    """Noor, acting."""
    return acting(noor, Role.EMPLOYEE, Role.COMMUNICATIONS)


@pytest.fixture
def small(tmp_path: Path) -> ImportedSchool:
    """The small export, read."""
    return imported(tmp_path, tables())


def imported(tmp_path: Path, content: dict[str, Table], day: date = DAY) -> ImportedSchool:
    """Any export, read."""
    return read(write(tmp_path / "export", content), day=day)
