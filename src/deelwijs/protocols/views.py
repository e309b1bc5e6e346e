"""The protocol, to read."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deelwijs.accounts.roles import Permission
from deelwijs.people.access import ActorRequest, requires
from deelwijs.protocols import selectors
from deelwijs.protocols.handout_selectors import my_receipt


@requires(Permission.READ_PROTOCOL)
@require_safe
def protocol(request: ActorRequest) -> HttpResponseBase:
    """Every article of the version in force, part by part."""
    found = selectors.in_force(request.actor.school_id, timezone.localdate())
    context = {
        "protocol": found,
        "parts": found.parts,
        "mine": my_receipt(request.actor, timezone.localdate()),
        "may_hand_out": request.actor.may(Permission.HAND_OUT_PROTOCOL),
    }
    return render(request, "protocols/protocol.html", context)


@requires(Permission.READ_PROTOCOL)
@require_safe
def article(request: ActorRequest, article_id: str) -> HttpResponseBase:
    """One article: what it says and what that means for the reader."""
    found = selectors.in_force(request.actor.school_id, timezone.localdate())
    if article_id not in found.articles:
        raise Http404
    context = {"protocol": found, "article": found.articles[article_id]}
    return render(request, "protocols/article.html", context)
