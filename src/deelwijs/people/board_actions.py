"""Founding boards and schools, and appointing who acts for a board. Done at the server's command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from deelwijs.accounts.models import User
from deelwijs.accounts.roles import Role
from deelwijs.core.people import Affiliation as TieKind
from deelwijs.ledger.actions import record
from deelwijs.ledger.kinds import Kind
from deelwijs.people.actor import OPERATOR_ID
from deelwijs.people.membership_actions import NewPerson
from deelwijs.people.models import Affiliation, Board, BoardMember, Person, RoleAssignment, School
from deelwijs.people.periods import on_day


class TakenError(ValueError):
    """There is one with this name already."""


@dataclass(frozen=True, slots=True)
class NewSchool:
    """A school that comes to Deelwijs."""

    name: str
    slug: str
    city: str = ""
    email_domain: str = ""


@dataclass(frozen=True, slots=True)
class Founded:
    """A new school with its first administrator. ``has_account``: the account was there already."""

    school_id: UUID
    administrator_id: UUID
    has_account: bool


@transaction.atomic
def found_board(*, name: str) -> UUID:
    """Make a board; gives the id.

    Raises:
        TakenError: when there is a board of this name.
    """
    if Board.objects.filter(name__iexact=name).exists():
        raise TakenError(name)
    board = Board.objects.create(name=name)
    _record(board.pk, Kind.BOARD_FOUNDED, board.pk, name=name)
    return board.pk


@transaction.atomic
def found_school(
    *, board_id: UUID, school: NewSchool, administrator: NewPerson, password: str | None, day: date
) -> Founded:
    """Make a school with its first administrator. Nobody else is there yet.

    Who has an account already, at another school, keeps it: one sign-in, several persons.

    Raises:
        TakenError: when there is a school with this short name.
    """
    if School.objects.filter(slug=school.slug).exists():
        raise TakenError(school.slug)
    made = School.objects.create(
        board_id=board_id,
        name=school.name,
        slug=school.slug,
        city=school.city,
        email_domain=school.email_domain,
        settled_on=day,
    )
    user = account_of(administrator.email)
    person = _administrator(made, administrator, user or _account(administrator.email, password), day)
    _record(made.pk, Kind.SCHOOL_FOUNDED, made.pk, board=str(board_id), administrator=str(person.pk))
    return Founded(made.pk, person.pk, has_account=user is not None)


def account_of(email: str) -> User | None:
    """The account at this address, if there is one."""
    return User.objects.filter(email__iexact=email.strip()).first()


def _account(email: str, password: str | None) -> User:
    return User.objects.create_user(email, password)


def _administrator(school: School, new: NewPerson, user: User, day: date) -> Person:
    person = Person.objects.create(
        school=school,
        user=user,
        given_name=new.given,
        infix=new.infix,
        family_name=new.family,
        email=new.email,
        function=new.function,
    )
    Affiliation.objects.create(person=person, kind=TieKind.EMPLOYEE.value, starts_on=day)
    RoleAssignment.objects.create(person=person, role=Role.ADMINISTRATOR.value)
    return person


@transaction.atomic
def appoint(*, person_id: UUID, day: date) -> bool:
    """Let somebody at a school act for the board of that school from a day on; tells whether that is new."""
    person = Person.objects.select_related("school").get(pk=person_id)
    seats = BoardMember.objects.filter(board_id=person.school.board_id, person=person)
    if seats.filter(on_day(day), ends_on=None).exists():
        return False
    BoardMember.objects.create(board_id=person.school.board_id, person=person, starts_on=day)
    _record(person.school.board_id, Kind.BOARD_APPOINTED, person.pk, starts_on=day.isoformat())
    return True


def _record(tenant: UUID, kind: Kind, subject: UUID, **payload: str) -> None:
    record(tenant=tenant, kind=kind, subject=str(subject), actor=str(OPERATOR_ID), payload=payload)
