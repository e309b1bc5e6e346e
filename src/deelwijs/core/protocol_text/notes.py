"""Footnotes: marks in the running text and the notes they point to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deelwijs.core.protocol_text.model import Hint, Note, NoteMark, Paragraph
from deelwijs.core.protocol_text.rules import Rules

_SPARE_BLANK = re.compile(r" +(?=[ .,;:])")  # what a mark leaves behind
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def split_notes(paragraphs: Sequence[Paragraph], rules: Rules) -> tuple[list[Paragraph], list[Note]]:
    """The running paragraphs, and the notes among the paragraphs with their labels."""
    running: list[Paragraph] = []
    notes: list[Note] = []
    for paragraph in paragraphs:
        note = _note(paragraph, rules)
        if note is None:
            running.append(paragraph)
        else:
            notes.append(note)
    return running, notes


def _note(paragraph: Paragraph, rules: Rules) -> Note | None:
    if paragraph.hint is Hint.NOTE:
        return Note(paragraph.number, paragraph.text, paragraph.place)
    for name in ("note", "raised_note"):
        if found := rules.pattern(name).match(paragraph.text):
            return Note(found["label"].translate(_RAISED), found["text"], paragraph.place)
    return None


def marks_of(paragraph: Paragraph, rules: Rules) -> list[NoteMark]:
    """The marks in a running paragraph."""
    return [
        NoteMark((found["label"] or found["raised"]).translate(_RAISED), paragraph.place_at(found.start()))
        for found in rules.pattern("mark").finditer(paragraph.text)
    ]


def without_marks(text: str, rules: Rules) -> str:
    """The text as a reader says it aloud: no note marks."""
    return _SPARE_BLANK.sub("", rules.pattern("mark").sub("", text))
