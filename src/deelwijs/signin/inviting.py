"""Inviting on paper: who still has no way in, which of them share an envelope, and the letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from deelwijs.accounts.roles import Permission
from deelwijs.core.people import Affiliation as Kind
from deelwijs.ledger.actions import Act, record_all
from deelwijs.ledger.kinds import Kind as ActKind
from deelwijs.people import joining
from deelwijs.people.actor import Actor
from deelwijs.people.cards import PersonCard
from deelwijs.people.family_selectors import households_in
from deelwijs.people.models import Guardianship, Person
from deelwijs.people.periods import on_day
from deelwijs.people.rows import cards, ties_on
from deelwijs.signin.codes import hash_of, new_code
from deelwijs.signin.models import Invitation

# A document of more letters takes much memory (one of 1,500 took 856 MB).
LETTERS_AT_ONCE = 100


class Audience(StrEnum):
    """Who gets letters."""

    GUARDIANS = "guardians"
    PUPILS = "pupils"
    STAFF = "staff"


_KINDS = {
    Audience.GUARDIANS: (Kind.GUARDIAN,),
    Audience.PUPILS: (Kind.PUPIL,),
    Audience.STAFF: (Kind.EMPLOYEE, Kind.OTHER),
}


@dataclass(frozen=True, slots=True)
class Envelope:
    """One letter: for whom, and where it goes. Without an address it is handed over at school."""

    people: tuple[PersonCard, ...]
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was just made for somebody; this is the only time that it is known."""

    person: PersonCard
    code: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who has no account yet: how many letters that makes, and how many have a letter already."""

    envelopes: tuple[Envelope, ...]
    invited: int

    @property
    def people(self) -> int:
        """How many people the letters are for."""
        return sum(len(envelope.people) for envelope in self.envelopes)


# --- Gathering --------------------------------------------------------------------------------------
def waiting(
    actor: Actor, audience: Audience, day: date, *, group: str = "", also_with_mail: bool = False
) -> Waiting:
    """Who of an audience still has no account and no letter, by envelope; pupils by class.

    Who can use a link in the mail needs no letter, unless ``also_with_mail`` asks for one.
    """
    actor.require(Permission.MANAGE_SIGN_IN)
    ids = _without_account(actor.school_id, _KINDS[audience], day)
    if not also_with_mail:
        ids -= joining.can_use_a_link(actor.school_id, day)
    if group:
        ids &= _around_group(actor.school_id, audience, group, day)
    invited = ids & set(open_invitations(actor.school_id).values_list("person_id", flat=True))
    return Waiting(_envelopes(actor.school_id, audience, ids - invited, day), len(invited))


def envelope_of(actor: Actor, person_id: UUID, day: date) -> Envelope:
    """A letter for one person alone."""
    actor.require(Permission.MANAGE_SIGN_IN)
    return _households(actor.school_id, [[person_id]], day)[0]


def open_invitations(school_id: UUID) -> models.QuerySet[Invitation]:
    """The invitations with which somebody can still come in."""
    return Invitation.objects.filter(
        school_id=school_id, used_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    )


def _without_account(school_id: UUID, kinds: Sequence[Kind], day: date) -> set[UUID]:
    ties = ties_on(school_id, day).filter(kind__in=[kind.value for kind in kinds], person__user=None)
    return set(ties.values_list("person_id", flat=True))


def _around_group(school_id: UUID, audience: Audience, group: str, day: date) -> set[UUID]:
    """Who belongs to a class: its pupils, their guardians, or who teaches it."""
    in_class = Person.objects.filter(
        on_day(day, "enrolments__"),
        school_id=school_id,
        enrolments__group__code=group,
        enrolments__is_teacher=audience is Audience.STAFF,
    )
    if audience is not Audience.GUARDIANS:
        return set(in_class.values_list("pk", flat=True))
    cares = Guardianship.objects.filter(on_day(day), pupil__in=in_class)
    return set(cares.values_list("guardian_id", flat=True))


def _envelopes(school_id: UUID, audience: Audience, ids: Collection[UUID], day: date) -> tuple[Envelope, ...]:
    if audience is Audience.GUARDIANS:
        return _households(school_id, _families(ids, day), day)
    ordered = Person.objects.filter(pk__in=ids).order_by("family_name", "given_name", "pk")
    people = cards(school_id, list(ordered.values_list("pk", flat=True)), day)
    return tuple(Envelope((one,)) for one in sorted(people, key=lambda one: one.groups[:1]))


def _households(school_id: UUID, families: Sequence[Sequence[UUID]], day: date) -> tuple[Envelope, ...]:
    return tuple(
        Envelope(household.people, household.address.lines if household.address else ())
        for household in households_in(school_id, families, day)
    )


def _families(ids: Collection[UUID], day: date) -> list[list[UUID]]:
    """Guardians who care for a pupil together, in the order of their names. Everybody is in one family."""
    cares = Guardianship.objects.filter(on_day(day), guardian__in=ids).order_by("contact_order", "pk")
    around: dict[UUID, list[UUID]] = defaultdict(list)
    for guardian_id, pupil_id in cares.values_list("guardian_id", "pupil_id"):
        around[pupil_id].append(guardian_id)
    family_of = {key: [key] for key in _by_name(ids)}
    for guardians in around.values():
        for other in guardians[1:]:
            _unite(family_of, guardians[0], other)
    return list({id(family): family for family in family_of.values()}.values())


def _by_name(ids: Collection[UUID]) -> Iterable[UUID]:
    ordered = Person.objects.filter(pk__in=ids).order_by("family_name", "given_name", "pk")
    return ordered.values_list("pk", flat=True)


def _unite(family_of: dict[UUID, list[UUID]], one: UUID, other: UUID) -> None:
    joined, added = family_of[one], family_of[other]
    if joined is not added:
        joined.extend(added)
        family_of.update((key, joined) for key in added)


# --- Recording --------------------------------------------------------------------------------------
def codes_for(envelopes: Sequence[Envelope]) -> list[list[Code]]:
    """A new code for everybody, by envelope. Nothing is kept yet: first the letters must be there."""
    return [[Code(person, new_code()) for person in envelope.people] for envelope in envelopes]


@transaction.atomic
def invite(*, actor: Actor, codes: Sequence[Code]) -> list[Invitation]:
    """From now on these codes open the door, each for its own person. Earlier codes of theirs do not.

    Raises:
        PermissionDenied: when the actor may not, or when somebody is of another school or has an account.
    """
    actor.require(Permission.MANAGE_SIGN_IN)
    ids = [code.person.id for code in codes]
    people = Person.objects.select_for_update().filter(pk__in=ids, school_id=actor.school_id, user=None)
    if people.count() != len(ids):
        raise PermissionDenied("not everybody can be invited")
    _withdraw(actor, ids)
    now = timezone.now()
    expires_at = now + timedelta(days=settings.INVITATION_DAYS)
    record_all(
        tenant=actor.school_id,
        acts=[
            Act(
                kind=ActKind.SIGN_IN_INVITED,
                subject=str(code.person.id),
                actor=str(actor.person_id),
                payload={"expires_on": timezone.localdate(expires_at).isoformat()},
            )
            for code in codes
        ],
    )
    return Invitation.objects.bulk_create(
        Invitation(
            school_id=actor.school_id,
            person_id=code.person.id,
            code_hash=hash_of(code.code),
            invited_at=now,
            invited_by=actor.person_id,
            expires_at=expires_at,
        )
        for code in codes
    )


@transaction.atomic
def withdraw(*, actor: Actor, person_ids: Collection[UUID]) -> int:
    """Let the codes of these people work no more; tell how many there were."""
    actor.require(Permission.MANAGE_SIGN_IN)
    return _withdraw(actor, person_ids)


def _withdraw(actor: Actor, person_ids: Collection[UUID]) -> int:
    rows = list(
        Invitation.objects.select_for_update().filter(
            school_id=actor.school_id, person_id__in=list(person_ids), used_at=None, withdrawn_at=None
        )
    )
    Invitation.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=timezone.now())
    record_all(
        tenant=actor.school_id,
        acts=[
            Act(
                kind=ActKind.SIGN_IN_UNINVITED,
                subject=str(row.person_id),
                actor=str(actor.person_id),
                payload={"invited_on": timezone.localdate(row.invited_at).isoformat()},
            )
            for row in rows
        ],
    )
    return len(rows)
