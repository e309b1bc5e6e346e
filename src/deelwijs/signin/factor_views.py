"""The second step of signing in, and signing in with a passkey alone."""

from __future__ import annotations

import json

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deelwijs.accounts import factors, locks
from deelwijs.accounts.access import public
from deelwijs.accounts.models import User
from deelwijs.accounts.visits import Way
from deelwijs.people.schools import only_school
from deelwijs.signin.entering import HalfWay, enter_strongly, half_way, wish_of
from deelwijs.signin.forms import AnswerForm, CodeForm

_WRONG = "Deze code klopt niet, of is al gebruikt. Wacht op de volgende en probeer het opnieuw."
_LOCKED = "Dit is te vaak misgegaan. Wacht een kwartier en probeer het opnieuw."


@public
@never_cache
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask whoever has come half-way for a code or a passkey."""
    coming = half_way(request)
    if coming is None:
        return redirect("signin:sign_in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_right(request, coming.user, form):
        return _in(request, coming)
    return _page(request, coming, form)


def _is_right(request: HttpRequest, user: User, form: CodeForm) -> bool:
    guessed = f"step:{user.get_username() or user.pk}"
    if locks.is_locked(request, guessed):
        form.add_error("code", _LOCKED)
    elif factors.is_right_code(user=user, code=form.cleaned_data["code"]):
        locks.succeeded(request, guessed)
        return True
    else:
        locks.failed(request, guessed)
        form.add_error("code", _WRONG)
    return False


@public
@never_cache
@require_POST
def second_step_passkey(request: HttpRequest) -> HttpResponse:
    """Take the passkey of whoever has come half-way."""
    coming = half_way(request)
    if coming is None:
        return redirect("signin:sign_in")
    form = AnswerForm(request.POST)
    if _shown(form, coming.user):
        return _in(request, coming)
    return _page(request, coming, form)


def _page(request: HttpRequest, coming: HalfWay, form: CodeForm | AnswerForm) -> HttpResponse:
    mine = factors.factors_of(coming.user)
    context = {
        "school": only_school(),
        "form": form if isinstance(form, CodeForm) else CodeForm(),
        "answered": form,
        "factors": mine,
        "options": json.dumps(factors.passkey_to_show(coming.user)) if mine.passkeys else "",
    }
    return render(request, "signin/second_step.html", context, status=422 if form.errors else 200)


def _in(request: HttpRequest, coming: HalfWay) -> HttpResponse:
    return enter_strongly(
        request,
        coming.user,
        way=coming.way,
        next_page=coming.next_page,
        school_ids=coming.school_ids,
    )


@public
@never_cache
@require_safe
def passkey_options(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (the question is kept in its session)
    """What the browser needs to look for a passkey of this house. Says nothing about anybody."""
    return JsonResponse(factors.passkey_to_show())


@public
@never_cache
@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey: the device has checked its owner, so it is two factors at once."""
    form = AnswerForm(request.POST)
    user = _shown(form)
    if user is None or not user.is_active:
        return render(request, "signin/passkey_unknown.html", {"school": only_school()}, status=422)
    return enter_strongly(request, user, way=Way.PASSKEY, next_page=wish_of(request))


def _shown(form: AnswerForm, user: User | None = None) -> User | None:
    """Whose passkey was shown; what is wrong with it stands on the form."""
    if not form.is_valid():
        return None
    try:
        return factors.shown_passkey(answer=form.cleaned_data["credential"], user=user)
    except ValidationError as error:
        form.add_error("credential", error)
        return None
