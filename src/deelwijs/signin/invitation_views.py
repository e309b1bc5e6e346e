"""Coming in with a code on paper."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from deelwijs.accounts import factors, locks
from deelwijs.accounts.access import public
from deelwijs.accounts.devices import device_words
from deelwijs.accounts.models import User
from deelwijs.accounts.visits import Way, visit_of
from deelwijs.people.access import ActorRequest, signed_in
from deelwijs.people.schools import only_school
from deelwijs.signin import redeeming
from deelwijs.signin.codes import prefix_of
from deelwijs.signin.entering import enter, enter_strongly
from deelwijs.signin.forms import AnswerForm, InvitationForm, PasswordForm
from deelwijs.signin.redeeming import Trouble, Welcome
from deelwijs.ui.toasts import confirm

_KEY = "invitation"
_PATIENCE = timedelta(minutes=30)
_UNKNOWN = "Deze code klopt niet. Kijk de letters en cijfers nog een keer na."
_LOCKED = "Dit is te vaak misgegaan. Wacht een kwartier en probeer het opnieuw."


@public
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest, typed: str = "") -> HttpResponse:
    """Ask for the code. A scanned letter fills it in; looking up waits for the button."""
    form = InvitationForm(request.POST if request.method == "POST" else None, initial={"code": typed})
    if form.is_valid():
        found = _look(request, form)
        if isinstance(found, Welcome):
            user = redeeming.account_to_be()
            request.session[_KEY] = {
                "id": str(found.invitation_id),
                "user": str(user.pk),
                "name": user.name,
                "since": timezone.now().isoformat(),
            }
            return redirect("signin:welcome")
        if found is not None:
            return _gone(request, found)
    context = {"form": form, "school": only_school(), "is_scanned": bool(typed)}
    return render(request, "signin/code.html", context, status=422 if form.errors else 200)


def _look(request: HttpRequest, form: InvitationForm) -> Welcome | Trouble | None:
    """What the code opens; None when that stands on the form."""
    typed = form.cleaned_data["code"]
    guessed = f"code:{prefix_of(typed)}"
    if locks.is_locked(request, guessed):
        form.add_error("code", _LOCKED)
        return None
    found = redeeming.look(typed)
    if found is Trouble.UNKNOWN:
        locks.failed(request, guessed)
        form.add_error("code", _UNKNOWN)
        return None
    return found


@public
@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Say whom the code is for, and make the account: with a password, a passkey, or the one there is."""
    kept = request.session.get(_KEY)
    if kept is None or timezone.now() - datetime.fromisoformat(kept["since"]) > _PATIENCE:
        return redirect("signin:code")
    found = redeeming.welcome(UUID(kept["id"]))
    if isinstance(found, Trouble):
        return _gone(request, found)
    user = User(id=UUID(kept["user"]), name=kept["name"])
    way = request.POST.get("way", "")
    if way == "mine" and _has_own_account(request):
        return _join_mine(request, found)
    password = PasswordForm(user, request.POST if way == "password" else None)
    answer = AnswerForm(request.POST if way == "passkey" else None)
    for form, wish in ((password, _password), (answer, _passkey)):
        if form.is_valid() and (response := _redeem(request, found, user, form, wish(request, form))):
            return response
    context = {
        "welcome": found,
        "school": {"slug": found.school_slug, "name": found.school_name},
        "account": user,
        "password": password,
        "answered": answer,
        "options": json.dumps(factors.passkey_to_make(user)),
        "has_own_account": _has_own_account(request),
    }
    status = 422 if password.errors or answer.errors else 200
    return render(request, "signin/welcome.html", context, status=status)


def _password(_request: HttpRequest, form: Any) -> dict[str, Any]:
    return {"password": form.cleaned_data["password"]}


def _passkey(request: HttpRequest, form: Any) -> dict[str, Any]:
    device = device_words(request.headers.get("User-Agent", ""))
    return {"passkey": form.cleaned_data["credential"], "device": device}


def _redeem(
    request: HttpRequest, found: Welcome, user: User, form: Any, wish: dict[str, Any]
) -> HttpResponse | None:
    try:
        made = redeeming.redeem(invitation_id=found.invitation_id, user=user, **wish)
    except ValidationError as error:
        form.add_error(None if "password" in wish else "credential", error)
        return None
    if made is None:
        return _gone(request, Trouble.USED)
    request.session.pop(_KEY, None)
    come_in = enter_strongly if "passkey" in wish else enter
    return come_in(request, made, way=Way.INVITATION, next_page=reverse("signin:welcomed"))


def _has_own_account(request: HttpRequest) -> bool:
    """Whether the visitor is signed in as the owner of an account, whom no single school has vouched for."""
    visit = visit_of(request)
    return request.user.is_authenticated and visit is not None and visit.school_ids is None


def _join_mine(request: HttpRequest, found: Welcome) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 (the caller has looked)
    if redeeming.redeem(invitation_id=found.invitation_id, user=request.user) is None:
        return _gone(request, Trouble.USED)
    request.session.pop(_KEY, None)
    confirm(request, "De code hoort nu bij uw account.")
    return redirect("people:who")


def _gone(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    context = {"is_used": trouble is Trouble.USED, "school": only_school()}
    return render(request, "signin/code_gone.html", context, status=410)


@signed_in
@require_safe
def welcomed(request: ActorRequest) -> HttpResponse:
    """How to sign in next time."""
    context = {"factors": factors.factors_of(request.user)}
    return render(request, "signin/welcomed.html", context)
