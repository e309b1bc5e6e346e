"""The front door."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from deelwijs.accounts.roles import Permission
from deelwijs.people.access import public

# Where somebody's work is: the first that they may do.
_WORK = (
    (Permission.WRITE_PUBLICATION, "publications:desk"),
    (Permission.SEE_BOARD, "board:overview"),
    (Permission.SEE_PEOPLE, "people:people"),
    (Permission.DECIDE_CONSENT, "consents:mine"),
)


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To where the reader's work is, or to the sign-in page."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return redirect(settings.LOGIN_URL)
    if actor.withheld:
        return redirect(settings.SECOND_FACTOR_URL)
    first = (page for permission, page in _WORK if actor.may(permission))
    return redirect(next(first, "protocols:protocol"))
