"""Consent that can be proven elsewhere (GDPR art. 7(1)): files of proof about one person's answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from deelwijs.accounts.roles import Permission
from deelwijs.consents import selectors
from deelwijs.consents.models import InformationText
from deelwijs.consents.receipts import answers_of
from deelwijs.ledger.actions import export_case
from deelwijs.ledger.exporting import Wanted, Words, ids_in
from deelwijs.ledger.kinds import Kind
from deelwijs.people.actor import Actor
from deelwijs.people.models import Person, School
from deelwijs.people.names import names_of

CONSENT = frozenset({Kind.CONSENT_ASKED.value, Kind.CONSENT_DECIDED.value})


def prove_consent(*, actor: Actor, person_id: UUID, purpose: str = "", channel: str = "") -> dict[str, Any]:
    """A case file about one person's consent, perhaps for one purpose or channel only.

    Raises:
        PermissionDenied: when the actor may not make such files.
        Http404: when the actor's school knows no such person.
        ChainFaultError: when the ledger does not hold.
    """
    actor.require(Permission.EXPORT_PROOF)
    person = get_object_or_404(Person, pk=person_id, school_id=actor.school_id)
    return _proof(actor, person, purpose, channel)


def prove_own_consent(*, actor: Actor, person_id: UUID, purpose: str, channel: str) -> dict[str, Any]:
    """A case file about what the actor may read of this consent; see ``receipts.answers_of``.

    Raises:
        PermissionDenied: when the actor decides about no consent at all.
        Http404: when the actor has no say about this person.
        ChainFaultError: when the ledger does not hold.
    """
    card = selectors.card(actor, person_id, timezone.localdate())
    if card is None:
        raise Http404("nothing to prove about this person")
    person = Person.objects.get(pk=card.person.id)
    return _proof(actor, person, purpose, channel, by=answers_of(card, actor))


def _proof(actor: Actor, person: Person, purpose: str, channel: str, by: str = "") -> dict[str, Any]:
    where = {name: value for name, value in (("purpose", purpose), ("channel", channel)) if value}
    wanted = Wanted(str(person.pk), CONSENT, where, by)
    texts = InformationText.objects.filter(school_id=actor.school_id)
    words = Words(
        school=School.objects.get(pk=actor.school_id).name,
        about={"zaak": "toestemming", **where},
        names=names_of(actor.school_id, ids_in(actor.school_id, wanted)),
        texts={text.content_hash: text.body for text in texts},
    )
    return export_case(tenant=actor.school_id, wanted=wanted, words=words, actor=str(actor.person_id))
