"""Reading an earlier version, and seeing what changed."""

from __future__ import annotations

from itertools import pairwise

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deelwijs.accounts.roles import Permission
from deelwijs.people.access import ActorRequest, requires
from deelwijs.protocols import versions

reading = requires(Permission.READ_PROTOCOL)


@reading
@require_safe
def version_list(request: ActorRequest) -> HttpResponseBase:
    """Every version that the school adopted."""
    rows = versions.versions(request.actor, timezone.localdate())
    context = {
        "rows": rows,
        "pairs": list(pairwise(rows)),
        "may_adopt": request.actor.may(Permission.ADOPT_PROTOCOL),
    }
    return render(request, "protocols/versions.html", context)


@reading
@require_safe
def version(request: ActorRequest, number: int) -> HttpResponseBase:
    """One version, as it was adopted."""
    found = versions.version(request.actor, number)
    rows = versions.versions(request.actor, timezone.localdate())
    row = next(one for one in rows if one.number == number)
    context = {
        "protocol": found,
        "parts": found.parts,
        "row": row,
        "unlinked": not row.is_in_force,
        "may_hand_out": request.actor.may(Permission.HAND_OUT_PROTOCOL),
    }
    return render(request, "protocols/version.html", context)


@reading
@require_safe
def compare(request: ActorRequest) -> HttpResponseBase:
    """What changed between two versions."""
    try:
        older, newer = int(request.GET.get("van", "")), int(request.GET.get("naar", ""))
    except ValueError as wrong:
        raise Http404 from wrong
    comparison = versions.compare(request.actor, older, newer)
    return render(request, "protocols/compare.html", {"comparison": comparison})
