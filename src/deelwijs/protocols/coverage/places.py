"""Where in Deelwijs an article is served, as a link for who may go there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from django.urls import resolve, reverse

from deelwijs.accounts.access import PUBLIC, SIGNED_IN
from deelwijs.accounts.roles import Permission
from deelwijs.people.actor import Actor
from deelwijs.protocols.coverage import Claim

_UNNAMED = "Naar deze plek"


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its name; ``url`` is empty for who may not go there."""

    label: str
    url: str


def place_of(claim: Claim, actor: Actor) -> Place | None:
    """Where a claim can be seen, or None when it names no place."""
    if not claim.place:
        return None
    url = reverse(claim.place)
    return Place(_labels().get(claim.place, _UNNAMED), url if _may_open(url, actor) else "")


def _may_open(url: str, actor: Actor) -> bool:
    """What the view behind an address asks of its reader; a view that says nothing is closed."""
    access = getattr(resolve(url).func, "access", None)
    if access in {PUBLIC, SIGNED_IN}:
        return True
    return access in set(Permission) and actor.may(Permission(access))


@cache
def _labels() -> dict[str, str]:
    content: dict[str, str] = yaml.safe_load(
        (files(__package__) / "plekken.yaml").read_text(encoding="utf-8")
    )
    return content
