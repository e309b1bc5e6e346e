"""Wrong guesses are counted and, after a few, refused for a while.

Counted per account *and* place, so that one address full of pupils is never locked as a whole. A browser on
which the account has signed in before is a place of its own: whatever happens elsewhere, it stays open.
django-axes counts; this module says what is counted, under names that tell nobody who or where it was.
"""

from __future__ import annotations

import ipaddress
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.crypto import salted_hmac

from deelwijs.accounts import known_devices

_SALT = "deelwijs.accounts.locks"
_ACCOUNT, _BROWSER, _NETWORK = "account", "browser", "network"


def is_locked(request: HttpRequest, guessed: str) -> bool:
    """Whether guessing is refused for now. ``guessed`` is the account, or ``kind:account``."""
    return not AxesProxyHandler.is_allowed(request, {"username": guessed})


def failed(request: HttpRequest, guessed: str) -> None:
    """Count a wrong guess."""
    AxesProxyHandler.user_login_failed(AxesProxyHandler, {"username": guessed}, request)


def succeeded(request: HttpRequest, guessed: str) -> None:
    """Forget the wrong guesses that were made here before the right one."""
    AxesProxyHandler.update_request(request)
    AxesProxyHandler.get_implementation().forget(request, {"username": guessed})


def guessed_name(_request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """``AXES_USERNAME_CALLABLE``: what axes writes down as the name, a mark that nobody can read back."""
    return _mark(_ACCOUNT, _guessed(credentials))


def no_address(_request: HttpRequest) -> None:
    """``AXES_CLIENT_IP_CALLABLE``: axes sees no address; ``Locks`` fills in the place."""


class Locks(AxesDatabaseHandler):  # type: ignore[misc]
    """Axes' counting in the database, for places instead of addresses (``AXES_HANDLER``)."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Too many from this place; or, for a place that is not known, too many from everywhere together."""
        _note_place(request, credentials)
        if super().is_locked(request, credentials):
            return True
        is_known = known_devices.device_of(request, _account(credentials)) is not None
        return not is_known and _from_everywhere(request, credentials) >= settings.LOCK_ACCOUNT_AFTER

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: Any = None, **more: Any
    ) -> None:
        """Count it, without what the visitor typed and without the browser."""
        if request is None:
            return
        _note_place(request, credentials)
        bare = _Bare(request)
        super().user_login_failed(sender, credentials, bare, **more)
        request.axes_locked_out = bare.axes_locked_out

    def user_logged_in(self, sender: Any, request: Any, user: Any, **more: Any) -> None:
        """Forget the wrong guesses that this account made here."""
        _note_place(request, {"username": user.get_username()})
        super().user_logged_in(sender, request, user, **more)

    def forget(self, request: HttpRequest, credentials: dict[str, Any]) -> None:
        """Start counting anew at this place."""
        _note_place(request, credentials)
        self.reset_user_attempts(request, credentials)


class _Bare:
    """A request with nothing in it but where and when: all that the counting needs."""

    def __init__(self, request: Any) -> None:
        self.axes_ip_address = request.axes_ip_address
        self.axes_attempt_time = request.axes_attempt_time
        self.axes_locked_out = request.axes_locked_out
        self.axes_user_agent = self.axes_path_info = self.axes_http_accept = ""
        self.axes_credentials = self.axes_failures_since_start = None
        self.GET = self.POST = QueryDict()


def _note_place(request: Any, credentials: dict[str, Any] | None) -> None:
    request.axes_ip_address = _place(request, credentials)


def _place(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Where this comes from, in the form of a private IPv6 address because axes keeps it in such a column."""
    device = known_devices.device_of(request, _account(credentials))
    if device:
        mark = _mark(_BROWSER, device)
    else:
        # With the day in it, nobody can follow a network from one day to the next.
        mark = _mark(_NETWORK, f"{timezone.localdate().isoformat()} {_network(request)}")
    return str(ipaddress.IPv6Address(b"\xfd" + bytes.fromhex(mark)[:15]))


def _network(request: HttpRequest) -> str:
    """The visitor's address, of IPv6 only the part that a household has for itself."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        # The last one was written by our own proxy; those before it by anybody.
        address = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else str(parsed)


def _from_everywhere(request: Any, credentials: dict[str, Any] | None) -> int:
    attempts = AccessAttempt.objects.filter(
        username=guessed_name(request, credentials), attempt_time__gte=get_cool_off_threshold(request)
    )
    return attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0


def _guessed(credentials: dict[str, Any] | None) -> str:
    # Django's backends say "username", axes says the name of the user model's own field.
    given = credentials or {}
    return str(given.get("username") or given.get("email") or "").strip().lower()


def _account(credentials: dict[str, Any] | None) -> str:
    return _guessed(credentials).rpartition(":")[2]


def _mark(kind: str, text: str) -> str:
    return salted_hmac(f"{_SALT}.{kind}", text, algorithm="sha256").hexdigest()[:32]
