"""What the board sees of its schools: figures and versions, never a person."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from deelwijs.accounts.models import User
from deelwijs.accounts.roles import PERMISSIONS, Permission, Role
from deelwijs.board.selectors import overview
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.actor import Actor
from deelwijs.people.models import Affiliation, Board, BoardMember, Person, School
from deelwijs.protocols.actions import adopt


@pytest.fixture
def board(db: None) -> Board:
    """Two schools: one at work with six pupils and two employees, one still empty."""
    board = Board.objects.create(name="Stichting Windroos")
    kompas = School.objects.create(board=board, name="Het Kompas College", slug="kompas", city="Windmeer")
    School.objects.create(board=board, name="De Vuurtoren", slug="vuurtoren")
    adopt(school_id=kompas.pk, valid_from=date(2026, 1, 1), by="test")
    for number in range(6):
        add(kompas, f"Leerling{number}", Kind.PUPIL)
    for number in range(2):
        add(kompas, f"Docent{number}", Kind.EMPLOYEE)
    return board


def add(school: School, name: str, kind: Kind) -> Person:
    person = Person.objects.create(school=school, given_name=name, family_name="Geheim")
    Affiliation.objects.create(person=person, kind=kind.value)
    return person


@pytest.fixture
def hassan(board: Board) -> Client:
    """A board member's browser; he is known at one of the schools."""
    person = add(School.objects.get(slug="kompas"), "Hassan", Kind.OTHER)
    person.user = User.objects.create_user("hassan@windroos.example")
    person.save()
    BoardMember.objects.create(board=board, person=person)
    client = Client()
    client.force_login(person.user)
    return client


def test_the_schools_in_figures(hassan: Client) -> None:
    page = hassan.get("/", follow=True).content.decode()
    assert "Stichting Windroos · 2 scholen" in page
    assert "minder dan 5" in page
    assert "Versie 1" in page
    assert "sinds 1 januari 2026" in page
    assert "Er is nog niemand ingelezen. Er geldt nog geen protocol." in page
    assert "Geheim" not in page.replace("Hassan Geheim", "")
    assert 'aria-current="page"' in page


def test_another_board_is_not_there(hassan: Client) -> None:
    other = Board.objects.create(name="Stichting Elders")
    School.objects.create(board=other, name="De Verte", slug="verte")
    assert "De Verte" not in hassan.get("/bestuur/").content.decode()


@pytest.mark.parametrize("role", [role for role in Role if Permission.SEE_BOARD not in PERMISSIONS[role]])
def test_nobody_else_sees_it(board: Board, role: Role) -> None:
    school = School.objects.get(slug="kompas")
    person = add(school, "Bo", Kind.EMPLOYEE)
    actor = Actor(person.pk, school.pk, "Bo", frozenset({role}), board_id=board.pk)
    with pytest.raises(PermissionDenied):
        overview(actor, timezone.localdate())


def test_the_role_without_a_seat_gives_nothing(board: Board) -> None:
    school = School.objects.get(slug="kompas")
    person = add(school, "Bo", Kind.EMPLOYEE)
    with pytest.raises(PermissionDenied):
        overview(Actor(person.pk, school.pk, "Bo", frozenset({Role.BOARD})), timezone.localdate())
