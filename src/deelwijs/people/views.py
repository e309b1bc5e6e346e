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
from django.views.decorators.http import require_http_methods, require_safe

from deelwijs.accounts.roles import Permission
from deelwijs.people import middleware, selectors
from deelwijs.people.access import ActorRequest, public, requires
from deelwijs.people.actor import Actor
from deelwijs.people.corrections import corrections_of
from deelwijs.people.forms import FilterForm, day_asked
from deelwijs.people.history import history_of
from deelwijs.people.languages import language_name
from deelwijs.people.recording import may_correct
from deelwijs.ui.theme import theme_css


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
