"""My account: how I sign in, and where I am signed in now."""

from __future__ import annotations

from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deelwijs.accounts import visits
from deelwijs.accounts.access import public
from deelwijs.accounts.passwords import choose_password
from deelwijs.accounts.visits import visit_of
from deelwijs.people.access import ActorRequest, signed_in
from deelwijs.signin.entering import wish_of
from deelwijs.signin.forms import PasswordForm
from deelwijs.signin.guarding import owner
from deelwijs.signin.selectors import account_page
from deelwijs.ui.toasts import confirm


@signed_in
@require_safe
def account(request: ActorRequest) -> HttpResponse:
    """How I sign in, and where I am signed in."""
    return render(request, "signin/account.html", {"page": account_page(request.user, visit_of(request))})


@owner
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def password(request: ActorRequest) -> HttpResponse:
    """Choose a password. Every other visit ends: whoever knew the old one is out."""
    form = PasswordForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        choose_password(user=request.user, password=form.cleaned_data["password"])
        update_session_auth_hash(request, request.user)
        visits.end_all(request.user, but=visit_of(request))
        confirm(request, "Het wachtwoord is bewaard. Op andere apparaten is nu uitgelogd.")
        return redirect("signin:account")
    return render(request, "signin/password.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
@require_POST
def end_visit(request: ActorRequest, visit_id: str) -> HttpResponse:
    """End one visit on another device."""
    visits.end(request.user, visit_id)
    confirm(request, "Op dat apparaat is nu uitgelogd.")
    return redirect("signin:account")


@signed_in
@require_POST
def end_other_visits(request: ActorRequest) -> HttpResponse:
    """End every visit but this one."""
    visits.end_all(request.user, but=visit_of(request))
    confirm(request, "Op alle andere apparaten is nu uitgelogd.")
    return redirect("signin:account")


@public
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Sign in again before something that matters, and come back to it."""
    if request.method == "POST":
        logout(request)
        query = urlencode({"next": wish_of(request)})
        return HttpResponseRedirect(f"{reverse('signin:sign_in')}?{query}")
    return render(request, "signin/again.html", {"next": wish_of(request)})
