"""A visit: one session of somebody who is signed in. How it began, on what, and what it may open."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils import timezone

from deelwijs.accounts.devices import device_words
from deelwijs.accounts.models import Session, User

_KEY = "visit"
_BACKEND = "django.contrib.auth.backends.ModelBackend"
# What changes the account itself asks for a sign-in of this age at most.
FRESH = timedelta(minutes=15)


class Way(StrEnum):
    """How somebody came in."""

    PASSWORD = "password"  # noqa: S105 (a word, not a password)
    LINK = "link"
    PASSKEY = "passkey"
    PROVIDER = "provider"
    INVITATION = "invitation"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Visit:
    """One session of somebody who is signed in.

    ``is_strong`` says that a second factor was shown. ``school_ids`` are the schools that vouched for the
    visitor, where these are not all that the account opens: the visit opens no other.
    """

    id: str
    way: Way
    began_at: datetime
    device: str
    is_strong: bool = False
    school_ids: tuple[uuid.UUID, ...] | None = None

    @property
    def is_trusted(self) -> bool:
        """Whether a second factor was shown, or none is asked: the demo's one click, in demo mode alone."""
        return self.is_strong or (settings.DEMO and self.way is Way.DEMO)

    @property
    def is_fresh(self) -> bool:
        """Whether the visitor has just now shown who it is."""
        return timezone.now() - self.began_at <= FRESH


def begin(
    request: HttpRequest,
    user: User,
    *,
    way: Way,
    is_strong: bool = False,
    school_ids: Sequence[uuid.UUID] | None = None,
) -> None:
    """Sign a user in, in a session that is new."""
    login(request, user, backend=_BACKEND)
    note(request, way=way, is_strong=is_strong, school_ids=school_ids)


def note(
    request: HttpRequest, *, way: Way, is_strong: bool = False, school_ids: Sequence[uuid.UUID] | None = None
) -> None:
    """Write down in the session what kind of visit this is."""
    request.session[_KEY] = {
        "id": uuid.uuid4().hex,
        "way": way.value,
        "began_at": timezone.now().isoformat(),
        "device": device_words(request.headers.get("User-Agent", "")),
        "is_strong": is_strong,
        "school_ids": None if school_ids is None else [str(one) for one in school_ids],
    }


def strengthen(request: HttpRequest) -> None:
    """From now on this visit counts as one with a second factor."""
    request.session[_KEY] = {**request.session.get(_KEY, {}), "is_strong": True}


def visit_of(request: HttpRequest) -> Visit | None:
    """The visit of this request, or None for who is not signed in."""
    session = getattr(request, "session", None)
    return _read(session.get(_KEY)) if session is not None else None


def _read(kept: Any) -> Visit | None:
    if not isinstance(kept, dict):
        return None
    try:
        schools = kept["school_ids"]
        return Visit(
            id=kept["id"],
            way=Way(kept["way"]),
            began_at=datetime.fromisoformat(kept["began_at"]),
            device=kept["device"],
            is_strong=kept["is_strong"] is True,
            school_ids=None if schools is None else tuple(uuid.UUID(one) for one in schools),
        )
    except (KeyError, TypeError, ValueError):
        return None


def visits_of(user: User) -> list[Visit]:
    """Where a user is signed in now, newest first."""
    return sorted(_sessions(user).values(), key=lambda visit: visit.began_at, reverse=True)


def end(user: User, visit_id: str) -> None:
    """End one visit of a user, wherever it is."""
    keys = [key for key, visit in _sessions(user).items() if visit.id == visit_id]
    Session.objects.filter(pk__in=keys).delete()


def end_all(user: User, *, but: Visit | None = None) -> None:
    """End every visit of a user, except perhaps this one."""
    spared = [key for key, visit in _sessions(user).items() if but and visit.id == but.id]
    Session.objects.filter(user=user).exclude(pk__in=spared).delete()


def _sessions(user: User) -> dict[str, Visit]:
    """Session key -> visit. The keys themselves open the door, so they leave this module never."""
    rows = Session.objects.filter(user=user, expire_date__gt=timezone.now())
    read = ((row.pk, _read(row.get_decoded().get(_KEY))) for row in rows)
    return {key: visit for key, visit in read if visit}


def sweep() -> None:
    """Forget sessions that have expired."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
