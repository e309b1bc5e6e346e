"""Who may work on a working version, and what happens when it is no longer there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponseBase
from django.shortcuts import redirect, render

from deelwijs.accounts.roles import Permission
from deelwijs.people.access import ActorRequest, Guarded, requires
from deelwijs.protocols.drafts.selectors import NoDraftError

P = ParamSpec("P")
ARTICLES_URL = "/protocol/werkversie/artikel/"  # where a plate leads on the pages of a working version
_NOT_TYPED = {"csrfmiddlewaretoken", "seen", "gezien", "terug"}


def editing(view: Callable[Concatenate[ActorRequest, P], HttpResponseBase]) -> Guarded[P]:
    """A page of the working version. Words for one that was adopted meanwhile are given back."""

    @wraps(view)
    def edited(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NoDraftError:
            if request.method != "POST":
                return redirect("protocols:draft")
            typed = [
                value
                for name in request.POST
                if name.rpartition("-")[2] not in _NOT_TYPED
                for value in request.POST.getlist(name)
                if value.strip()
            ]
            return render(request, "protocols/drafts/gone.html", {"typed": typed}, status=409)

    return requires(Permission.EDIT_PROTOCOL)(edited)
