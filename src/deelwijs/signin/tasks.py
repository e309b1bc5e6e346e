"""What the worker does for the ways in."""

from __future__ import annotations

from uuid import UUID

from deelwijs.accounts import visits
from deelwijs.signin import links


def send_link(link_id: str) -> None:
    """Mail a link that was asked for."""
    links.send(link_id=UUID(link_id))


def sweep() -> None:
    """Forget what has expired."""
    links.sweep()
    visits.sweep()
