"""What a finder hands on: a place in the folded text."""

from __future__ import annotations

from dataclasses import dataclass

from deelwijs.core.text.model import MatchKind


@dataclass(frozen=True, slots=True)
class Found:
    """A place in the folded text.

    ``kind`` is None for what is recognised and yet no finding: the school's own data.
    """

    start: int
    end: int
    kind: MatchKind | None
    people: tuple[str, ...] = ()
    certain: bool = True
    date: tuple[int, str, int] | None = None
