"""What differs between two contents: articles word by word, settings and choices."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from deelwijs.protocols.contents import Article, Readable

Piece = tuple[Literal["same", "new", "gone"], str]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one article. ``pieces`` are its words, told apart where the text was changed.

    ``also`` names what else is other than before: the title, an explanation, what the article decides.
    """

    article: Article
    kind: Literal["new", "gone", "changed"]
    pieces: tuple[Piece, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SettingChange:
    """An age, a number, a name or a choice that is another one now, in words."""

    article: str
    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Differences:
    """What changed from one content to another."""

    changes: tuple[Change, ...]
    settings: tuple[SettingChange, ...]
    unchanged: int

    @property
    def total(self) -> int:
        """How many things are different."""
        return len(self.changes) + len(self.settings)


def differences(older: Readable, newer: Readable) -> Differences:
    """The differences, in the order of the newer content; what is gone comes last."""
    norms = _Norms(older), _Norms(newer)
    changes = [
        change
        for article in newer.articles.values()
        if (change := _change(older.articles.get(article.id), article, same=norms[0].same(norms[1], article)))
    ]
    gone = [
        Change(article, "gone", (("gone", article.text),))
        for key, article in older.articles.items()
        if key not in newer.articles
    ]
    settings = (*_settings(older, newer), *_readings(older, newer))
    return Differences((*changes, *gone), settings, len(newer.articles) - len(changes))


class _Norms:
    """What the articles of a content decide."""

    def __init__(self, content: Readable) -> None:
        entries = content.content["articles"]["articles"]
        self.by_article: dict[str, Any] = {entry["id"]: _deciding(entry) for entry in entries}

    def same(self, other: _Norms, article: Article) -> bool:
        return bool(self.by_article.get(article.id) == other.by_article.get(article.id))


def _deciding(entry: Mapping[str, Any]) -> list[Any]:
    return [entry.get(key) for key in ("normen", "begrippen", "kiest")]


def _change(before: Article | None, after: Article, *, same: bool) -> Change | None:
    if before is None:
        return Change(after, "new", (("new", after.text),))
    also = [
        words
        for words, old, new in (
            ("de titel", before.title, after.title),
            ("de uitleg voor leerlingen", before.for_pupils, after.for_pupils),
            ("de uitleg voor ouders en medewerkers", before.explanation, after.explanation),
        )
        if old != new
    ]
    if not same:
        also.append("wat het artikel beslist")
    if not also and before.text == after.text:
        return None
    return Change(after, "changed", tuple(pieces(before.text, after.text)), tuple(also))


def _settings(older: Readable, newer: Readable) -> Iterator[SettingChange]:
    for setting in newer.settings:
        before = older.parameters.get(setting.name)
        if before is not None and before != setting.value:
            yield SettingChange(setting.article, setting.question, str(before), str(setting.value))


def _readings(older: Readable, newer: Readable) -> Iterator[SettingChange]:
    before = {reading.name: reading for reading in older.readings}
    for reading in newer.readings:
        old = before.get(reading.name)
        if old is not None and old.chosen != reading.chosen:
            words = (old.choices[old.chosen], reading.choices[reading.chosen])
            yield SettingChange(reading.article, reading.question, *words)


def pieces(before: str, after: str) -> list[Piece]:
    """The words of both texts in one reading, each stretch marked as same, new or gone."""
    old, new = before.split(), after.split()
    found: list[Piece] = []
    for tag, old_start, old_end, new_start, new_end in difflib.SequenceMatcher(
        a=old, b=new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            found.append(("same", " ".join(new[new_start:new_end])))
            continue
        if old_end > old_start:
            found.append(("gone", " ".join(old[old_start:old_end])))
        if new_end > new_start:
            found.append(("new", " ".join(new[new_start:new_end])))
    return found
