"""Checking a working version, making a version of it, and recording that the (G)MR agreed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from deelwijs.accounts.roles import Permission
from deelwijs.people.access import ActorRequest, requires
from deelwijs.protocols import versions
from deelwijs.protocols.actions import SupersededError, record_consent
from deelwijs.protocols.drafts import actions, marks, selectors
from deelwijs.protocols.drafts.access import ARTICLES_URL, editing
from deelwijs.protocols.drafts.adopting_forms import AdoptForm, CouncilForm
from deelwijs.protocols.drafts.guardrails import Inspection, inspect
from deelwijs.protocols.drafts.replay import replay
from deelwijs.protocols.drafts.selectors import WorkingVersion
from deelwijs.protocols.statutes import COUNCIL_CONSENT, rule_on
from deelwijs.protocols.versions import Standing
from deelwijs.ui import dates, toasts


@editing
@require_safe
def check(request: ActorRequest) -> HttpResponseBase:
    """The guardrails, and the earlier answers that would be different."""
    day = timezone.localdate()
    working = selectors.working_version(request.actor, day)
    inspection = inspect(working, day)
    context = {
        "working": working,
        "inspection": inspection,
        "replay": None if inspection.errors else replay(request.actor, working, day),
        "may_adopt": request.actor.may(Permission.ADOPT_PROTOCOL),
        "article_url": ARTICLES_URL,
    }
    return render(request, "protocols/drafts/check.html", context)


@requires(Permission.ADOPT_PROTOCOL)
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: ActorRequest) -> HttpResponseBase:
    """Make a version of it."""
    day = timezone.localdate()
    try:
        working = selectors.working_version(request.actor, day)
    except selectors.NoDraftError:
        messages.warning(request, "Er is geen werkversie meer. Kijk bij de versies of zij is vastgesteld.")
        return redirect("protocols:versions")
    inspection = inspect(working, day)
    if inspection.errors:
        return redirect("protocols:draft_check")
    form = _form(request, working, inspection)
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.adopt(actor=request.actor, adoption=form.adoption())
            since = "" if version.waits_for_council else dates.long_date(version.valid_from)
            return _adopted(request, version.number, since)
        except actions.ConflictError:
            return _changed_meanwhile(request)
    return _page(request, working, inspection, form)


def _form(request: ActorRequest, working: WorkingVersion, inspection: Inspection) -> AdoptForm:
    data = request.POST if request.method == "POST" else None
    initial = {"valid_from": timezone.localdate().isoformat(), "seen": marks.of_everything(working.content)}
    rule = rule_on(COUNCIL_CONSENT, timezone.localdate())
    return AdoptForm(rule, data, initial=initial, warnings=len(inspection.warnings))


def _page(
    request: ActorRequest,
    working: WorkingVersion,
    inspection: Inspection,
    form: AdoptForm,
    *,
    conflict: bool = False,
) -> HttpResponse:
    context = {
        "working": working,
        "inspection": inspection,
        "form": form,
        "rule": form.rule,
        "conflict": conflict,
        "article_url": ARTICLES_URL,
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "protocols/drafts/adopt.html", context, status=status)


def _changed_meanwhile(request: ActorRequest) -> HttpResponse:
    """The page anew, with what was filled in, for who has now seen what is different."""
    working = selectors.working_version(request.actor, timezone.localdate())
    inspection = inspect(working, timezone.localdate())
    form = _form(request, working, inspection)
    data = request.POST.copy()
    data["seen"] = marks.of_everything(working.content)
    data.pop("accepted", None)  # other points may stand there now
    form.data = data
    return _page(request, working, inspection, form, conflict=True)


def _adopted(request: ActorRequest, number: int, since: str) -> HttpResponse:
    words = f"Zij geldt vanaf {since}" if since else "Zij wacht op instemming van de (G)MR"
    toasts.confirm(request, f"Versie {number} is vastgesteld. {words}.")
    return redirect("protocols:versions")


@requires(Permission.ADOPT_PROTOCOL)
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: ActorRequest, number: int) -> HttpResponseBase:
    """Record that the (G)MR agreed to a version that waits for it."""
    day = timezone.localdate()
    rows = versions.versions(request.actor, day)
    row = next((one for one in rows if one.number == number and one.standing is Standing.WAITS), None)
    rule = rule_on(COUNCIL_CONSENT, day)
    if row is None or rule is None:
        raise Http404
    form = CouncilForm(rule, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            version = record_consent(actor=request.actor, number=number, consent=form.consent())
        except SupersededError:
            messages.warning(request, "Er is al een nieuwere versie. Deze kan niet meer ingaan.")
            return redirect("protocols:versions")
        since = dates.long_date(version.valid_from)
        toasts.confirm(request, f"Vastgelegd. Versie {number} geldt vanaf {since}.")
        return redirect("protocols:versions")
    context = {"row": row, "rule": rule, "form": form, "today": day}
    return render(request, "protocols/drafts/consent.html", context, status=422 if form.errors else 200)
