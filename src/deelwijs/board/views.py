from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deelwijs.accounts.roles import Permission
from deelwijs.board import selectors
from deelwijs.people.access import ActorRequest, requires


@requires(Permission.SEE_BOARD)
@require_safe
def overview(request: ActorRequest) -> HttpResponse:
    """Every school of the board: how many people, which protocol, what needs attention."""
    page = selectors.overview(request.actor, timezone.localdate())
    return render(request, "board/overview.html", {"page": page})
