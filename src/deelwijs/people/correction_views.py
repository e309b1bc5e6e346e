"""Recording by hand what no file knows, and adding who is in no file."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from deelwijs.accounts.roles import Permission
from deelwijs.people import selectors
from deelwijs.people.access import ActorRequest, requires
from deelwijs.people.corrections import corrections_of
from deelwijs.people.corrections.base import CorrectionForm
from deelwijs.people.corrections.members import MemberForm
from deelwijs.people.recording import RefusedError, may_correct
from deelwijs.ui.toasts import confirm

editing = requires(Permission.EDIT_PEOPLE)


@editing
@require_http_methods(["GET", "POST"])
def correct(request: ActorRequest, person_id: UUID, what: str) -> HttpResponse:
    """One thing about one person: the questions, and beside them what it means."""
    details = selectors.person(request.actor, person_id, timezone.localdate())
    if not may_correct(request.actor, person_id):
        raise PermissionDenied("oneself or one's own family")
    correction = next((form for form in corrections_of(request.actor, details) if form.slug == what), None)
    if correction is None:
        raise Http404("nothing of the kind about this person")
    form = correction(request.actor, details, request.POST if request.method == "POST" else None)
    if form.is_valid() and _saved(form):
        confirm(request, form.done)
        return redirect("people:person", person_id)
    status = 422 if form.errors else 200
    return render(request, "people/correct.html", {"form": form, "person": details}, status=status)


def _saved(form: CorrectionForm) -> bool:
    try:
        form.save()
    except RefusedError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.text)
        return False
    return True


@editing
@require_http_methods(["GET", "POST"])
def add_member(request: ActorRequest) -> HttpResponse:
    """Somebody whom no file brings: a volunteer, a trainee."""
    form = MemberForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        person_id = form.save(request.actor)
        confirm(request, "Deze persoon staat erbij")
        return redirect("people:person", person_id)
    return render(request, "people/add_member.html", {"form": form}, status=422 if form.errors else 200)
