"""My second factors: making one, losing one, and codes on paper."""

from __future__ import annotations

import json

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from deelwijs.accounts import factors, visits
from deelwijs.people.access import ActorRequest, signed_in
from deelwijs.signin.entering import ask_again, inside, wish_of
from deelwijs.signin.forms import AppForm, PasskeyForm
from deelwijs.signin.guarding import owner
from deelwijs.ui.toasts import confirm

_SECRET = "app_secret"  # noqa: S105 (where the session keeps it until it is shown to work)
_WRONG = "Deze code klopt niet. Kijk of de klok van de telefoon gelijk loopt en vul de nieuwste code in."


@signed_in
@require_http_methods(["GET", "POST"])
def second_factor(request: ActorRequest) -> HttpResponse:
    """Where somebody is led whose role asks for a second factor: make one, or show the one there is."""
    mine = factors.factors_of(request.user)
    if request.method == "POST" and mine.any:
        return ask_again(request, wish_of(request))
    context = {"factors": mine, "next": wish_of(request), "query": _query(request)}
    return render(request, "signin/second_factor.html", context)


@owner
@never_cache
@require_http_methods(["GET", "POST"])
def add_passkey(request: ActorRequest) -> HttpResponse:
    """Make a passkey on this device."""
    visit = visits.visit_of(request)
    device = visit.device if visit else ""
    form = PasskeyForm(request.POST if request.method == "POST" else None, initial={"name": device})
    if form.is_valid():
        try:
            factors.add_passkey(
                user=request.user,
                name=form.cleaned_data["name"] or device,
                answer=form.cleaned_data["credential"],
            )
        except ValidationError as error:
            form.add_error("credential", error)
        else:
            return _added(request, "De passkey is gemaakt.")
    context = {
        "form": form,
        "options": json.dumps(factors.passkey_to_make(request.user)),
        "next": wish_of(request),
    }
    return render(request, "signin/add_passkey.html", context, status=422 if form.errors else 200)


@owner
@never_cache
@require_http_methods(["GET", "POST"])
def add_app(request: ActorRequest) -> HttpResponse:
    """Connect an app that gives codes."""
    form = AppForm(request.POST if request.method == "POST" else None)
    secret: str = request.session.setdefault(_SECRET, factors.new_secret())
    if form.is_valid():
        if factors.add_app(user=request.user, secret=secret, code=form.cleaned_data["code"]):
            del request.session[_SECRET]
            return _added(request, "De app is gekoppeld.")
        form.add_error("code", _WRONG)
    context = {
        "form": form,
        "picture": factors.app_picture(request.user, secret),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "next": wish_of(request),
    }
    return render(request, "signin/add_app.html", context, status=422 if form.errors else 200)


def _added(request: ActorRequest, words: str) -> HttpResponse:
    """The factor was shown just now, so this visit has it. The first one brings codes on paper."""
    visits.strengthen(request)
    confirm(request, words)
    if factors.factors_of(request.user).codes_left:
        return redirect(inside(request, wish_of(request) or reverse("signin:account")))
    return redirect(f"{reverse('signin:codes')}?{_query(request)}")


@owner
@never_cache
@require_http_methods(["GET", "POST"])
def codes(request: ActorRequest) -> HttpResponse:
    """Codes on paper, shown once: when they are made."""
    if not factors.factors_of(request.user).any:
        return redirect("signin:second_factor")
    made = factors.new_codes(user=request.user) if request.method == "POST" else []
    context = {"codes": made, "next": wish_of(request), "onward": inside(request, wish_of(request))}
    return render(request, "signin/codes.html", context)


@owner
@require_POST
def remove_factor(request: ActorRequest, factor_id: int) -> HttpResponse:
    """Take a factor away; not the last one of somebody whose role asks for one."""
    if factors.factors_of(request.user).only_one and request.actor.needs_second_factor:
        return render(request, "signin/last_factor.html", status=422)
    factors.take_away(user=request.user, factor_id=factor_id)
    confirm(request, "Dit is weggehaald.")
    return redirect("signin:account")


def _query(request: ActorRequest) -> str:
    return urlencode({"next": wish_of(request)})
