"""Which accounts have signed in on this browser before. It opens nothing: it only keeps a stranger's wrong
guesses from locking out the owner."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from deelwijs.accounts.models import User

COOKIE = "deelwijs_known"
_SALT = "deelwijs.accounts.known_devices"
_KEPT = timedelta(days=180)
# A shared tablet has several owners; a cookie has room for a few.
_MOST = 8


@dataclass(frozen=True, slots=True)
class _Known:
    device: str
    accounts: tuple[str, ...]


def device_of(request: HttpRequest, username: str) -> str | None:
    """The id of this browser, if this account has signed in on it before."""
    known = _read(request)
    return known.device if known and _mark(username) in known.accounts else None


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Note on this browser that the account signed in on it."""
    known = _read(request) or _Known(secrets.token_hex(8), ())
    mine = tuple(_mark(name) for name in (user.email, user.name) if name)
    accounts = (*mine, *(one for one in known.accounts if one not in mine))[:_MOST]
    response.set_cookie(
        COOKIE,
        signing.dumps([known.device, *accounts], salt=_SALT),
        max_age=_KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> _Known | None:
    try:
        device, *accounts = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_KEPT)
    except (signing.BadSignature, ValueError):
        return None
    return _Known(device, tuple(accounts))


def _mark(username: str) -> str:
    # Whoever reads the cookie learns no address from it.
    return salted_hmac(_SALT, username.strip().lower(), algorithm="sha256").hexdigest()[:16]
