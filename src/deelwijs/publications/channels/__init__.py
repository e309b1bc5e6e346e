"""Where a post can go: one folder per provider, found by its name in the school's list of channels."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from deelwijs.publications.models import Placement


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a provider can do by itself. What it cannot is asked of a person, never passed over."""

    publishes: bool
    takes_down: bool
    verifies: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen at one address at one moment. ``status`` is the HTTP status, or 0 for no answer."""

    address: str
    status: int
    seen_at: str

    @property
    def gone(self) -> bool:
        """Only "gone" and "not found" prove that something is away."""
        return self.status in {404, 410}


class Provider(Protocol):
    """What a channel folder offers. Each call may come twice; the second must do no harm."""

    capabilities: Capabilities

    def publish(self, placement: Placement) -> str:
        """Put the placement online and return its address, or "" when a person has to do it."""

    def take_down(self, placement: Placement) -> None:
        """Remove the post and each of its files."""

    def verify_gone(self, placement: Placement) -> list[Evidence]:
        """Look at the post and at each of its files."""


def provider(name: str) -> Provider:
    """The provider in the folder of that name.

    Raises:
        LookupError: when there is no such folder.
    """
    try:
        module = import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as missing:
        raise LookupError(f"no channel provider called {name}") from missing
    found: Provider = module.PROVIDER
    return found
