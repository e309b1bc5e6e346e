"""Writes of new people whom no file brings: a volunteer, a trainee, a guardian whom the court appointed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from deelwijs.accounts.roles import Permission, Role
from deelwijs.core.people import Affiliation as TieKind
from deelwijs.ledger.actions import record
from deelwijs.ledger.kinds import Kind
from deelwijs.people.actor import Actor
from deelwijs.people.effects import changing_people
from deelwijs.people.languages import DUTCH
from deelwijs.people.models import Affiliation, Guardianship, Person, RoleAssignment
from deelwijs.people.recording import correcting


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who is not known yet. ``function`` says what a volunteer or trainee does."""

    given: str
    infix: str
    family: str
    email: str = ""
    function: str = ""
    language: str = DUTCH


@transaction.atomic
def add_member(*, actor: Actor, new: NewPerson, starts_on: date, ends_on: date | None) -> UUID:
    """Add a volunteer, a trainee or another member of the school community; gives the id."""
    actor.require(Permission.EDIT_PEOPLE)
    with changing_people(actor.school_id):
        person = _made(actor, new, TieKind.OTHER, starts_on, ends_on)
    return person.pk


@transaction.atomic
def add_guardian(
    *, actor: Actor, pupil_id: UUID, new: NewPerson, has_custody: bool, order: int, starts_on: date
) -> UUID:
    """Add somebody who cares for a pupil from a day on; gives the id."""
    payload = {"has_custody": has_custody, "starts_on": starts_on.isoformat()}
    with correcting(actor, pupil_id, Kind.PERSON_CUSTODY, payload) as pupil:
        person = _made(actor, new, TieKind.GUARDIAN, starts_on, None)
        Guardianship.objects.create(
            guardian=person,
            pupil=pupil,
            has_custody=has_custody,
            contact_order=order,
            starts_on=starts_on,
        )
    return person.pk


# What a school can give. The others follow from how somebody belongs to it, or from a seat on the board.
GIVEN_ROLES = (
    Role.MANAGER,
    Role.COMMUNICATIONS,
    Role.SCHOOL_LEADERSHIP,
    Role.COUNSELLOR,
    Role.PRIVACY_OFFICER,
    Role.ADMINISTRATOR,
)


@transaction.atomic
def set_roles(*, actor: Actor, person_id: UUID, roles: Collection[Role]) -> None:
    """Give somebody these roles at the school and take away the others. They count as long as the work lasts.

    Raises:
        PermissionDenied: when the actor may not, or not about this person.
        ValueError: for a role that no school gives.
    """
    actor.require(Permission.ASSIGN_ROLES)
    if not set(roles) <= set(GIVEN_ROLES):
        raise ValueError(f"no school gives {set(roles) - set(GIVEN_ROLES)}")
    held = {Role(role) for role in _roles_of(actor, person_id).values_list("role", flat=True)}
    payload = {"given": sorted(set(roles) - held), "taken": sorted(held - set(roles))}
    with correcting(actor, person_id, Kind.PERSON_ROLES, payload) as person:
        _roles_of(actor, person_id).exclude(role__in=roles).delete()
        RoleAssignment.objects.bulk_create(
            RoleAssignment(person=person, role=role.value) for role in roles if role not in held
        )


def _roles_of(actor: Actor, person_id: UUID) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(person=person_id, person__school_id=actor.school_id)


def _made(actor: Actor, new: NewPerson, kind: TieKind, starts_on: date, ends_on: date | None) -> Person:
    person = Person.objects.create(
        school_id=actor.school_id,
        given_name=new.given,
        infix=new.infix,
        family_name=new.family,
        email=new.email,
        function=new.function,
        language=new.language,
    )
    Affiliation.objects.create(person=person, kind=kind.value, starts_on=starts_on, ends_on=ends_on)
    record(
        tenant=actor.school_id,
        kind=Kind.PERSON_ADDED,
        subject=str(person.pk),
        actor=str(actor.person_id),
        payload={"kind": kind.value, "starts_on": starts_on.isoformat()},
    )
    return person
