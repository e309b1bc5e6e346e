"""The school's news page: what anybody may read, and what is gone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from deelwijs.people.access import public
from deelwijs.publications import news_pages, selectors
from deelwijs.publications.feeds import NewsFeed

# Seconds, and in no shared cache: whoever kept a page or photo longer would show it after its takedown.
_FRESH_FOR = 60


@public
@require_safe
def index(request: HttpRequest, school: str) -> HttpResponseBase:
    """The news, newest first."""
    page = news_pages.front_page(school)
    return _fresh(render(request, "publications/news_index.html", {"page": page}))


@public
@require_safe
def article(request: HttpRequest, school: str, slug: str) -> HttpResponseBase:
    """One news item; 410 Gone from the moment it was asked away."""
    placement = selectors.news_article(school, slug)
    if placement.state != "published":
        return _gone(request)
    return _fresh(render(request, "publications/news_article.html", {"placement": placement}))


@public
@require_safe
def photo(request: HttpRequest, school: str, token: str) -> HttpResponseBase:
    """One published photo; 410 Gone from the moment its post was asked away."""
    placed = selectors.news_file(school, token)
    if placed.placement.state != "published":
        return _gone(request)
    try:
        data = selectors.placed_bytes(placed)
    except FileNotFoundError:  # asked away between looking at the state and reading the bytes
        return _gone(request)
    return _fresh(HttpResponse(data, content_type=placed.file.media_type))


@public
@require_safe
def feed(request: HttpRequest, school: str) -> HttpResponseBase:
    """The news as an Atom feed."""
    return _fresh(NewsFeed()(request, school=school))


def _fresh(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, max_age=_FRESH_FOR, must_revalidate=True)
    return response


def _gone(request: HttpRequest) -> HttpResponse:
    response = render(request, "410.html", status=410)
    response.headers["Cache-Control"] = "no-store"
    return response
