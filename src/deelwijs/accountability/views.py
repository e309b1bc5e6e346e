"""The ledger for who must account for it: what is on record, whether it holds, and proof of it."""

from __future__ import annotations

import json
import re
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deelwijs.accountability import actions, cases, selectors
from deelwijs.accountability.forms import MailboxesForm, ProofForm
from deelwijs.accountability.wording import fault_words
from deelwijs.accounts.roles import Permission
from deelwijs.ledger.anchoring import ChainFaultError
from deelwijs.people.access import ActorRequest, requires
from deelwijs.ui import toasts
from deelwijs.ui.downloads import download


@requires(Permission.SEE_LEDGER)
@require_safe
def ledger(request: ActorRequest) -> HttpResponseBase:
    """What was recorded last, whether the chain holds, and its anchors."""
    before = request.GET.get("voor", "")
    number = int(before) if re.fullmatch("[0-9]{1,18}", before) else None
    context = {
        "page": selectors.page(request.actor, number),
        "may_keep": request.actor.may(Permission.KEEP_LEDGER),
        "may_prove": request.actor.may(Permission.EXPORT_PROOF),
        "is_first": number is None,
    }
    return render(request, "accountability/ledger.html", context)


@requires(Permission.KEEP_LEDGER)
@require_POST
def check(request: ActorRequest) -> HttpResponseBase:
    """Check the chain now, and anchor it."""
    try:
        done = actions.check_now(actor=request.actor)
    except ChainFaultError:
        return redirect("accountability:ledger")  # the page says it
    if done.is_new and done.anchor:
        toasts.confirm(request, "De keten klopt. Er is een nieuw anker")
        return redirect("accountability:anchor", size=done.anchor.size)
    toasts.confirm(request, "De keten klopt. Er is niets bijgekomen")
    return redirect("accountability:ledger")


@requires(Permission.KEEP_LEDGER)
@require_http_methods(["GET", "HEAD", "POST"])
def mailboxes(request: ActorRequest) -> HttpResponseBase:
    """Which mailboxes get each anchor."""
    if request.method == "POST":
        form = MailboxesForm(request.POST)
        if form.is_valid():
            actions.set_mailboxes(actor=request.actor, emails=form.cleaned_data["emails"])
            toasts.confirm(request, "De adressen zijn bewaard")
            return redirect("accountability:ledger")
    else:
        form = MailboxesForm(initial={"emails": "\n".join(selectors.mailboxes(request.actor))})
    return render(
        request, "accountability/mailboxes.html", {"form": form}, status=422 if form.errors else 200
    )


@requires(Permission.SEE_LEDGER)
@require_safe
def anchor(request: ActorRequest, size: int) -> HttpResponseBase:
    """One anchor, to print and keep."""
    return render(request, "accountability/anchor.html", {"anchor": selectors.anchor(request.actor, size)})


@requires(Permission.SEE_LEDGER)
@require_safe
def anchor_file(request: ActorRequest, size: int) -> HttpResponseBase:
    """One anchor as a file."""
    found = selectors.anchor(request.actor, size)
    return download(found.note, "text/plain; charset=utf-8", f"anker-{found.size}.txt")


@requires(Permission.EXPORT_PROOF)
@require_safe
def case(request: ActorRequest, subject: UUID) -> HttpResponseBase:
    """Everything on record about one person or post."""
    found = cases.case(request.actor, subject)
    form = ProofForm(dict(found.purposes), dict(found.channels))
    return render(request, "accountability/case.html", {"case": found, "form": form})


@requires(Permission.EXPORT_PROOF)
@require_POST
def proof(request: ActorRequest, subject: UUID) -> HttpResponseBase:
    """The file of proof of a case."""
    found = cases.case(request.actor, subject)
    form = ProofForm(dict(found.purposes), dict(found.channels), request.POST)
    if not form.is_valid():
        return render(request, "accountability/case.html", {"case": found, "form": form}, status=422)
    try:
        document = cases.prove(request.actor, subject, **form.cleaned_data)
    except ChainFaultError as error:
        _explain(request, error)
        return redirect("accountability:case", subject=subject)
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return download(text, "application/json", f"bewijs-{timezone.localdate():%Y-%m-%d}.json")


@requires(Permission.EXPORT_PROOF)
@require_POST
def whole_chain(request: ActorRequest) -> HttpResponseBase:
    """The whole chain, without what the entries are about."""
    try:
        lines = actions.whole_chain(actor=request.actor)
    except ChainFaultError as error:
        _explain(request, error)
        return redirect("accountability:ledger")
    response = StreamingHttpResponse(lines, content_type="application/jsonl; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="keten-{timezone.localdate():%Y-%m-%d}.jsonl"'
    return response


def _explain(request: ActorRequest, error: ChainFaultError) -> None:
    where = f" bij regel {error.fault.seq}" if error.fault.seq else ""
    messages.error(
        request,
        f"Er is geen bewijs gemaakt, want het logboek klopt niet{where}. {fault_words(error.fault.code)} "
        "Waarschuw de beheerder.",
    )
