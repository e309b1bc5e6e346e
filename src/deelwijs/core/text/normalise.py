"""Folding: one text to compare with, whose every place leads back to the text as it was written."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from deelwijs.core.finding import Span

# Letters that Unicode does not take apart, and letters of other scripts that pass for Latin ones.
_LOOKALIKES = {
    **dict(zip("ıłøđħŧßæœðþŁØĐĦŦÆŒÐÞ", "ilodhtsaodtLODHTAODT", strict=True)),
    **dict(zip("‘’‛`´ʼ＇“”„–—‐‑‒−", "'''''''\"\"\"------", strict=True)),
    **dict(
        zip(
            "асеіјорхуѕАВЕІЈКМНОРСТХУЅοαινρτΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
            "aceijopxysABEIJKMHOPCTXYSoaivptABEZHIKMNOPTYX",
            strict=True,
        )
    ),
}
# Format characters, joiners and marks on letters: not seen, and used to split a name out of sight.
_UNSEEN_CATEGORIES = {"Mn", "Me", "Cf"}


class _Folding(dict[int, str | None]):
    """Code point -> one folded character, or None for what is not seen. Fills itself while used."""

    def __missing__(self, code: int) -> str | None:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str | None:
    if character in _LOOKALIKES:
        return _LOOKALIKES[character]
    category = unicodedata.category(character)
    if category in _UNSEEN_CATEGORIES:
        return None
    if category == "Zs":
        return " "
    first = unicodedata.normalize("NFKD", character)[0]
    return _LOOKALIKES.get(first, first)


_FOLDING = _Folding()


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without accents and unseen characters.

    ``text`` is in small letters, ``cased`` keeps capitals; both have the same length. ``origin`` gives
    for each of their characters, and for their end, the place in the written text; None when nothing moved.
    """

    text: str
    cased: str
    origin: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> Span:
        """The written characters behind ``start`` up to ``end`` of the folded text."""
        if self.origin is None or start >= end:
            return Span(start, end)
        return Span(self.origin[start], self.origin[end])


def fold(text: str) -> Folded:
    """Fold a text so that names can be compared letter by letter."""
    if text.isascii():
        return Folded(text.lower(), text)
    cased = text.translate(_FOLDING)
    lowered = "".join(map(_lower, cased)) if len(cased.lower()) != len(cased) else cased.lower()
    if len(cased) == len(text):
        return Folded(lowered, cased)
    seen = [at for at, character in enumerate(text) if _FOLDING[ord(character)] is not None]
    return Folded(lowered, cased, (*seen, len(text)))


def _lower(character: str) -> str:
    return character.lower()[0]


def unaccented(text: str) -> str:
    """The text without accents, capitals kept."""
    return text if text.isascii() else text.translate(_FOLDING)


def plain(text: str) -> str:
    """The text without accents, in small letters."""
    return fold(text).text
