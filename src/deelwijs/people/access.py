"""Who may see a view. Each view wears one of these; it stands on the view as ``view.access``."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from deelwijs.accounts.access import PUBLIC, SIGNED_IN, mark, public
from deelwijs.accounts.models import User
from deelwijs.accounts.roles import Permission
from deelwijs.people.actor import Actor

__all__ = ["PUBLIC", "SIGNED_IN", "ActorRequest", "public", "requires", "signed_in"]

P = ParamSpec("P")


class ActorRequest(HttpRequest):
    """A request of which it is known who makes it."""

    actor: Actor
    user: User


Guarded = Callable[Concatenate[ActorRequest, P], HttpResponseBase]


def signed_in(view: Guarded[P]) -> Guarded[P]:
    """Only for somebody who belongs to a school today."""
    return mark(_guard(view, None), SIGNED_IN)


def requires(permission: Permission) -> Callable[[Guarded[P]], Guarded[P]]:
    """Only for somebody whose roles give this permission."""

    def decorate(view: Guarded[P]) -> Guarded[P]:
        return mark(_guard(view, permission), permission.value)

    return decorate


def _guard(view: Guarded[P], permission: Permission | None) -> Guarded[P]:
    @wraps(view)
    def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        actor: Actor | None = request.actor
        if actor is None:
            return _turned_away(request)
        if permission is not None:
            if permission in actor.withheld:
                return HttpResponseRedirect(_with_next(settings.SECOND_FACTOR_URL, request))
            actor.require(permission)
        response = view(request, *args, **kwargs)
        # What is about people stays out of shared caches and out of the back button after signing out.
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return guarded


def _turned_away(request: HttpRequest) -> HttpResponse:
    """To the sign-in page; or, for who is signed in but is nobody here (any more), the reason."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect(_with_next(settings.LOGIN_URL, request))
    if getattr(request, "must_choose_person", False):
        return HttpResponseRedirect(_with_next("people:who", request))
    return render(request, "people/no_access.html", status=403)


def _with_next(name: str, request: HttpRequest) -> str:
    # After a POST the page to come back to may not exist as a page.
    back = request.get_full_path() if request.method == "GET" else "/"
    return f"{reverse(name)}?{urlencode({'next': back})}"
