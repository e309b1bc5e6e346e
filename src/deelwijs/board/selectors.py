"""The schools of a board, in figures too large to point at anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied

from deelwijs.accounts.roles import Permission
from deelwijs.people.actor import Actor
from deelwijs.people.board_selectors import SchoolFigures, board_name, figures_of
from deelwijs.protocols.selectors import NoProtocolError, Protocol, in_force


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school of the board, with the protocol that holds there."""

    figures: SchoolFigures
    protocol: Protocol | None

    @property
    def attention(self) -> Iterator[str]:
        """What the school has still to do, in words."""
        if self.figures.is_empty:
            yield "Er is nog niemand ingelezen."
        if self.protocol is None:
            yield "Er geldt nog geen protocol."


@dataclass(frozen=True, slots=True)
class Overview:
    """The board's page: every school on one day."""

    board: str
    schools: tuple[SchoolRow, ...]

    @property
    def waiting(self) -> tuple[SchoolRow, ...]:
        """The schools that need attention."""
        return tuple(school for school in self.schools if any(school.attention))


def overview(actor: Actor, day: date) -> Overview:
    """The schools of the board for which the actor acts.

    Raises:
        PermissionDenied: for who acts for no board.
    """
    actor.require(Permission.SEE_BOARD)
    if actor.board_id is None:
        raise PermissionDenied("acts for no board")
    schools = figures_of(actor.board_id, day)
    return Overview(
        board=board_name(actor.board_id),
        schools=tuple(SchoolRow(figures, _protocol(figures.id, day)) for figures in schools),
    )


def _protocol(school_id: UUID, day: date) -> Protocol | None:
    try:
        return in_force(school_id, day)
    except NoProtocolError:
        return None
