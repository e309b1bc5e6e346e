"""Every address says who may open it: a permission, everybody who is signed in, or everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from deelwijs.accounts.roles import Permission
from deelwijs.people.access import PUBLIC, SIGNED_IN, public, requires, signed_in

ACCESS = {PUBLIC, SIGNED_IN, *(permission.value for permission in Permission)}


def addresses(
    patterns: list[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every address with its view, however deeply included."""
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        else:
            yield here, pattern.callback


def silent(patterns: list[URLPattern | URLResolver]) -> list[str]:
    """The addresses whose view does not say who may open it."""
    return [address for address, view in addresses(patterns) if getattr(view, "access", None) not in ACCESS]


def test_every_address_says_who_may_open_it() -> None:
    patterns = get_resolver(settings.ROOT_URLCONF).url_patterns
    assert patterns
    assert silent(patterns) == []


@pytest.mark.parametrize("decorate", [public, signed_in, requires(Permission.SEE_LEDGER)])
def test_a_silent_view_is_seen(decorate: Callable[..., Any]) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert silent([path("open/", view)]) == ["open/"]
    assert silent([path("open/", decorate(view))]) == []
