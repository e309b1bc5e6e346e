"""The word lists of the text check, read from ``lexicon/*.yaml`` beside this module."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

from deelwijs.core.text import Lexicon, parse_lexicon


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that comes with the product; read once per process.

    Raises ``deelwijs.core.text.LexiconError`` when a list is missing or not a list of texts.
    """
    folder = resources.files("deelwijs.protocols") / "lexicon"
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".yaml")), key=lambda e: e.name
    )
    return parse_lexicon(
        {
            entry.name.removesuffix(".yaml"): yaml.safe_load(entry.read_text(encoding="utf-8"))
            for entry in files
        }
    )
