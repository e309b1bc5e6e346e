"""The protocol, to read."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deelwijs.accounts.roles import Permission
from deelwijs.people.access import ActorRequest, requires
from deelwijs.people.schools import school_of
from deelwijs.protocols import printing, selectors
from deelwijs.protocols.coverage import coverage
from deelwijs.protocols.handout.selectors import my_receipt


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
    return HttpResponse(
        printed.data,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@requires(Permission.READ_PROTOCOL)
@require_safe
def article(request: ActorRequest, article_id: str) -> HttpResponseBase:
    """One article: what it says and what that means for the reader."""
    found = selectors.in_force(request.actor.school_id, timezone.localdate())
    if article_id not in found.articles:
        raise Http404
    article = found.articles[article_id]
    # What Deelwijs does for an article, it does for the model's; an own one may bear any number.
    claims = () if article.is_own else coverage().get(article_id, ())
    context = {"protocol": found, "article": article, "claims": claims}
    return render(request, "protocols/article.html", context)
