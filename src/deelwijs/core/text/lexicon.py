"""Word lists and patterns as a frozen object. Reading them from disk is for a room above the core."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from deelwijs.core.text.normalise import plain, unaccented


class LexiconError(ValueError):
    """A list is missing or has another form than a text or a list of texts."""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Lists by "file.list". Words are folded; patterns are regular expressions over folded text."""

    lists: Mapping[str, tuple[str, ...]]
    sets: Mapping[str, frozenset[str]]
    ordinary: frozenset[str] = field(default=frozenset())

    def words(self, key: str) -> frozenset[str]:
        """The words of a list. Raises LexiconError when there is no such list."""
        try:
            return self.sets[key]
        except KeyError:
            raise LexiconError(f"no list {key!r} in the lexicon") from None

    def patterns(self, key: str) -> tuple[str, ...]:
        """The entries of a list in their order. Raises LexiconError when there is no such list."""
        try:
            return self.lists[key]
        except KeyError:
            raise LexiconError(f"no list {key!r} in the lexicon") from None

    def either(self, key: str) -> str:
        """One pattern group that matches any entry of the list, the longest first."""
        return "(?:" + "|".join(sorted(self.patterns(key), key=len, reverse=True)) + ")"

    def either_word(self, key: str) -> str:
        """Like ``either``, with the entries taken as plain words."""
        return (
            "(?:" + "|".join(re.escape(w) for w in sorted(self.words(key), key=lambda w: (-len(w), w))) + ")"
        )


def parse_lexicon(files: Mapping[str, object]) -> Lexicon:
    """A lexicon from parsed documents: file name -> list name -> blank-separated text, or list of texts.

    Raises LexiconError when a document has another form.
    """
    lists: dict[str, tuple[str, ...]] = {}
    for file, document in files.items():
        if not isinstance(document, Mapping):
            raise LexiconError(f"{file}: lists by name expected")
        for name, entries in document.items():
            lists[f"{file}.{name}"] = _entries(f"{file}.{name}", entries)
    sets = {key: frozenset(plain(entry) for entry in entries) for key, entries in lists.items()}
    ordinary = frozenset[str]().union(
        *(sets.get(f"words.{name}", frozenset()) for name in ("name_words", "bare_words", "common"))
    )
    return Lexicon(lists, sets, ordinary)


def _entries(key: str, entries: object) -> tuple[str, ...]:
    if isinstance(entries, str):
        return tuple(dict.fromkeys(plain(word) for word in entries.split()))
    if isinstance(entries, list) and all(isinstance(entry, str) for entry in entries):
        return tuple(unaccented(entry) for entry in entries)
    raise LexiconError(f"{key}: a text or a list of texts expected")
