"""How often each article was cited. Rooms above register what they count; nothing is imported upwards.

A small number is never told: "1 keer" beside an article on measures may point at somebody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from uuid import UUID

import yaml

Count = Callable[[UUID, date, date], Mapping[str, int]]
"""School, first day, last day -> how often each article was cited by this source."""


@dataclass(frozen=True, slots=True)
class Source:
    """One place where articles are cited. ``words`` follow the number: "keer genoemd bij een bericht"."""

    name: str
    words: str
    count: Count


@dataclass(frozen=True, slots=True)
class Cited:
    """How often one source cited an article. ``number`` is None where it is too small to tell."""

    source: str
    words: str
    number: int | None

    @property
    def figure(self) -> str:
        """The number as it may be shown."""
        return str(self.number) if self.number is not None else f"minder dan {_rules().smallest}"


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a source; a room does this when it is loaded.

    Raises:
        ValueError: when another source has the same name.
    """
    if _SOURCES.setdefault(source.name, source) is not source:
        raise ValueError(f"there is a source of citations {source.name} already")


def citations(school_id: UUID, since: date, until: date) -> Callable[[str], tuple[Cited, ...]]:
    """How often each source cited an article between two days, both included; ask per article."""
    counted = [(source, source.count(school_id, since, until)) for source in _SOURCES.values()]

    def of(article: str) -> tuple[Cited, ...]:
        return tuple(
            Cited(source.name, source.words, _told(numbers.get(article, 0))) for source, numbers in counted
        )

    return of


def _told(number: int) -> int | None:
    return number if number >= _rules().smallest else None


def school_year(day: date) -> tuple[date, date]:
    """The first and the last day of the school year that a day lies in."""
    first = date(day.year, *_rules().starts)
    if day < first:
        first = first.replace(year=first.year - 1)
    return first, first.replace(year=first.year + 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Rules:
    starts: tuple[int, int]  # month and day
    smallest: int


@cache
def _rules() -> _Rules:
    content = yaml.safe_load(
        (files("deelwijs.protocols.coverage") / "schooljaar.yaml").read_text(encoding="utf-8")
    )
    return _Rules((content["begint"]["maand"], content["begint"]["dag"]), content["kleinste_getal"])
