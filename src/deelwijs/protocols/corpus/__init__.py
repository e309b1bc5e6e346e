"""The corpus: articles with their norms, facts, parameters and purposes as data, one folder per protocol."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from deelwijs.core.canonical import digest

MODEL = "model"
BINDING = "nl"  # the language whose text counts; the others help to understand it
_ARTICLES = "artikelen"
_LANGUAGES = "talen"
_NAMES = {"feiten": "facts", "antwoorden": "answers", "voorbeelden": "examples"}
_Loader: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load(name: str = MODEL) -> dict[str, Any]:
    """A whole protocol as plain data, fit for JSON; this is what a school adopts.

    ``articles`` holds ``parts``, ``parameters`` and ``articles`` in the order of the text; ``facts``,
    ``answers``, ``examples`` and ``purposes`` are the files of the same names. ``languages`` holds the words
    of the consent questions by language code, the binding one (Dutch) first.
    """
    folder = files(__package__) / name
    content = {
        entry.name.removesuffix(".yaml"): _read(entry)
        for entry in folder.iterdir()
        if entry.name.endswith(".yaml")
    }
    parts = content.pop("protocol")["delen"]
    order = {part["id"]: place for place, part in enumerate(parts)}
    articles = sorted(
        _articles(folder / _ARTICLES),
        key=lambda article: (order[part_of(article["id"])], len(article["id"]), article["id"]),
    )
    text = {"parts": parts, "parameters": content.pop("parameters"), "articles": articles}
    named = {_NAMES.get(key, key): value for key, value in content.items()}
    return {"articles": text, "languages": _languages(folder / _LANGUAGES), **named}


def part_of(article_id: str) -> str:
    """The part that an article stands in: A of A1."""
    return article_id.rstrip("0123456789")


def content_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 in hex over a protocol's content, by which a version is known."""
    return digest(content)


def _languages(folder: Traversable) -> dict[str, Any]:
    read = {entry.name.removesuffix(".yaml"): _read(entry) for entry in folder.iterdir()}
    return {code: read[code] for code in (BINDING, *sorted(read.keys() - {BINDING}))}


def _articles(folder: Traversable) -> Iterator[dict[str, Any]]:
    for entry in folder.iterdir():
        if entry.name.endswith(".yaml"):
            yield _read(entry)


def _read(entry: Traversable) -> Any:
    return yaml.load(entry.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (both loaders are safe)
