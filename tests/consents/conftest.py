"""Two small schools: what one does is nothing to the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from deelwijs.accounts.models import User
from deelwijs.accounts.roles import Role
from deelwijs.consents.actions import publish_information
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.actor import Actor
from deelwijs.people.models import (
    Affiliation,
    Board,
    BoardMember,
    Enrolment,
    Group,
    Guardianship,
    Person,
    RoleAssignment,
    School,
)
from deelwijs.protocols.actions import adopt
from deelwijs.protocols.models import Channel
from deelwijs.protocols.selectors import in_force

CHANNELS = (("website", "Website"), ("instagram", "Instagram"))
PURPOSES = ("beeld", "naam_bij_foto")
_ROLES = {Kind.PUPIL: Role.PUPIL, Kind.GUARDIAN: Role.GUARDIAN, Kind.EMPLOYEE: Role.EMPLOYEE}


def aged(years: int) -> date:
    """The date of birth of somebody whose birthday is today."""
    today = timezone.localdate()
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February, and that year had none
        return today.replace(year=today.year - years, day=28)


@dataclass(frozen=True)
class World:
    """A school with its people, by given name."""

    school: School

    def person(self, name: str) -> Person:
        """Somebody of this school."""
        return Person.objects.get(school=self.school, given_name=name)

    def actor(self, name: str) -> Actor:
        """The same person, acting with the roles of today."""
        person = self.person(name)
        kinds = [Kind(kind) for kind in person.affiliations.values_list("kind", flat=True)]
        extra = [Role(role) for role in person.role_assignments.values_list("role", flat=True)]
        seat = person.board_seats.first()
        roles = frozenset({_ROLES[kind] for kind in kinds} | set(extra) | ({Role.BOARD} if seat else set()))
        board_id = seat.board_id if seat else None
        return Actor(person.pk, self.school.pk, person.name.full, roles, board_id=board_id)

    def signed_in(self, name: str) -> Client:
        """A browser in which this person is signed in."""
        person = self.person(name)
        person.user = User.objects.create_user(f"{person.pk}@kompas.example")
        person.save()
        client = Client()
        client.force_login(person.user)
        return client

    def add(self, name: str, kind: Kind, *roles: Role, born: date | None = None, group: str = "") -> Person:
        """One more person."""
        person = Person.objects.create(
            school=self.school, given_name=name, family_name="Test", birth_date=born
        )
        Affiliation.objects.create(person=person, kind=kind.value)
        for role in roles:
            if role is Role.BOARD:  # the board gives it, no school does
                BoardMember.objects.create(board=self.school.board, person=person)
            else:
                RoleAssignment.objects.create(person=person, role=role.value)
        if group:
            found, _ = Group.objects.get_or_create(school=self.school, code=group, defaults={"title": group})
            Enrolment.objects.create(group=found, person=person)
        return person

    def teach(self, name: str, group: str) -> None:
        """Somebody teaches a class."""
        found = Group.objects.get(school=self.school, code=group)
        Enrolment.objects.create(group=found, person=self.person(name), is_teacher=True)

    def care(self, guardian: str, pupil: str, *, custody: bool = True) -> None:
        """A tie between a guardian and a pupil."""
        Guardianship.objects.create(
            guardian=self.person(guardian), pupil=self.person(pupil), has_custody=custody
        )


def world(board: Board, name: str) -> World:
    """A school where a protocol is in force, still without people."""
    school = School.objects.create(board=board, name=name, slug=name.lower().replace(" ", "-"))
    for order, (key, title) in enumerate(CHANNELS):
        Channel.objects.create(school=school, key=key, name=title, provider="news_page", order=order)
    yesterday = timezone.localdate() - timedelta(days=400)
    adopt(school_id=school.pk, valid_from=yesterday, by="test")
    publish_information(school_id=school.pk, protocol=in_force(school.pk, timezone.localdate()))
    return World(school)


@pytest.fixture
def kompas(db: None) -> World:
    """Karim and Leila with Sami (12) and Yasmin (17); Bas with Lotte (14); two employees."""
    here = world(Board.objects.create(name="Stichting Windroos"), "Het Kompas College")
    for guardian in ("Karim", "Leila", "Bas", "Ex"):
        here.add(guardian, Kind.GUARDIAN)
    here.add("Sami", Kind.PUPIL, born=aged(12), group="1A")
    here.add("Yasmin", Kind.PUPIL, born=aged(17), group="5H")
    here.add("Lotte", Kind.PUPIL, born=aged(14), group="1A")
    for guardian, pupil in [("Karim", "Sami"), ("Leila", "Sami"), ("Karim", "Yasmin"), ("Bas", "Lotte")]:
        here.care(guardian, pupil)
    here.care("Ex", "Lotte", custody=False)
    here.add("Noor", Kind.EMPLOYEE, Role.COMMUNICATIONS)
    here.add("Pieter", Kind.EMPLOYEE)
    here.add("Wietske", Kind.EMPLOYEE, Role.PRIVACY_OFFICER)
    return here


@pytest.fixture
def other(kompas: World) -> World:
    """Another school of the same board, with people of the same names."""
    there = world(kompas.school.board, "De Windroos")
    there.add("Karim", Kind.GUARDIAN)
    there.add("Sami", Kind.PUPIL, born=aged(12), group="9Z")
    there.care("Karim", "Sami")
    there.add("Noor", Kind.EMPLOYEE, Role.COMMUNICATIONS)
    return there
