"""The working version as a whole: begin it, look at it, see what is different, throw it away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from deelwijs.accounts.roles import Permission
from deelwijs.people.access import ActorRequest, requires
from deelwijs.protocols.drafts import actions, marks, selectors
from deelwijs.protocols.drafts.access import ARTICLES_URL, editing
from deelwijs.protocols.drafts.forms import StartForm


@requires(Permission.EDIT_PROTOCOL)
@require_safe
def overview(request: ActorRequest) -> HttpResponseBase:
    """Every article with what is different; or the question what to begin from."""
    try:
        working = selectors.working_version(request.actor, timezone.localdate())
    except selectors.NoDraftError:
        return _begin(request, StartForm(selectors.origins(request.actor, timezone.localdate())))
    context = {
        "working": working,
        "added": working.added,
        "changed": working.changed,
        "seen": marks.of_everything(working.content),
        "may_adopt": request.actor.may(Permission.ADOPT_PROTOCOL),
        "article_url": ARTICLES_URL,
    }
    return render(request, "protocols/drafts/overview.html", context)


def _begin(request: ActorRequest, form: StartForm) -> HttpResponse:
    return render(request, "protocols/drafts/begin.html", {"form": form}, status=422 if form.errors else 200)


@requires(Permission.EDIT_PROTOCOL)
@require_POST
def start(request: ActorRequest) -> HttpResponseBase:
    """Begin a working version."""
    form = StartForm(selectors.origins(request.actor, timezone.localdate()), request.POST)
    if not form.is_valid():
        return _begin(request, form)
    try:
        actions.start(actor=request.actor, origin=form.origin_chosen)
    except actions.DraftExistsError:
        messages.warning(request, "Iemand anders begon net ook. Dit is die werkversie.")
    return redirect("protocols:draft")


@editing
@require_safe
def differences(request: ActorRequest) -> HttpResponseBase:
    """What is different from the version in force."""
    working = selectors.working_version(request.actor, timezone.localdate())
    return render(
        request, "protocols/drafts/differences.html", {"working": working, "article_url": ARTICLES_URL}
    )


@editing
@require_POST
def discard(request: ActorRequest) -> HttpResponseBase:
    """Throw the working version away."""
    try:
        actions.discard(actor=request.actor, seen=request.POST.get("seen", ""))
    except actions.ConflictError:
        messages.warning(request, "Iemand anders wijzigde net iets. Er is niets weggegooid.")
        return redirect("protocols:draft")
    messages.success(request, "De werkversie is weg. De versie die geldt, is niet veranderd.")
    return redirect("protocols:protocol")
