"""Paragraphs as plain data, for whatever carries them: from the child process, or in a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from deelwijs.core.protocol_text import Hint, Paragraph, Place


def as_data(paragraph: Paragraph) -> dict[str, Any]:
    """The paragraph without what is empty, fit for JSON."""
    return {key: value for key, value in asdict(paragraph).items() if value}


def from_data(entry: Mapping[str, Any]) -> Paragraph:
    """The paragraph again."""
    return Paragraph(
        text=entry.get("text", ""),
        place=Place(**entry["place"]),
        hint=Hint(entry["hint"]),
        level=entry.get("level", 0),
        number=entry.get("number", ""),
        apart=entry.get("apart", False),
        breaks=tuple((offset, Place(**place)) for offset, place in entry.get("breaks", ())),
    )
