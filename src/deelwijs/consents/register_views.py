"""What the school may do with whom: on screen, on paper, as a spreadsheet."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deelwijs.accounts.roles import Permission
from deelwijs.consents import register
from deelwijs.consents.forms import RegisterForm
from deelwijs.consents.listing import class_list_pdf, sheet
from deelwijs.consents.register import Overview
from deelwijs.people.access import ActorRequest, requires
from deelwijs.people.schools import school_of
from deelwijs.protocols.selectors import NoProtocolError
from deelwijs.ui import sheets
from deelwijs.ui.downloads import download
from deelwijs.ui.sheets import Sheet

looking = requires(Permission.SEE_CLASS_LISTS)


def _page(request: ActorRequest) -> tuple[Overview, RegisterForm]:
    """The list that was asked for; a day that cannot be shown is named, and today is shown instead."""
    form = RegisterForm(request.GET)
    day = form.day or timezone.localdate()
    group, purpose = request.GET.get("klas", ""), request.GET.get("doel", "")
    try:
        return register.overview(request.actor, day, group, purpose), form
    except NoProtocolError:
        form.add_error("op", "Op deze dag gold er nog geen protocol. Hieronder staat vandaag.")
        return register.overview(request.actor, timezone.localdate(), group, purpose), form


@looking
@require_safe
def overview(request: ActorRequest) -> HttpResponseBase:
    """Who may be seen where, per class, today or on another day."""
    page, form = _page(request)
    context = {
        "page": page,
        "form": form,
        "rows": [(row, page.what_to_do(row)) for row in page.rows],
        "today": timezone.localdate(),
        "query": _query(page),
        "may_see_people": request.actor.may(Permission.SEE_PEOPLE),
    }
    return render(request, "consents/overview.html", context, status=422 if form.errors else 200)


def _query(page: Overview) -> dict[str, str]:
    return {"klas": page.group, "doel": page.purpose["id"], "op": page.day.isoformat()}


@looking
@require_safe
def class_list(request: ActorRequest) -> HttpResponseBase:
    """The list for the photographer, on paper."""
    page, _ = _page(request)
    school = school_of(request.actor)
    printed = class_list_pdf(school.name, school.colour, page)
    return download(printed.data, "application/pdf", f"{sheet(page).name}.pdf")


@looking
@require_safe
def export(request: ActorRequest, kind: str) -> HttpResponseBase:
    """The list as a spreadsheet."""
    listed: Sheet = sheet(_page(request)[0])
    match kind:
        case "csv":
            return download(listed.as_csv(), sheets.CSV, f"{listed.name}.csv")
        case "xlsx":
            return download(listed.as_xlsx(), sheets.XLSX, f"{listed.name}.xlsx")
    raise Http404
