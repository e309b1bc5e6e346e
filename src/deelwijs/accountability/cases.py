"""One case: everything on record about one person's consent, or about one post."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from deelwijs.accountability.selectors import Line, lines
from deelwijs.accountability.wording import ANSWERS, CAPACITIES
from deelwijs.accounts.roles import Permission
from deelwijs.consents.proofs import CONSENT, prove_consent
from deelwijs.ledger import selectors as ledger
from deelwijs.ledger.exporting import payload_of
from deelwijs.ledger.models import Entry
from deelwijs.people.actor import Actor
from deelwijs.people.names import names_of
from deelwijs.protocols.models import Channel
from deelwijs.protocols.selectors import in_force
from deelwijs.publications.proofs import prove_publication
from deelwijs.publications.titles import titles_of


@dataclass(frozen=True, slots=True)
class CaseLine:
    """An entry with what it was about; ``erased`` when that is gone."""

    line: Line
    sentence: str
    erased: bool


@dataclass(frozen=True, slots=True)
class Case:
    """Everything on record about one subject, newest first."""

    subject: str
    title: str
    is_person: bool
    lines: tuple[CaseLine, ...]
    purposes: Mapping[str, str]
    channels: Mapping[str, str]


def case(actor: Actor, subject: UUID) -> Case:
    """The case about a person or a post of the actor's school.

    Raises:
        Http404: when nothing is on record about it, or it is of another school.
    """
    actor.require(Permission.EXPORT_PROOF)
    person = names_of(actor.school_id, [str(subject)]).get(str(subject))
    title = person or titles_of(actor.school_id, [str(subject)]).get(str(subject))
    entries = ledger.about(actor.school_id, str(subject))
    if title is None or not entries:
        raise Http404("nothing on record")
    protocol = in_force(actor.school_id, timezone.localdate())
    purposes = {purpose["id"]: purpose["naam"] for purpose in protocol.purposes}
    channels = dict(Channel.objects.filter(school_id=actor.school_id).values_list("key", "name"))
    return Case(
        subject=str(subject),
        title=title,
        is_person=person is not None,
        lines=tuple(
            CaseLine(line, _sentence(entry, purposes, channels), payload_of(entry) is None)
            for line, entry in zip(lines(actor, entries), entries, strict=True)
        ),
        purposes=purposes,
        channels=channels,
    )


def prove(actor: Actor, subject: UUID, *, purpose: str = "", channel: str = "") -> dict[str, Any]:
    """The file of proof of a case.

    Raises:
        Http404: when there is no such case at the actor's school.
        ChainFaultError: when the ledger does not hold.
    """
    if case(actor, subject).is_person:
        return prove_consent(actor=actor, person_id=subject, purpose=purpose, channel=channel)
    return prove_publication(actor=actor, publication_id=subject)


def _sentence(entry: Entry, purposes: Mapping[str, str], channels: Mapping[str, str]) -> str:
    """What an entry was about, as far as a sentence can say it."""
    payload = payload_of(entry)
    if payload is None:
        return "Gewist: wat hier stond, is weg."
    parts = []
    if entry.kind in CONSENT:
        parts.append(purposes.get(payload["purpose"], payload["purpose"]))
    names = payload.get("channels") or [payload[name] for name in ("channel",) if name in payload]
    parts += [channels.get(name, name) for name in names]
    if entry.kind in CONSENT and "answer" in payload:
        parts += [ANSWERS[payload["answer"]], CAPACITIES[payload["capacity"]]]
    return ", ".join(parts)
