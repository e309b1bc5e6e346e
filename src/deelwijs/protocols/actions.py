from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils import timezone

from deelwijs.accounts.roles import Permission
from deelwijs.core.norms import NO_CHOICES, Choices, compile_book
from deelwijs.ledger.actions import record
from deelwijs.ledger.kinds import Kind
from deelwijs.people.actor import Actor
from deelwijs.protocols import corpus
from deelwijs.protocols.models import Channel, ProtocolVersion


@dataclass(frozen=True, slots=True)
class CouncilConsent:
    """The (G)MR, or a part of it, agreed: on which day, and which council and part."""

    on: date
    by: str


class SupersededError(Exception):
    """A later version holds already, so this one can no longer come into force."""


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What becomes a version. ``council_rule`` names the rule by which it needs the council's consent."""

    content: Mapping[str, Any]
    corpus: str
    valid_from: date
    consent: CouncilConsent | None = None
    council_rule: str = ""


@transaction.atomic
def adopt(
    *,
    school_id: UUID,
    valid_from: date,
    by: str,
    name: str = corpus.MODEL,
    choices: Choices = NO_CHOICES,
    consent: CouncilConsent | None = None,
) -> ProtocolVersion:
    """Put a corpus in force at a school from a day, as the school reads it: a new, immutable version.

    This is how a school starts in Deelwijs, with the protocol that holds there already: it waits for nobody.

    Raises:
        NormError: when its norms cannot be compiled with these choices; nothing is stored.
    """
    content = corpus.load(name)
    compile_book(content, choices)
    if choices != NO_CHOICES:
        content = {**content, "choices": choices.as_data()}
    return keep_version(school_id=school_id, new=NewVersion(content, name, valid_from, consent), by=by)


@transaction.atomic
def keep_version(
    *, school_id: UUID, new: NewVersion, by: str, adopted_by: Actor | None = None
) -> ProtocolVersion:
    """Store a version with the next number of the school, and its ledger entry."""
    last = ProtocolVersion.objects.filter(school_id=school_id).aggregate(last=Max("number"))["last"] or 0
    version = ProtocolVersion.objects.create(
        school_id=school_id,
        number=last + 1,
        corpus=new.corpus,
        valid_from=new.valid_from,
        content=new.content,
        content_hash=corpus.content_hash(new.content),
        adopted_by_id=adopted_by.person_id if adopted_by else None,
        adopted_at=timezone.now() if adopted_by else None,
        council_consent_on=new.consent.on if new.consent else None,
        council_consent_by=new.consent.by if new.consent else "",
        council_rule=new.council_rule,
    )
    record(
        tenant=school_id,
        kind=Kind.PROTOCOL_ADOPTED,
        subject=str(version.id),
        actor=by,
        payload={
            "number": version.number,
            "content_hash": version.content_hash,
            "valid_from": new.valid_from.isoformat(),
            "council_rule": new.council_rule,
            "consent_on": new.consent.on.isoformat() if new.consent else None,
            "consent_by": new.consent.by if new.consent else "",
        },
    )
    return version


@transaction.atomic
def record_consent(*, actor: Actor, number: int, consent: CouncilConsent) -> ProtocolVersion:
    """The council agreed to a version that waited for that: it comes into force, at the earliest today.

    Never on an earlier day than this is recorded: what was decided meanwhile rests on the version before.

    Raises:
        PermissionDenied: when the actor may not adopt a protocol.
        Http404: when no such version waits for consent.
        SupersededError: when a later version was consented to already.
    """
    actor.require(Permission.ADOPT_PROTOCOL)
    versions = ProtocolVersion.objects.filter(school_id=actor.school_id)
    version = versions.select_for_update().filter(number=number).first()
    if version is None or not version.waits_for_council:
        raise Http404
    if any(not later.waits_for_council for later in versions.filter(number__gt=number).defer("content")):
        raise SupersededError
    version.council_consent_on, version.council_consent_by = consent.on, consent.by
    version.valid_from = max(version.valid_from, timezone.localdate())
    version.save(update_fields=["council_consent_on", "council_consent_by", "valid_from"])
    record(
        tenant=actor.school_id,
        kind=Kind.PROTOCOL_CONSENTED,
        subject=str(version.id),
        actor=str(actor.person_id),
        payload={
            "number": number,
            "consent_on": consent.on.isoformat(),
            "consent_by": consent.by,
            "valid_from": version.valid_from.isoformat(),
        },
    )
    return version


@transaction.atomic
def open_channel(*, school_id: UUID, key: str, name: str, provider: str, icon: str, audience: str) -> Channel:
    """Add a place where the school publishes, after those that there are."""
    last = Channel.objects.filter(school_id=school_id).aggregate(last=Max("order"))["last"] or 0
    return Channel.objects.create(
        school_id=school_id,
        key=key,
        name=name,
        provider=provider,
        icon=icon,
        audience=audience,
        order=last + 1,
    )
