"""What the worker does. Each task looks at its row first, so that running twice does no harm."""

from __future__ import annotations

from uuid import UUID

from deelwijs.publications.actions import inspection, placing, takedown


def inspect_photo(photo_id: UUID | str) -> None:
    """Open an uploaded photo safely and find the faces in it."""
    inspection.inspect_photo(UUID(str(photo_id)))


def place(placement_id: UUID | str) -> None:
    """Put a decided post online on one channel."""
    placing.place(UUID(str(placement_id)))


def take_down(placement_id: UUID | str) -> None:
    """Remove a post from one channel and look whether it is gone."""
    takedown.carry_out(UUID(str(placement_id)))
