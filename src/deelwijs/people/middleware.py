"""Puts the actor on every request: who is doing this, at which school, with which roles today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from deelwijs.accounts.roles import awaiting_second_factor
from deelwijs.accounts.visits import visit_of
from deelwijs.people import selectors
from deelwijs.people.actor import Actor

SESSION_KEY = "person"


class ActorMiddleware:
    """Sets ``request.actor`` and ``request.actors``, all that the visitor can be. Without a session cookie
    nothing is looked up.

    Roles are read anew on each request, so whoever leaves the school loses access with the next click.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        carrier: Any = request
        carrier.actor, carrier.actors = None, ()
        carrier.must_choose_person = False
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            actors = _opened(request, selectors.actors_of(request.user.pk, timezone.localdate()))
            carrier.actors = actors
            chosen = _chosen(request)
            if len(actors) == 1:
                carrier.actor = actors[0]
            else:
                carrier.actor = next((actor for actor in actors if str(actor.person_id) == chosen), None)
                carrier.must_choose_person = bool(actors) and carrier.actor is None
        return self.get_response(request)


def _opened(request: HttpRequest, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Who the visitor may be: at the schools that vouched, and without what asks for a second factor."""
    visit = visit_of(request)
    if visit is not None and visit.school_ids is not None:
        actors = tuple(actor for actor in actors if actor.school_id in visit.school_ids)
    if visit is not None and visit.is_trusted:
        return actors
    return tuple(replace(actor, withheld=awaiting_second_factor(actor.roles)) for actor in actors)


def _chosen(request: HttpRequest) -> str:
    return str(request.session.get(SESSION_KEY, ""))


def choose(request: HttpRequest, person_id: UUID) -> None:
    """From now on this session acts as this person; the middleware checks that it may."""
    request.session[SESSION_KEY] = str(person_id)
