"""Channels without an honest interface: a person places the ready-made text and photos, records the
address, and takes it down again when asked."""

from __future__ import annotations

from deelwijs.publications.channels import Capabilities, Evidence
from deelwijs.publications.models import Placement


class CopyAndConfirm:
    """Deelwijs prepares and remembers; a person acts and says so."""

    capabilities = Capabilities(publishes=False, takes_down=False, verifies=False)

    def publish(self, placement: Placement) -> str:
        """A person publishes; the address follows when they record it."""
        return placement.address

    def take_down(self, placement: Placement) -> None:
        """A person takes it down."""

    def verify_gone(self, placement: Placement) -> list[Evidence]:  # noqa: ARG002
        """Nothing that could be seen from here."""
        return []


PROVIDER = CopyAndConfirm()
