"""What an administrator can do for somebody who cannot come in; nothing that opens the account itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from deelwijs.accounts import factors, visits
from deelwijs.accounts.models import User
from deelwijs.accounts.roles import Permission
from deelwijs.ledger.actions import record
from deelwijs.ledger.kinds import Kind
from deelwijs.mail.actions import send as send_mail
from deelwijs.people import joining
from deelwijs.people.actor import Actor
from deelwijs.people.cards import PersonCard
from deelwijs.people.models import Person
from deelwijs.people.rows import cards
from deelwijs.signin.inviting import open_invitations

_RESET = """Dag,

De functioneel beheerder van {school} heeft uw tweede stap weggehaald: uw passkeys, de app met codes en de
noodcodes. U kunt nu inloggen zonder die stap. Vraagt uw rol erom, dan maakt u een nieuwe.

Vroeg u hier niet om? Bel dan meteen de school.
"""


@dataclass(frozen=True, slots=True)
class Access:
    """How somebody comes in, as an administrator sees it: no address, no device, no secret."""

    person: PersonCard
    has_account: bool
    last_seen: datetime | None
    has_second_factor: bool
    visits: int
    can_use_a_link: bool
    invited_until: datetime | None
    is_oneself: bool


def access_of(actor: Actor, person_id: UUID, day: date) -> Access:
    """How a person of the actor's school comes in.

    Raises:
        Http404: when there is no such person at the school.
    """
    actor.require(Permission.MANAGE_SIGN_IN)
    row = _person(actor, person_id)
    user: User | None = row.user
    invitation = open_invitations(actor.school_id).filter(person=row).first()
    return Access(
        person=cards(actor.school_id, [row.pk], day)[0],
        has_account=user is not None,
        last_seen=user.last_login if user else None,
        has_second_factor=user is not None and factors.has_factor(user),
        visits=len(visits.visits_of(user)) if user else 0,
        can_use_a_link=row.pk in joining.can_use_a_link(actor.school_id, day),
        invited_until=invitation.expires_at if invitation else None,
        is_oneself=row.pk == actor.person_id,
    )


class SharedAccountError(PermissionError):
    """The account opens another school too, which has a say in this."""


@transaction.atomic
def reset_factors(*, actor: Actor, person_id: UUID) -> None:
    """Take somebody's second factors away, with every visit that rested on them.

    Raises:
        PermissionDenied: on one's own account: that goes the usual way, with the factor in hand.
        SharedAccountError: when the account opens another school too.
    """
    row, user = _account(actor, person_id)
    if joining.reaches_beyond(user.pk, [actor.school_id]):
        raise SharedAccountError
    had = factors.factors_of(user)
    factors.take_all_away(user=user)
    visits.end_all(user)
    record(
        tenant=actor.school_id,
        kind=Kind.SIGN_IN_FACTOR_RESET,
        subject=str(row.pk),
        actor=str(actor.person_id),
        payload={"passkeys": len(had.passkeys), "apps": int(had.app_id is not None)},
    )
    _tell(row, user)


@transaction.atomic
def end_visits(*, actor: Actor, person_id: UUID) -> None:
    """Sign somebody out everywhere."""
    row, user = _account(actor, person_id)
    ended = len(visits.visits_of(user))
    visits.end_all(user)
    record(
        tenant=actor.school_id,
        kind=Kind.SIGN_IN_ENDED,
        subject=str(row.pk),
        actor=str(actor.person_id),
        payload={"visits": ended},
    )


@transaction.atomic
def part(*, actor: Actor, person_id: UUID) -> None:
    """Take the account off a person: it opens this school no more. Afterwards the person can be invited."""
    row, _ = _account(actor, person_id)
    joining.part(person=row, by=str(actor.person_id))


def _account(actor: Actor, person_id: UUID) -> tuple[Person, User]:
    actor.require(Permission.MANAGE_SIGN_IN)
    row = _person(actor, person_id)
    if row.pk == actor.person_id:
        raise PermissionDenied("one's own account")
    if row.user is None:
        raise Http404("no account")
    return row, row.user


def _person(actor: Actor, person_id: UUID) -> Person:
    ours = Person.objects.filter(school_id=actor.school_id).select_related("user", "school")
    row = ours.filter(pk=person_id).first()
    if row is None:
        raise Http404("no such person at this school")
    return row


def _tell(row: Person, user: User) -> None:
    if user.email:
        send_mail(
            tenant=row.school_id,
            to=user.email,
            sender=row.school.name,
            subject="Uw tweede stap is weggehaald",
            text=_RESET.format(school=row.school.name),
            key=f"factor-reset:{uuid4()}",
        )
