"""For the functional administrator: letters with codes, and help for who cannot come in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deelwijs.accounts.roles import Permission
from deelwijs.people import schools, selectors
from deelwijs.people.access import ActorRequest, requires
from deelwijs.signin import helping, inviting
from deelwijs.signin.admin_forms import AudienceForm
from deelwijs.signin.inviting import LETTERS_AT_ONCE, Envelope
from deelwijs.signin.letters import letters_pdf
from deelwijs.signin.views import origin_of
from deelwijs.ui.downloads import download
from deelwijs.ui.toasts import confirm

_FOUND_AT_MOST = 20


@requires(Permission.MANAGE_SIGN_IN)
@require_safe
def people(request: ActorRequest) -> HttpResponse:
    """Look somebody up who cannot come in, and the letters that can be made."""
    text = request.GET.get("q", "")
    found = (
        selectors.find_people(request.actor, text, _FOUND_AT_MOST, day=timezone.localdate()) if text else ()
    )
    return render(request, "signin/admin/people.html", {"text": text, "found": found})


# --- Letters ----------------------------------------------------------------------------------------
@requires(Permission.MANAGE_SIGN_IN)
@require_http_methods(["GET", "POST"])
def invite(request: ActorRequest) -> HttpResponse:
    """Who still has no way in; on POST, the next letters as a PDF. Their codes are known only there."""
    actor, day = request.actor, timezone.localdate()
    data = request.POST if request.method == "POST" else (request.GET or {"voor": "guardians"})
    form = AudienceForm(selectors.group_codes(actor, day), data)
    wish = form.wish
    waiting = inviting.waiting(
        actor, wish["audience"], day, group=wish["group"], also_with_mail=wish["also_with_mail"]
    )
    if request.method == "POST" and waiting.envelopes:
        return _letters(request, waiting.envelopes[:LETTERS_AT_ONCE])
    context = {
        "form": form,
        "waiting": waiting,
        "next": min(len(waiting.envelopes), LETTERS_AT_ONCE),
        "days": settings.INVITATION_DAYS,
    }
    return render(request, "signin/admin/invite.html", context)


def _letters(request: ActorRequest, envelopes: Sequence[Envelope]) -> HttpResponse:
    """Print first, keep after: a code without its letter would help nobody."""
    codes = inviting.codes_for(envelopes)
    until = timezone.localdate() + timedelta(days=settings.INVITATION_DAYS)
    school = schools.school_of(request.actor)
    printed = letters_pdf(school, origin_of(request), envelopes, codes, until)
    inviting.invite(actor=request.actor, codes=[one for theirs in codes for one in theirs])
    name = f"inlogbrieven-{timezone.localtime():%Y%m%d-%H%M}.pdf"
    return download(printed.data, "application/pdf", name)


# --- One person -------------------------------------------------------------------------------------
@requires(Permission.MANAGE_SIGN_IN)
@require_safe
def person(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """How somebody comes in, and what can be done about it."""
    access = helping.access_of(request.actor, person_id, timezone.localdate())
    return render(request, "signin/admin/person.html", {"access": access})


@requires(Permission.MANAGE_SIGN_IN)
@require_POST
def letter(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """A letter with a code for one person; an earlier one works no more."""
    day = timezone.localdate()
    if helping.access_of(request.actor, person_id, day).has_account:
        raise PermissionDenied("has an account")
    return _letters(request, [inviting.envelope_of(request.actor, person_id, day)])


@requires(Permission.MANAGE_SIGN_IN)
@require_POST
def withdraw(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Let somebody's code work no more."""
    inviting.withdraw(actor=request.actor, person_ids=[person_id])
    confirm(request, "De code werkt niet meer.")
    return redirect("signin:admin_person", person_id)


@requires(Permission.MANAGE_SIGN_IN)
@require_POST
def reset_factors(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Take somebody's second factors away."""
    try:
        helping.reset_factors(actor=request.actor, person_id=person_id)
    except helping.SharedAccountError:
        access = helping.access_of(request.actor, person_id, timezone.localdate())
        context = {"access": access, "is_shared": True}
        return render(request, "signin/admin/person.html", context, status=422)
    confirm(request, "De tweede stap is weggehaald. Dat staat in het logboek.")
    return redirect("signin:admin_person", person_id)


@requires(Permission.MANAGE_SIGN_IN)
@require_POST
def end_visits(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Sign somebody out everywhere."""
    helping.end_visits(actor=request.actor, person_id=person_id)
    confirm(request, "Deze persoon is overal uitgelogd.")
    return redirect("signin:admin_person", person_id)


@requires(Permission.MANAGE_SIGN_IN)
@require_POST
def part(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Take the account off somebody."""
    helping.part(actor=request.actor, person_id=person_id)
    confirm(request, "Het account is losgemaakt. U kunt nu een nieuwe brief maken.")
    return redirect("signin:admin_person", person_id)
