from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from deelwijs.accounts.roles import Permission
from deelwijs.consents import languages
from deelwijs.consents.languages import Language
from deelwijs.consents.models import ConsentDecision, ConsentRequest, InformationText
from deelwijs.consents.signals import consent_changed
from deelwijs.core.consent import Answer, Capacity, deciders
from deelwijs.ledger.actions import Act, record, record_all
from deelwijs.ledger.kinds import Kind
from deelwijs.people import selectors as people
from deelwijs.people.actor import Actor
from deelwijs.protocols import corpus
from deelwijs.protocols.models import Channel
from deelwijs.protocols.selectors import Protocol, in_force


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer on a form: for which purpose, on which channel."""

    purpose: str
    channel: str
    answer: Answer


@transaction.atomic
def decide(
    *,
    actor: Actor,
    person_id: UUID,
    answers: Iterable[GivenAnswer],
    language: str = corpus.BINDING,
    now: datetime | None = None,
) -> list[ConsentDecision]:
    """Record what the actor decides for a person, and let it work through at once.

    ``language`` is the code of the language in which the questions were shown.

    Raises:
        PermissionDenied: when the actor is not the one who decides for this person today (A5).
    """
    actor.require(Permission.DECIDE_CONSENT)
    now = now or timezone.now()
    day = timezone.localdate(now)
    protocol = in_force(actor.school_id, day)
    capacity = _entitled_capacity(actor, person_id, day, protocol)
    channels = {channel.key: channel for channel in Channel.objects.filter(school_id=actor.school_id)}
    # The texts as they stand in the protocol now are what the screen showed.
    shown = publish_information(school_id=actor.school_id, protocol=protocol, language=language)
    texts = {text.purpose: text for text in shown}
    decisions = ConsentDecision.objects.bulk_create(
        ConsentDecision(
            school_id=actor.school_id,
            person_id=person_id,
            purpose=given.purpose,
            channel=channels[given.channel],
            answer=given.answer,
            decided_by_id=actor.person_id,
            capacity=capacity,
            decided_at=now,
            information=texts[given.purpose],
        )
        for given in answers
    )
    record_all(tenant=actor.school_id, acts=[_act(decision) for decision in decisions])
    _close_requests(person_id, decisions, now)
    consent_changed.send(sender=ConsentDecision, school_id=actor.school_id, person_id=person_id, day=day)
    return decisions


def _entitled_capacity(actor: Actor, person_id: UUID, day: date, protocol: Protocol) -> Capacity:
    person = people.member(actor.school_id, person_id, day)
    who = deciders(person, day, protocol.consent_rules) if person else None
    if who is None or str(actor.person_id) not in who.ids:
        raise PermissionDenied("not the one who decides for this person")
    return who.capacity


def _act(decision: ConsentDecision) -> Act:
    return Act(
        kind=Kind.CONSENT_DECIDED,
        subject=str(decision.person_id),
        actor=str(decision.decided_by_id),
        payload={
            "decision": str(decision.id),
            "purpose": decision.purpose,
            "channel": decision.channel.key,
            "answer": decision.answer,
            "capacity": decision.capacity,
            "information": decision.information.content_hash,
            "language": decision.information.language,
        },
    )


def _close_requests(person_id: UUID, decisions: list[ConsentDecision], now: datetime) -> None:
    answered = {(decision.purpose, decision.channel_id) for decision in decisions}
    waiting = ConsentRequest.objects.filter(person_id=person_id, answered_at__isnull=True)
    closed = [request.id for request in waiting if (request.purpose, request.channel_id) in answered]
    ConsentRequest.objects.filter(id__in=closed).update(answered_at=now)


@transaction.atomic
def ask(*, actor: Actor, person_id: UUID, purpose: str, channel_key: str) -> ConsentRequest:
    """Ask those who decide for a person to answer; asking twice is asking once.

    Raises:
        Http404: when the actor's school knows no such person, purpose or channel.
    """
    actor.require(Permission.WRITE_PUBLICATION)
    channel = _askable(actor, person_id, purpose, channel_key)
    request, created = ConsentRequest.objects.get_or_create(
        school_id=actor.school_id,
        person_id=person_id,
        purpose=purpose,
        channel=channel,
        answered_at=None,
        defaults={"asked_by_id": actor.person_id, "asked_at": timezone.now()},
    )
    if created:
        record(
            tenant=actor.school_id,
            kind=Kind.CONSENT_ASKED,
            subject=str(person_id),
            actor=str(actor.person_id),
            payload={"purpose": purpose, "channel": channel_key},
        )
    return request


def _askable(actor: Actor, person_id: UUID, purpose: str, channel_key: str) -> Channel:
    """The channel, when there is such a question about such a person at the actor's school."""
    day = timezone.localdate()
    known = {entry["id"] for entry in in_force(actor.school_id, day).purposes}
    members = {person.id for person in people.roster(actor.school_id, day)}
    if purpose not in known or str(person_id) not in members:
        raise Http404("no such question at this school")
    return get_object_or_404(Channel, school_id=actor.school_id, key=channel_key)


def publish_information(
    *, school_id: UUID, protocol: Protocol, language: str = corpus.BINDING
) -> list[InformationText]:
    """Keep the texts of the protocol's purposes, as a language shows them, as versions that decisions can
    point at. A purpose without words in that language is shown, and so kept, in Dutch.
    """
    spoken = languages.language(protocol.languages, language)
    return [_published(school_id, purpose, spoken) for purpose in protocol.purposes]


def _published(school_id: UUID, purpose: dict[str, Any], spoken: Language) -> InformationText:
    code = spoken.code if spoken.speaks(purpose) else corpus.BINDING
    body = spoken.purpose(purpose)
    texts = InformationText.objects.filter(school_id=school_id, purpose=purpose["id"], language=code)
    content_hash = corpus.content_hash(dict(body))
    last = texts.order_by("-version").first()
    if last and last.content_hash == content_hash:
        return last
    return InformationText.objects.create(
        school_id=school_id,
        purpose=purpose["id"],
        language=code,
        version=(last.version if last else 0) + 1,
        body=body,
        content_hash=content_hash,
    )
