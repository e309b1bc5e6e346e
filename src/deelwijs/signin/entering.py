"""The last step of every way in: the visit begins, and the visitor goes where they wanted to go.

Who has a second factor is asked for it first. Until then nobody is signed in: the session only remembers who
has come half-way, for a few minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from deelwijs.accounts import known_devices, visits
from deelwijs.accounts.factors import has_factor
from deelwijs.accounts.models import User
from deelwijs.accounts.visits import Way

_KEY = "half_way"
_PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Somebody who has shown one thing and still has to show a second factor."""

    user: User
    way: Way
    next_page: str
    school_ids: tuple[UUID, ...] | None


def enter(
    request: HttpRequest,
    user: User,
    *,
    way: Way,
    next_page: str = "",
    school_ids: Sequence[UUID] | None = None,
) -> HttpResponse:
    """Let somebody in who has shown one thing; or ask for the second factor first."""
    if not has_factor(user):
        return _begin(request, user, way=way, next_page=next_page, school_ids=school_ids)
    return _ask(request, HalfWay(user, way, next_page, None if school_ids is None else tuple(school_ids)))


def ask_again(request: HttpRequest, next_page: str) -> HttpResponse:
    """Ask somebody for the second factor who is in already, but came in without one."""
    visit = visits.visit_of(request)
    if visit is None or not isinstance(request.user, User):
        return redirect("signin:sign_in")
    return _ask(request, HalfWay(request.user, visit.way, next_page, visit.school_ids))


def _ask(request: HttpRequest, coming: HalfWay) -> HttpResponse:
    schools = coming.school_ids
    request.session[_KEY] = {
        "user": str(coming.user.pk),
        "way": coming.way.value,
        "next": coming.next_page,
        "school_ids": None if schools is None else [str(one) for one in schools],
        "since": timezone.now().isoformat(),
    }
    return redirect("signin:second_step")


def half_way(request: HttpRequest) -> HalfWay | None:
    """Who has come half-way in this session; None when nobody has, or when it took too long."""
    kept = request.session.get(_KEY)
    if kept is None or timezone.now() - datetime.fromisoformat(kept["since"]) > _PATIENCE:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    if user is None:
        return None
    schools = kept["school_ids"]
    return HalfWay(
        user,
        Way(kept["way"]),
        kept["next"],
        None if schools is None else tuple(UUID(one) for one in schools),
    )


def enter_strongly(
    request: HttpRequest,
    user: User,
    *,
    way: Way,
    next_page: str = "",
    school_ids: Sequence[UUID] | None = None,
) -> HttpResponse:
    """Let somebody in who has shown a second factor, or a passkey, which is two at once."""
    request.session.pop(_KEY, None)
    return _begin(request, user, way=way, next_page=next_page, school_ids=school_ids, is_strong=True)


def _begin(
    request: HttpRequest,
    user: User,
    *,
    way: Way,
    next_page: str,
    school_ids: Sequence[UUID] | None,
    is_strong: bool = False,
) -> HttpResponse:
    visits.begin(request, user, way=way, is_strong=is_strong, school_ids=school_ids)
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
