"""Every view says who may see it: ``view.access``. A view that says nothing fails the build."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpResponseBase

View = Callable[..., HttpResponseBase]
ViewT = TypeVar("ViewT", bound=View)

PUBLIC = "public"
SIGNED_IN = "signed_in"


def public(view: ViewT) -> ViewT:
    """Mark a view that anybody may see, signed in or not."""
    return mark(view, PUBLIC)


def mark(view: ViewT, access: str) -> ViewT:
    """Write on the view who may see it."""
    marked: Any = view
    marked.access = access
    return view
