from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.utils.module_loading import import_string

from deelwijs.accounts.models import User
from deelwijs.accounts.roles import Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.actor import Actor
from deelwijs.people.importers.reading import read
from deelwijs.people.importers.records import ImportedSchool
from deelwijs.people.importers.roll import Roll
from deelwijs.people.importers.unrolling import pour
from deelwijs.people.imports import actions
from deelwijs.people.imports.results import ImportResult
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


def store(actor: Actor, school: ImportedSchool, day: date = DAY) -> ImportResult:
    """Read a school in memory in, as the command line does."""
    with Roll() as roll:
        pour(school, roll)
        return actions.apply_import(actor=actor, school_id=actor.school_id, roll=roll, day=day)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: object) -> None:
    """What goes to the worker is done at once, and the files lie in a folder of the test's own."""
    settings.DATA_DIR = tmp_path / "data"  # type: ignore[attr-defined]

    def now(task: str, *arguments: object) -> None:
        import_string(task)(*arguments)

    monkeypatch.setattr("deelwijs.people.imports.actions.enqueue", now)


@pytest.fixture
def desk(client: Client, noor: Person, user: User) -> Client:
    """Noor at her desk."""
    client.force_login(user)
    return client
