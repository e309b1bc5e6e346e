"""The hand-out of the protocol: asking, reminding, confirming, proof."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deelwijs.accounts.roles import Permission
from deelwijs.people.access import ActorRequest, requires
from deelwijs.protocols.handout import actions, selectors
from deelwijs.protocols.handout.audiences import Audience
from deelwijs.protocols.handout.export import sheet
from deelwijs.protocols.handout.forms import HandoutForm, ReceiptsForm, ShowForm, ticked
from deelwijs.protocols.handout.printing import receipt_pdf, receipts_pdf
from deelwijs.protocols.handout.showing import tabs
from deelwijs.ui import sheets, toasts
from deelwijs.ui.downloads import download
from deelwijs.ui.pdf import Printed

handing_out = requires(Permission.HAND_OUT_PROTOCOL)


@handing_out
@require_http_methods(["GET", "HEAD", "POST"])
def handout(request: ActorRequest) -> HttpResponseBase:
    """How far each audience is, and asking them."""
    form = HandoutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.hand_out(
            actor=request.actor, audience=form.chosen_audience(), due_on=form.cleaned_data["due_on"]
        )
        toasts.confirm(request, "De vraag staat klaar bij iedereen die nog moet bevestigen")
        return redirect("protocols:handout")
    page = selectors.handout_page(request.actor, timezone.localdate())
    late = [progress for progress in page.audiences if progress.is_late(page.day)]
    context = {"page": page, "form": form, "late": late}
    return render(request, "protocols/handout.html", context, status=422 if form.errors else 200)


@handing_out
@require_safe
def audience(request: ActorRequest, audience: Audience) -> HttpResponseBase:
    """Everybody of an audience: received, reminded, still open, to be reached on paper."""
    state, group, number = ShowForm(request.GET).chosen()
    page = selectors.audience_page(
        request.actor, audience, timezone.localdate(), state=state, group=group, number=number
    )
    chosen = urlencode({"toon": state.value if state else "", "klas": group})
    context = {"page": page, "tabs": tabs(page), "form": ReceiptsForm(), "query": chosen}
    return render(request, "protocols/audience.html", context)


@handing_out
@require_safe
def audience_csv(request: ActorRequest, audience: Audience) -> HttpResponseBase:
    """The same list, to work with elsewhere."""
    day = timezone.localdate()
    listed = sheet(audience, selectors.everybody_of(request.actor, audience, day), day)
    return download(listed.as_csv(), sheets.CSV, f"{listed.name}.csv")


@handing_out
@require_POST
def remind(request: ActorRequest, audience: Audience) -> HttpResponseBase:
    """Mail everybody who still has to confirm, now."""
    sent = actions.send_reminder(actor=request.actor, audience=audience)
    toasts.confirm(request, f"{_people(sent)} {'krijgt' if sent == 1 else 'krijgen'} een mail")
    return redirect("protocols:handout_audience", audience=audience)


@handing_out
@require_POST
def receipts(request: ActorRequest, audience: Audience) -> HttpResponseBase:
    """Record who received it on paper or in a meeting."""
    form = ReceiptsForm(request.POST)
    if form.is_valid():
        recorded = actions.record_receipts(
            actor=request.actor, person_ids=ticked(request.POST), way=form.chosen_way()
        )
        toasts.confirm(request, f"Vastgelegd voor {_people(len(recorded))}")
    return redirect("protocols:handout_audience", audience=audience)


@handing_out
@require_safe
def version_receipts(request: ActorRequest, number: int) -> HttpResponseBase:
    """Every receipt of a version, as evidence."""
    version, found = selectors.receipts_of_version(request.actor, number)
    return _pdf(receipts_pdf(version, found), f"ontvangst-protocol-versie-{number}.pdf")


@requires(Permission.READ_PROTOCOL)
@require_safe
def my_receipt(request: ActorRequest) -> HttpResponseBase:
    """The reader's own receipt, or the question to confirm."""
    mine = selectors.my_receipt(request.actor, timezone.localdate())
    return render(request, "protocols/my_receipt.html", {"mine": mine})


@requires(Permission.READ_PROTOCOL)
@require_safe
def one_receipt(request: ActorRequest, receipt_id: UUID) -> HttpResponseBase:
    """One receipt to keep: the reader's own, or anybody's for who hands the protocol out."""
    found = selectors.receipt(request.actor, receipt_id)
    return _pdf(receipt_pdf(found), f"ontvangst-protocol-versie-{found.version.number}.pdf")


@requires(Permission.READ_PROTOCOL)
@require_POST
def confirm(request: ActorRequest) -> HttpResponseBase:
    """The reader received it."""
    actions.confirm(actor=request.actor)
    toasts.confirm(request, "Vastgelegd")
    return redirect("protocols:my_receipt")


def _people(number: int) -> str:
    return "1 persoon" if number == 1 else f"{number} mensen"


def _pdf(printed: Printed, name: str) -> HttpResponse:
    return download(printed.data, "application/pdf", name)
