from __future__ import annotations

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from deelwijs.accounts.access import public
from deelwijs.accounts.forms import SignInForm


@public
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The way in, and back to the page that was asked for."""
    if request.user.is_authenticated:
        # Signed in, but (not yet) anybody at a school: there it is chosen, or told why there is no way in.
        if getattr(request, "actor", None) is None:
            return redirect("people:who")
        return HttpResponseRedirect(_destination(request))
    form = SignInForm(request, request.POST if request.method == "POST" else None)
    if form.is_valid() and form.user is not None:
        login(request, form.user)
        return HttpResponseRedirect(_destination(request))
    status = 422 if form.errors else 200
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "accounts/sign_in.html", context, status=status)


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The way out; the session is gone afterwards."""
    logout(request)
    return redirect("accounts:sign_in")


def _destination(request: HttpRequest) -> str:
    wish = request.POST.get("next") or request.GET.get("next", "")
    # Only back into this house, or a link could lead anybody from the sign-in page to a copy of it.
    safe = url_has_allowed_host_and_scheme(wish, {request.get_host()}, require_https=request.is_secure())
    return wish if safe else resolve_url("home")
