from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from deelwijs.accounts import visits
from deelwijs.accounts.access import public
from deelwijs.demo import selectors
from deelwijs.demo.load import keep_alive


@public
@require_POST
def sign_in(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Sign the visitor in as a demo person, without a password. Outside demo mode this does not exist."""
    user = selectors.demo_user(person_id)
    if user is None:
        raise Http404("no such demo person")
    keep_alive()
    visits.begin(request, user, way=visits.Way.DEMO)
    return redirect(settings.LOGIN_REDIRECT_URL)


@public
@require_safe
def post(request: HttpRequest) -> HttpResponse:
    """The mails that the demo school would send, so that a visitor can follow the links in them."""
    if not settings.DEMO:
        raise Http404("only in demo mode")
    return render(request, "demo/post.html", {"mails": selectors.demo_mails()})
