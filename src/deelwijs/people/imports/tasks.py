"""What the worker is asked to do. Each task looks at its run first, so that running twice does no harm."""

from __future__ import annotations

from uuid import UUID

from deelwijs.people.imports import actions, working


def tidy() -> None:
    """Take away what is over its time: unfinished imports, their files, and what was kept to go back."""
    actions.tidy()


def read(run_id: UUID | str) -> None:
    """Read an upload and compare it."""
    working.read(UUID(str(run_id)))


def compare(run_id: UUID | str) -> None:
    """Compare anew."""
    working.compare(UUID(str(run_id)))


def apply(run_id: UUID | str) -> None:
    """Write what was shown."""
    working.apply(UUID(str(run_id)))


def take_back(run_id: UUID | str) -> None:
    """Put everything back."""
    working.take_back(UUID(str(run_id)))
