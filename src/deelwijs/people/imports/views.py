from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import suppress
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from deelwijs.accounts.roles import Permission
from deelwijs.people.access import ActorRequest, requires
from deelwijs.people.imports import actions, selectors, storage
from deelwijs.people.imports.forms import ColumnsForm, ConfirmForm, SchoolForm, UploadForm
from deelwijs.people.imports.selectors import Found, RunCard
from deelwijs.people.imports.undoing import UndoRefusedError
from deelwijs.ui.toasts import confirm

_SHOWN_AT_ONCE = 5
_KINDS = {
    "nieuw": "Nieuw",
    "gewijzigd": "Gewijzigd",
    "weg": "Hoort niet meer bij de school",
    "klas": "Komt in of gaat uit een klas",
    "verzorger": "Andere verzorger",
}


@requires(Permission.IMPORT_PEOPLE)
@require_http_methods(["GET", "POST"])
def start(request: ActorRequest) -> HttpResponse:
    """Choose a file. What it is and what it would change is worked out in the background."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        run_id = actions.begin(
            actor=request.actor, file_name=file.name, chunks=file.chunks(), day=timezone.localdate()
        )
        return redirect("people:import_run", run_id)
    return render(request, "people/import/start.html", {"form": form}, status=422 if form.errors else 200)


@requires(Permission.IMPORT_PEOPLE)
@require_safe
def runs(request: ActorRequest) -> HttpResponse:
    """Who read what in, and when."""
    return render(request, "people/import/runs.html", {"runs": selectors.runs(request.actor)})


@requires(Permission.IMPORT_PEOPLE)
@require_http_methods(["GET", "POST"])
def run(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """One import, wherever it is: being read, refused, ready for a yes, done. A POST says yes."""
    card = selectors.run(request.actor, run_id)
    if card.is_busy:
        context = {"run": card, "progress": storage.progress(run_id)}
        return render(request, "people/import/busy.html", context)
    if "HX-Request" in request.headers and request.method == "GET":
        return HttpResponseClientRefresh()  # the page that asked how far it is now shows the outcome
    if card.state == "asking":
        return redirect("people:import_columns", run_id)
    if card.state in {"ready", "refused"}:
        return _found(request, card)
    return render(request, "people/import/done.html", {"run": card})


def _found(request: ActorRequest, card: RunCard) -> HttpResponse:
    """What was found in a delivery, as long as it is there."""
    found = selectors.found(request.actor, card.id)
    if found is None:
        return render(request, "people/import/gone.html", status=404)
    if card.state == "refused":
        return render(request, "people/import/refused.html", {"run": card, "found": found}, status=422)
    return _ready(request, card, found)


def _ready(request: ActorRequest, card: RunCard, found: Found) -> HttpResponse:
    form = ConfirmForm(card.result, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with suppress(actions.NotNowError):  # somebody was faster; the page shows how it stands
            actions.confirm(actor=request.actor, run_id=card.id)
        return redirect("people:import_run", card.id)
    return _show(request, card, found, form, SchoolForm(found.schools, card.schools))


def _show(
    request: ActorRequest, card: RunCard, found: Found, form: ConfirmForm, school_form: SchoolForm
) -> HttpResponse:
    parts = (
        (kind, title, selectors.differences(request.actor, card.id, kind, size=_SHOWN_AT_ONCE))
        for kind, title in _KINDS.items()
    )
    context = {
        "run": card,
        "found": found,
        "form": form,
        "differences": [part for part in parts if part[2].total],
        "school_form": school_form if len(found.schools) > 1 else None,
    }
    wrong = form.errors or school_form.errors
    return render(request, "people/import/ready.html", context, status=422 if wrong else 200)


@requires(Permission.IMPORT_PEOPLE)
@require_http_methods(["GET", "POST"])
def columns(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """What the columns of a list hold: the known ones are filled in, the rest is asked. It is remembered."""
    card = selectors.run(request.actor, run_id)
    questions = selectors.questions(request.actor, run_id) if card.state == "asking" else []
    if not questions:
        return redirect("people:import_run", run_id)
    data = request.POST if request.method == "POST" else None
    forms = [ColumnsForm(one, data, prefix=f"t{index}") for index, one in enumerate(questions)]
    valid = [form.is_valid() for form in forms]  # every list is looked at, so that all faults show at once
    if all(valid):
        chosen = {form.question.fingerprint: form.mapping for form in forms}
        with suppress(actions.NotNowError):
            actions.choose_columns(actor=request.actor, run_id=run_id, chosen=chosen)
        return redirect("people:import_run", run_id)
    wrong = any(form.errors for form in forms)
    context = {"run": card, "forms": forms}
    return render(request, "people/import/columns.html", context, status=422 if wrong else 200)


@requires(Permission.IMPORT_PEOPLE)
@require_POST
def forget_columns(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """Have the columns asked again."""
    with suppress(actions.NotNowError):
        actions.forget_columns(actor=request.actor, run_id=run_id)
        confirm(request, "De keuze is vergeten. Kies het bestand nog een keer.")
        return redirect("people:import")
    return redirect("people:import_run", run_id)


@requires(Permission.IMPORT_PEOPLE)
@require_safe
def difference(request: ActorRequest, run_id: UUID, kind: str) -> HttpResponse:
    """Everybody who is new, changed or gone, page by page."""
    number = request.GET.get("pagina", "1")
    page = selectors.differences(
        request.actor, run_id, kind, number=int(number) if number.isdecimal() and len(number) < 7 else 1
    )
    context = {"run": selectors.run(request.actor, run_id), "page": page, "title": _KINDS[kind]}
    return render(request, "people/import/difference.html", context)


@requires(Permission.IMPORT_PEOPLE)
@require_POST
def school(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """Another school out of the same delivery."""
    card = selectors.run(request.actor, run_id)
    found = selectors.found(request.actor, run_id) if card.state == "ready" else None
    if found is None:
        return redirect("people:import_run", run_id)
    form = SchoolForm(found.schools, card.schools, request.POST)
    if not form.is_valid():
        return _show(request, card, found, ConfirmForm(card.result), form)
    with suppress(actions.NotNowError):
        actions.narrow(actor=request.actor, run_id=run_id, schools=form.schools)
    return redirect("people:import_run", run_id)


@requires(Permission.IMPORT_PEOPLE)
@require_safe
def problems(request: ActorRequest, run_id: UUID) -> StreamingHttpResponse:
    """Every row with what is wrong with it, for the spreadsheet of whoever mends it."""
    rows = selectors.problem_rows(request.actor, run_id)
    response = StreamingHttpResponse(_as_csv(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="fouten.csv"'
    return response


class _Line:
    """Hands back what the CSV writer writes."""

    def write(self, text: str) -> str:
        return text


def _as_csv(rows: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    writer = csv.writer(_Line(), delimiter=";")
    yield "\ufeff"  # so that a spreadsheet sees that it is UTF-8
    yield writer.writerow(["bestand", "rij", "reden"])
    for row in rows:
        yield writer.writerow(row)


@requires(Permission.IMPORT_PEOPLE)
@require_POST
def cancel(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """Throw away what was sent."""
    try:
        actions.cancel(actor=request.actor, run_id=run_id)
    except actions.NotNowError:  # too late to stop; the page shows how it stands
        return redirect("people:import_run", run_id)
    confirm(request, "Het bestand is weg. Er is niets opgeslagen.")
    return redirect("people:people")


@requires(Permission.IMPORT_PEOPLE)
@require_http_methods(["GET", "POST"])
def undo(request: ActorRequest, run_id: UUID) -> HttpResponse:
    """Take the latest import back; first it is said what that means."""
    card = selectors.run(request.actor, run_id)
    if request.method == "POST":
        try:
            actions.take_back(actor=request.actor, run_id=run_id)
        except UndoRefusedError as refusal:
            return render(
                request, "people/import/undo.html", {"run": card, "refusal": str(refusal)}, status=409
            )
        return redirect("people:import_run", run_id)
    return render(request, "people/import/undo.html", {"run": card, "refusal": card.undo_refusal})
