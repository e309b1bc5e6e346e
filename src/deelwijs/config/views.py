"""The front door."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from deelwijs.accounts.roles import Permission
from deelwijs.people.access import public


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To where the reader's work is, or to the sign-in page."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return redirect(settings.LOGIN_URL)
    if actor.withheld:
        return redirect(settings.SECOND_FACTOR_URL)
    if actor.may(Permission.WRITE_PUBLICATION):
        return redirect("publications:desk")
    if actor.may(Permission.SEE_BOARD) and actor.board_id:
        return redirect("board:overview")
    if actor.may(Permission.SEE_PEOPLE):
        return redirect("people:people")
    if actor.may(Permission.DECIDE_CONSENT):
        return redirect("consents:mine")
    return redirect("protocols:protocol")
