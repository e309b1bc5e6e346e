"""Handing the protocol out, and keeping proof that it was received (S1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from deelwijs.accounts.roles import Permission
from deelwijs.ledger.actions import record
from deelwijs.ledger.kinds import Kind
from deelwijs.people.actor import Actor
from deelwijs.people.models import Person
from deelwijs.protocols.handout.reminding import remind, remind_now
from deelwijs.protocols.models import Handout, ProtocolVersion, Receipt
from deelwijs.protocols.selectors import in_force


@transaction.atomic
def hand_out(*, actor: Actor, audience: Handout.Audience, due_on: date) -> Handout:
    """Ask everybody of an audience to confirm the version in force; asking again moves the day.

    Who has a mail address and was not asked by mail before, gets a mail.

    Raises:
        PermissionDenied: when the actor may not hand the protocol out.
        ValidationError: when the day has passed already.
    """
    actor.require(Permission.HAND_OUT_PROTOCOL)
    today = timezone.localdate()
    if due_on < today:
        raise ValidationError("Deze dag is al voorbij. Kies een dag vanaf vandaag.")
    version_id = in_force(actor.school_id, today).version_id
    handout, _ = Handout.objects.update_or_create(
        version_id=version_id,
        audience=audience,
        defaults={"due_on": due_on},
        create_defaults={
            "due_on": due_on,
            "started_by_id": actor.person_id,
            "started_at": timezone.now(),
        },
    )
    record(
        tenant=actor.school_id,
        kind=Kind.PROTOCOL_HANDED_OUT,
        subject=str(version_id),
        actor=str(actor.person_id),
        payload={"audience": audience.value, "due_on": due_on.isoformat()},
    )
    remind(handout=handout, today=today, by=str(actor.person_id))
    return handout


@transaction.atomic
def send_reminder(*, actor: Actor, audience: Handout.Audience) -> int:
    """Mail everybody of an audience who has not confirmed, except who got a mail today; tell how many.

    Raises:
        PermissionDenied: when the actor may not hand the protocol out.
        Http404: when it was not handed out to them.
    """
    actor.require(Permission.HAND_OUT_PROTOCOL)
    today = timezone.localdate()
    handout = get_object_or_404(
        Handout, version_id=in_force(actor.school_id, today).version_id, audience=audience
    )
    return remind_now(handout=handout, today=today, by=str(actor.person_id))


@transaction.atomic
def confirm(*, actor: Actor) -> Receipt:
    """The actor received the version in force. Confirming twice is confirming once."""
    actor.require(Permission.READ_PROTOCOL)
    version_id = in_force(actor.school_id, timezone.localdate()).version_id
    return _received(version_id, actor.person_id, Receipt.Way.ONLINE, actor)


@transaction.atomic
def record_receipts(*, actor: Actor, person_ids: Iterable[UUID], way: Receipt.Way) -> list[Receipt]:
    """Somebody of the school records who received the version in force on paper or in a meeting.

    People of another school are passed over.
    """
    actor.require(Permission.HAND_OUT_PROTOCOL)
    version_id = in_force(actor.school_id, timezone.localdate()).version_id
    ours = Person.objects.filter(school_id=actor.school_id, id__in=list(person_ids)).values_list(
        "id", flat=True
    )
    return [_received(version_id, person_id, way, actor) for person_id in ours]


def _received(version_id: UUID, person_id: UUID, way: Receipt.Way, actor: Actor) -> Receipt:
    version = ProtocolVersion.objects.get(id=version_id)
    receipt, created = Receipt.objects.get_or_create(
        version=version,
        person_id=person_id,
        defaults={"way": way, "received_at": timezone.now(), "recorded_by_id": actor.person_id},
    )
    if created:
        record(
            tenant=version.school_id,
            kind=Kind.PROTOCOL_RECEIVED,
            subject=str(person_id),
            actor=str(actor.person_id),
            payload={"version": str(version_id), "content_hash": version.content_hash, "way": way.value},
        )
    return receipt
