"""What is online, what must be placed by hand, and what must go."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from deelwijs.accounts.roles import Permission
from deelwijs.people.access import ActorRequest, requires
from deelwijs.publications import selectors
from deelwijs.publications.actions import placing, takedown
from deelwijs.publications.forms import AddressForm
from deelwijs.publications.placement_pages import placement_page
from deelwijs.ui import toasts

writing = requires(Permission.WRITE_PUBLICATION)
publishing = requires(Permission.PUBLISH)


@writing
@require_safe
def placement(request: ActorRequest, placement_id: UUID) -> HttpResponseBase:
    """One post as it was decided, where it is, and what has happened to it."""
    found = selectors.placement(request.actor, placement_id)
    context = {"page": placement_page(found), "form": AddressForm()}
    return render(request, "publications/placement.html", context)


@writing
@require_safe
def takedowns(request: ActorRequest) -> HttpResponseBase:
    """What must go, and what is gone."""
    return render(request, "publications/takedowns.html", {"desk": selectors.desk(request.actor)})


@publishing
@require_POST
def placed(request: ActorRequest, placement_id: UUID) -> HttpResponseBase:
    """Somebody placed it by hand and says where."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        found = selectors.placement(request.actor, placement_id)
        context = {"page": placement_page(found), "form": form}
        return render(request, "publications/placement.html", context, status=422)
    found = placing.placed_by_hand(
        actor=request.actor, placement_id=placement_id, address=form.cleaned_data["address"]
    )
    if found.state == "takedown_by_hand":
        messages.error(request, f"Dit mag niet meer op {found.channel.name}. Haal het daar nu weg.")
    else:
        toasts.confirm(request, "Het adres is vastgelegd")
    return redirect("publications:placement", placement_id=placement_id)


@publishing
@require_POST
def take_down(request: ActorRequest, placement_id: UUID) -> HttpResponseBase:
    """Take it down; no reason is asked."""
    takedown.take_down(actor=request.actor, placement_id=placement_id)
    toasts.confirm(request, "Het gaat weg. We controleren of het echt weg is.")
    return redirect("publications:placement", placement_id=placement_id)


@publishing
@require_POST
def removed(request: ActorRequest, placement_id: UUID) -> HttpResponseBase:
    """Somebody took it down by hand and says so."""
    takedown.removed_by_hand(actor=request.actor, placement_id=placement_id)
    toasts.confirm(request, "Vastgelegd dat het weg is")
    return redirect("publications:placement", placement_id=placement_id)


@publishing
@require_POST
def retry(request: ActorRequest, placement_id: UUID) -> HttpResponseBase:
    """Look once more whether it is gone."""
    takedown.retry(actor=request.actor, placement_id=placement_id)
    return redirect("publications:placement", placement_id=placement_id)


@writing
@require_POST
def reopen(request: ActorRequest, post_id: UUID) -> HttpResponseBase:
    """Make a post that is nowhere online into a draft again."""
    try:
        post = placing.reopen(actor=request.actor, publication_id=post_id)
    except placing.StillOnlineError:
        messages.error(request, "Dit bericht staat nog ergens online. Haal het daar eerst weg.")
        return redirect("publications:takedowns")
    return redirect("publications:editor", post_id=post.id)


@writing
@require_safe
def package_file(request: ActorRequest, placement_id: UUID, token: str) -> HttpResponseBase:
    """A covered photo, to place by hand."""
    try:
        placed_file = selectors.package_file(request.actor, placement_id, token)
    except selectors.ChangedError:
        messages.error(request, "Er is iets veranderd: dit mag er nu niet meer op. Plaats het niet.")
        return redirect("publications:placement", placement_id=placement_id)
    return HttpResponse(
        selectors.placed_bytes(placed_file),
        content_type=placed_file.file.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="foto-{placed_file.number}.jpg"',
            "Cache-Control": "no-store, private",
        },
    )
