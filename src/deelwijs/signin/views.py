from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from deelwijs.accounts.access import public
from deelwijs.accounts.visits import Way
from deelwijs.people.schools import PublicSchool, only_school, public_school
from deelwijs.signin import links
from deelwijs.signin.entering import enter, inside, wish_of
from deelwijs.signin.forms import SignInForm

_SENT = "verstuurd"


@public
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest, school: str = "") -> HttpResponse:
    """The way in, and back to the page that was asked for. A school has its own address for it."""
    found = public_school(school) if school else only_school()
    if request.user.is_authenticated:
        # Signed in, but (not yet) anybody at a school: there it is chosen, or told why there is no way in.
        if getattr(request, "actor", None) is None:
            return redirect("people:who")
        return HttpResponseRedirect(inside(request, wish_of(request)))
    form = SignInForm(request, request.POST if request.method == "POST" else None)
    if form.is_valid():
        if form.user is not None:
            return enter(request, form.user, way=Way.PASSWORD, next_page=wish_of(request))
        links.ask(address=form.cleaned_data["email"], origin=origin_of(request), next_page=wish_of(request))
        return HttpResponseRedirect(f"{request.path}?{_SENT}=1")
    return _page(request, form, found)


def _page(request: HttpRequest, form: SignInForm, school: PublicSchool | None) -> HttpResponse:
    context = {
        "school": school,
        "form": form,
        "next": wish_of(request),
        "minutes": settings.SIGN_IN_LINK_MINUTES,
    }
    if _SENT in request.GET and not form.is_bound:
        return render(request, "signin/link_sent.html", context)
    return render(request, "signin/sign_in.html", context, status=422 if form.errors else 200)


def origin_of(request: HttpRequest) -> str:
    """The address of the house, for what is read outside it: a mail, a letter."""
    return settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}"


@public
@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Use a link from a mail. Looking at it uses nothing up: mail programs look before people do."""
    used = links.use(token=token) if request.method == "POST" else None
    if used is not None:
        joined, next_page = used
        return enter(request, joined.user, way=Way.LINK, next_page=next_page, school_ids=joined.school_ids)
    if request.method == "POST" or not links.is_open(token):
        return render(request, "signin/link_gone.html", {"school": only_school()}, status=410)
    return render(request, "signin/link.html", {"school": only_school()})


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The way out; the session is gone afterwards."""
    logout(request)
    return redirect(settings.LOGIN_URL)
