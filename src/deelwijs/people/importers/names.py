"""Dutch names: which part is the tussenvoegsel, and a whole name in its parts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "data" / "names.yaml"
_LONGEST = 3  # words: "van de ten" does not exist, "van der" does, "in 't veld" ends in a family name


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(yaml.safe_load(_FILE.read_text(encoding="utf-8"))[key])


def split_family(text: str) -> tuple[str, str]:
    """A family name as (tussenvoegsel, rest). Only small letters begin a tussenvoegsel: Van Dam is a name."""
    words = text.replace("’", "'").split()
    for size in range(min(_LONGEST, len(words) - 1), 0, -1):
        if " ".join(words[:size]) in _words("tussenvoegsels"):
            return " ".join(words[:size]), " ".join(words[size:])
    return "", text


def split_full(text: str) -> tuple[str, str, str]:
    """A whole name as (given, tussenvoegsel, family): "Lotte van der Meer", "Meer, Lotte van der"."""
    words = [word for word in text.split() if word.casefold() not in _words("titels")]
    if "," in text:
        family, _, rest = " ".join(words).partition(",")
        return _turned(family.strip(), rest.split())
    for index in range(1, len(words) - 1):
        infix, family = split_family(" ".join(words[index:]))
        if infix:
            return " ".join(words[:index]), infix, family
    return " ".join(words[:-1] or words), "", words[-1] if len(words) > 1 else ""


def _turned(family: str, rest: list[str]) -> tuple[str, str, str]:
    for size in range(min(_LONGEST, len(rest) - 1), 0, -1):
        if " ".join(rest[-size:]).replace("’", "'") in _words("tussenvoegsels"):
            return " ".join(rest[:-size]), " ".join(rest[-size:]), family
    infix, family = split_family(family)
    return " ".join(rest), infix, family
