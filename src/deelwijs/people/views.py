from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from deelwijs.accounts.roles import Permission
from deelwijs.people import actions, middleware, selectors, uploads
from deelwijs.people.access import ActorRequest, public, requires
from deelwijs.people.actor import Actor
from deelwijs.people.corrections import corrections_of
from deelwijs.people.forms import ConfirmForm, FilterForm, SchoolForm, UploadForm, day_asked
from deelwijs.people.history import history_of
from deelwijs.people.importers import oneroster
from deelwijs.people.importers.records import ImportedSchool
from deelwijs.people.importers.summary import summarise
from deelwijs.people.languages import language_name
from deelwijs.people.recording import may_correct
from deelwijs.ui.theme import theme_css
from deelwijs.ui.toasts import confirm

_DONE = "import_done"
# More would bury what matters; the first ones show what is wrong with the export.
_PROBLEMS_SHOWN = 50


@requires(Permission.SEE_PEOPLE)
@require_safe
def people(request: ActorRequest) -> HttpResponse:
    """Everybody of the school on a day, to search and to narrow."""
    actor, day = request.actor, day_asked(request.GET)
    form = FilterForm(selectors.group_codes(actor, day), day, {**request.GET.dict(), "dag": day})
    number = request.GET.get("pagina", "1")
    wish = form.wish
    page = selectors.people_page(actor, day=day, number=int(number) if number.isdecimal() else 1, **wish)
    kept = {key: value for key in ("q", "soort", "klas", "dag") if (value := request.GET.get(key))}
    context = {
        "form": form,
        "page": page,
        "counts": selectors.counts(actor, day),
        "filtered": any(wish.values()),
        "query": urlencode(kept),
        "may_import": actor.may(Permission.IMPORT_PEOPLE),
        "may_edit": actor.may(Permission.EDIT_PEOPLE),
    }
    return render(request, "people/list.html", context | _day(day))


@requires(Permission.SEE_PEOPLE)
@require_safe
def person(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """One person on a day: class, guardians or wards, work, and what somebody can record."""
    actor, day = request.actor, day_asked(request.GET)
    details = selectors.person(actor, person_id, day)
    corrections = corrections_of(actor, details)
    context = {
        "person": details,
        "corrections": corrections,
        "history": history_of(actor, person_id, day),
        "by_a_colleague": actor.may(Permission.EDIT_PEOPLE) and not may_correct(actor, person_id),
        "language": language_name(details.language),
    }
    return render(request, "people/person.html", context | _day(day))


def _day(day: date) -> dict[str, Any]:
    """The day that a page is about; "today" is not worth a word."""
    today = timezone.localdate()
    return {"day": day, "is_today": day == today, "is_past": day < today, "dag": day.isoformat()}


# --- Reading a file in ----------------------------------------------------------------------------
@requires(Permission.IMPORT_PEOPLE)
@require_http_methods(["GET", "POST"])
def import_people(request: ActorRequest) -> HttpResponse:
    """Choose a file. It is kept aside for this session until somebody confirms or cancels."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        token = uploads.keep(_session(request), form.cleaned_data["file"].chunks())
        return redirect("people:import_preview", token)
    return render(request, "people/import.html", {"form": form}, status=422 if form.errors else 200)


@requires(Permission.IMPORT_PEOPLE)
@require_http_methods(["GET", "POST"])
def import_preview(request: ActorRequest, token: str) -> HttpResponse:
    """What is in the file and what it would change; on POST, do it. The file is read anew each time."""
    path = uploads.find(_session(request), token)
    if path is None:
        return render(request, "people/import_gone.html", status=404)
    day = timezone.localdate()
    whole = oneroster.read(path, day=day)
    if whole.errors:
        return render(request, "people/import_refused.html", _problems(whole) | {"token": token}, status=422)
    school_form = SchoolForm(whole.schools, request.GET or None)
    imported = whole.narrowed(school_form.org) if school_form.org else whole
    result = selectors.preview_import(request.actor, imported, day)
    form = ConfirmForm(result, request.POST if request.method == "POST" else None)
    # A school that the file does not have is no reason to take all of them.
    if form.is_valid() and not school_form.errors:
        return _apply(request, token, imported, day)
    context = _problems(imported) | {
        "token": token,
        "result": result,
        "file": summarise(imported, day),
        "school_form": school_form if len(whole.schools) > 1 else None,
        "school_query": request.GET.urlencode(),
        "form": form,
    }
    status = 422 if form.errors or school_form.errors else 200
    return render(request, "people/import_preview.html", context, status=status)


def _apply(request: ActorRequest, token: str, imported: ImportedSchool, day: date) -> HttpResponse:
    result = actions.apply_import(
        actor=request.actor, school_id=request.actor.school_id, imported=imported, day=day
    )
    uploads.remove(_session(request), token)
    request.session[_DONE] = {
        "new": result.people.new,
        "changed": result.people.changed,
        "gone": result.people.gone,
        "same": result.people.same,
    }
    return redirect("people:import_done")


@requires(Permission.IMPORT_PEOPLE)
@require_GET
def import_done(request: ActorRequest) -> HttpResponse:
    """What the import has changed."""
    people_changed = request.session.get(_DONE)
    if people_changed is None:
        return redirect("people:import")
    return render(request, "people/import_done.html", {"people": people_changed})


@requires(Permission.IMPORT_PEOPLE)
@require_POST
def import_cancel(request: ActorRequest, token: str) -> HttpResponse:
    """Throw the uploaded file away."""
    uploads.remove(_session(request), token)
    confirm(request, "Het bestand is weg. Er is niets opgeslagen.")
    return redirect("people:people")


def _session(request: HttpRequest) -> str:
    return str(request.session.session_key)


def _problems(imported: ImportedSchool) -> dict[str, Any]:
    return {
        "errors": imported.errors[:_PROBLEMS_SHOWN],
        "errors_total": len(imported.errors),
        "errors_more": max(0, len(imported.errors) - _PROBLEMS_SHOWN),
        "warnings": imported.warnings[:_PROBLEMS_SHOWN],
        "warnings_total": len(imported.warnings),
        "warnings_more": max(0, len(imported.warnings) - _PROBLEMS_SHOWN),
    }


# --- Who one is, and what a school looks like -----------------------------------------------------
@public
@require_http_methods(["GET", "POST"])
def who(request: HttpRequest) -> HttpResponse:
    """Choose as whom to go on, for who belongs to several schools. Shows nothing to who is not signed in."""
    if not request.user.is_authenticated:
        return redirect(settings.LOGIN_URL)
    actors: tuple[Actor, ...] = getattr(request, "actors", ())
    back = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "POST":
        chosen = next((one for one in actors if str(one.person_id) == request.POST.get("person")), None)
        if chosen is None:
            raise Http404("no such person for this user")
        middleware.choose(request, chosen.person_id)
        safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
        return redirect(back if safe else resolve_url("home"))
    if not actors:
        return render(request, "people/no_access.html", status=403)
    names = selectors.school_names(one.school_id for one in actors)
    people_to_be = [
        {
            "name": names[one.school_id],
            "detail": f"{one.name} · {one.roles_label}",
            "value": one.person_id,
            "chosen": request.session.get(middleware.SESSION_KEY) == str(one.person_id),
        }
        for one in actors
    ]
    return render(request, "people/who.html", {"people": people_to_be, "next": back})


@public
@require_safe
@cache_control(public=True, max_age=3600)
def theme(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001 (every view takes a request)
    """A school's own colours as a stylesheet."""
    colours = selectors.colours_of(slug)
    if colours is None:
        raise Http404("no such school")
    return HttpResponse(theme_css(*colours), content_type="text/css; charset=utf-8")
