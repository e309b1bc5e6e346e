"""The protocol, to read."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deelwijs.accounts.roles import Permission
from deelwijs.people.access import ActorRequest, requires
from deelwijs.people.schools import school_of
from deelwijs.protocols import article_pages, printing, selectors
from deelwijs.protocols.handout.selectors import my_receipt
from deelwijs.ui.downloads import download


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
        "may_edit": request.actor.may(Permission.EDIT_PROTOCOL),
    }
    return render(request, "protocols/protocol.html", context)


@requires(Permission.READ_PROTOCOL)
@require_safe
def protocol_pdf(request: ActorRequest) -> HttpResponseBase:
    """The version in force, to print or to keep."""
    school = school_of(request.actor)
    found = selectors.in_force(request.actor.school_id, timezone.localdate())
    printed = printing.protocol_pdf(school.name, school.colour, found)
    name = f"protocol-sociale-media-versie-{found.number}.pdf"
    return download(printed.data, "application/pdf", name)


@requires(Permission.READ_PROTOCOL)
@require_safe
def article(request: ActorRequest, article_id: str) -> HttpResponseBase:
    """One article: what it says and means, what Deelwijs does for it, and how it lives at this school."""
    page = article_pages.article_page(request.actor, article_id, timezone.localdate())
    for_pupils = request.GET.get("voor") == "leerlingen"
    return render(request, "protocols/article.html", {"page": page, "for_pupils": for_pupils})


@requires(Permission.READ_PROTOCOL)
@require_safe
def served(request: ActorRequest) -> HttpResponseBase:
    """What Deelwijs does for each article, and how often it was cited."""
    page = article_pages.overview(request.actor, timezone.localdate())
    return render(request, "protocols/served.html", {"page": page})
