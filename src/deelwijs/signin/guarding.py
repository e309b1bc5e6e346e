"""What changes an account itself asks more than being signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from deelwijs.accounts.visits import visit_of
from deelwijs.people import joining
from deelwijs.people.access import ActorRequest, signed_in

P = ParamSpec("P")
Guarded = Callable[Concatenate[ActorRequest, P], HttpResponseBase]


def owner(view: Guarded[P]) -> Guarded[P]:
    """Only for the owner of the account, who has shown that just now.

    Whoever finds an open screen cannot make the account their own, and a school that vouched for somebody
    cannot give itself the way into another school.
    """

    @wraps(view)
    def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        visit = visit_of(request)
        if visit is None or not visit.is_fresh:
            back = request.get_full_path() if request.method == "GET" else reverse("signin:account")
            return HttpResponseRedirect(f"{reverse('signin:again')}?{urlencode({'next': back})}")
        if visit.school_ids is not None and joining.reaches_beyond(request.user.pk, visit.school_ids):
            return render(request, "signin/not_the_owner.html", status=403)
        return view(request, *args, **kwargs)

    return signed_in(guarded)
