"""The last step of every way in: the visit begins, and the visitor goes where they wanted to go."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from deelwijs.accounts import known_devices, visits
from deelwijs.accounts.models import User
from deelwijs.accounts.visits import Way


def enter(
    request: HttpRequest,
    user: User,
    *,
    way: Way,
    next_page: str = "",
    school_ids: Sequence[UUID] | None = None,
) -> HttpResponse:
    """Begin a visit; the browser is remembered as one that this account uses."""
    visits.begin(request, user, way=way, school_ids=school_ids)
    response = HttpResponseRedirect(inside(request, next_page))
    known_devices.remember(request, response, user)
    return response


def inside(request: HttpRequest, wish: str) -> str:
    """A page of this house, or its front door where the wish lies outside."""
    # Or a link could lead anybody from the sign-in page to a copy of it.
    safe = url_has_allowed_host_and_scheme(wish, {request.get_host()}, require_https=request.is_secure())
    return wish if safe else resolve_url("home")


def wish_of(request: HttpRequest) -> str:
    """The page that the visitor was on the way to."""
    return request.POST.get("next") or request.GET.get("next", "")
