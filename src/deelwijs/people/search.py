"""Finding people as one types: without accents, from the start of any part of the name or class."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# The names of a large school fit; folding them is what takes time while somebody types.
_REMEMBERED = 20_000

# Letters that have no base letter in Unicode, as Dutch keyboards type them.
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


@lru_cache(maxsize=_REMEMBERED)
def fold(text: str) -> str:
    """Lower case, without accents: "İrem Yılmaz" becomes "irem yilmaz"."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in split if not unicodedata.combining(char)).translate(_PLAIN)


@lru_cache(maxsize=_REMEMBERED)
def words(text: str) -> tuple[str, ...]:
    """The folded words of a text; an apostrophe or hyphen parts words too, so "angelo" finds D'Angelo."""
    folded = fold(text)
    return tuple("".join(char if char.isalnum() else " " for char in folded).split())


def rank(query: tuple[str, ...], name: str, groups: tuple[str, ...]) -> int | None:
    """How well somebody fits: lower is better, None is no fit.

    Every word of the query must begin a word of the name or of a class.
    """
    if not query:
        return 1
    named = words(name)
    classes = tuple(word for group in groups for word in words(group))
    if not all(any(word.startswith(part) for word in named + classes) for part in query):
        return None
    return 0 if named and named[0].startswith(query[0]) else 1
