"""The hand-out of the protocol: asking, confirming, proof."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deelwijs.accounts.roles import Permission
from deelwijs.people.access import ActorRequest, requires
from deelwijs.protocols import handout_actions, handout_selectors
from deelwijs.protocols.handout_forms import HandoutForm, ReceiptsForm
from deelwijs.ui import toasts


@requires(Permission.HAND_OUT_PROTOCOL)
@require_http_methods(["GET", "HEAD", "POST"])
def handout(request: ActorRequest) -> HttpResponseBase:
    """Who received the protocol, who did not, and asking them."""
    form = HandoutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        handout_actions.hand_out(
            actor=request.actor, audience=form.chosen_audience(), due_on=form.cleaned_data["due_on"]
        )
        toasts.confirm(request, "De vraag staat klaar bij iedereen die nog moet bevestigen")
        return redirect("protocols:handout")
    page = handout_selectors.handout_page(request.actor, timezone.localdate())
    late = [progress for progress in page.audiences if progress.is_late(page.day)]
    context = {"page": page, "form": form, "late": late}
    return render(request, "protocols/handout.html", context, status=422 if form.errors else 200)


@requires(Permission.HAND_OUT_PROTOCOL)
@require_POST
def receipts(request: ActorRequest) -> HttpResponseBase:
    """Record who received it on paper or in a meeting."""
    form = ReceiptsForm(request.POST)
    if form.is_valid():
        person_ids = [UUID(value) for value in request.POST.getlist("person") if _is_uuid(value)]
        recorded = handout_actions.record_receipts(
            actor=request.actor, person_ids=person_ids, way=form.chosen_way()
        )
        people = "1 persoon" if len(recorded) == 1 else f"{len(recorded)} mensen"
        toasts.confirm(request, f"Vastgelegd voor {people}")
    return redirect("protocols:handout")


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@requires(Permission.READ_PROTOCOL)
@require_safe
def my_receipt(request: ActorRequest) -> HttpResponseBase:
    """The reader's own receipt, or the question to confirm."""
    mine = handout_selectors.my_receipt(request.actor, timezone.localdate())
    return render(request, "protocols/my_receipt.html", {"mine": mine})


@requires(Permission.READ_PROTOCOL)
@require_POST
def confirm(request: ActorRequest) -> HttpResponseBase:
    """The reader received it."""
    handout_actions.confirm(actor=request.actor)
    toasts.confirm(request, "Vastgelegd")
    return redirect("protocols:my_receipt")
