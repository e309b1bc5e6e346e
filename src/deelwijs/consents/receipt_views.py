"""Proof of an answer, for the one who gave it or whom it is about."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from deelwijs.accounts.roles import Permission
from deelwijs.consents import proofs
from deelwijs.consents import receipts as kept
from deelwijs.consents.dpv import as_json_ld
from deelwijs.consents.printing import facts_of
from deelwijs.consents.printing import receipt_pdf as printed
from deelwijs.ledger.anchoring import ChainFaultError
from deelwijs.people.access import ActorRequest, requires
from deelwijs.ui.downloads import download

deciding = requires(Permission.DECIDE_CONSENT)


@deciding
@require_safe
def receipts(request: ActorRequest, person_id: UUID) -> HttpResponseBase:
    """Every answer about somebody, each with its proof."""
    name, lines = kept.receipts(request.actor, person_id)
    context = {"name": name, "lines": lines, "person_id": person_id}
    return render(request, "consents/receipts.html", context)


@deciding
@require_safe
def receipt(request: ActorRequest, person_id: UUID, purpose: str, channel: str) -> HttpResponseBase:
    """Who answered what, when, and on which words."""
    found = kept.receipt(request.actor, person_id, purpose, channel)
    return render(request, "consents/receipt.html", {"receipt": found, "facts": facts_of(found)})


@deciding
@require_safe
def receipt_pdf(request: ActorRequest, person_id: UUID, purpose: str, channel: str) -> HttpResponseBase:
    """The same on paper."""
    found = kept.receipt(request.actor, person_id, purpose, channel)
    return download(printed(found).data, "application/pdf", "bewijs.pdf")


@deciding
@require_safe
def receipt_json_ld(request: ActorRequest, person_id: UUID, purpose: str, channel: str) -> HttpResponseBase:
    """The same for machines."""
    found = kept.receipt(request.actor, person_id, purpose, channel)
    manage = request.build_absolute_uri(reverse("consents:mine"))
    text = json.dumps(as_json_ld(found, timezone.now(), manage), ensure_ascii=False, indent=1)
    return download(text.encode(), "application/ld+json", "bewijs.jsonld")


@deciding
@require_POST
def proof(request: ActorRequest, person_id: UUID, purpose: str, channel: str) -> HttpResponseBase:
    """The entries in the ledger, to be checked without the school."""
    try:
        document = proofs.prove_own_consent(
            actor=request.actor, person_id=person_id, purpose=purpose, channel=channel
        )
    except ChainFaultError:
        messages.error(request, "Er is nu geen bestand te maken: het logboek klopt niet. De school weet dit.")
        return redirect("consents:receipt", person_id=person_id, purpose=purpose, channel=channel)
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return download(text.encode(), "application/json", f"bewijs-{timezone.localdate():%Y-%m-%d}.json")
