"""From lines on a page to paragraphs: which lines belong together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from deelwijs.core.protocol_text.model import Hint, Paragraph, Place

_WRAPPED_AT_MOST = 115  # characters: a text with longer lines has one paragraph per line
_FULL = 0.8  # of the widest line; a shorter one ends its paragraph
_START = re.compile(
    r"(?:[-–•*·▪◦‣]\s|\(?[a-z]\)\s|\d{1,3}[.)]\s*\D|\d{1,2}(?:\.\d{1,2})+[.)]?\s|[A-Z]\d{1,2}[.:)]?\s"
    r"|[A-Z][.)]\s|(?:Artikel|Art\.|Bijlage|Hoofdstuk|Paragraaf)\s+\w{1,4}\b|\^?\[\^?\d{1,3}\])"
)
_CONTENTS = re.compile(r"(?:\.{3,}|\t|\s{3,}|…)\s*\d{1,3}$")
_LABELLED = re.compile(r"[A-ZÀ-Ý][^:.?!]{1,40}:\s")
_ENDS = re.compile(r"[.:;?!…][\"”’)\]\d^\[]*$")
_HYPHEN_END = re.compile(r"(?<=[^\W\d_]{2})[-‐\u00ad]$")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line as it stands on the page.

    ``gap`` tells of white space above; ``width`` is its length in any unit, 0 to count characters.
    """

    text: str
    place: Place
    gap: bool = False
    width: float = 0.0
    hint: Hint = Hint.BODY
    level: int = 0


def paragraphs_from_lines(lines: Sequence[TextLine]) -> list[Paragraph]:
    """Join wrapped lines and their broken words; empty lines part paragraphs."""
    widest = _usual_width(lines)
    paragraphs: list[Paragraph] = []
    group: list[TextLine] = []
    gap = True
    for line in lines:
        if not line.text.strip():
            _flush(group, paragraphs, gap=gap)
            gap = True
            continue
        if group and (line.gap or not _continues(group[-1], line, widest)):
            _flush(group, paragraphs, gap=gap)
            gap = line.gap
        elif not group:
            gap = gap or line.gap
        group.append(line)
    _flush(group, paragraphs, gap=gap)
    return paragraphs


def _usual_width(lines: Sequence[TextLine]) -> float:
    """The width at which the text wraps, or 0 where each line is a paragraph."""
    widths = sorted(_width(line) for line in lines if line.text.strip())
    if not widths:
        return 0.0
    if not any(line.width for line in lines) and widths[-1] > _WRAPPED_AT_MOST:
        return 0.0
    return widths[int(len(widths) * 0.95)] if len(widths) > 20 else widths[-1]


def _width(line: TextLine) -> float:
    return line.width or float(len(line.text.rstrip()))


def _continues(before: TextLine, line: TextLine, widest: float) -> bool:
    if not widest or before.hint is not line.hint or before.level != line.level:
        return False
    text = line.text.strip()
    if _START.match(text) or _CONTENTS.search(before.text) or _LABELLED.match(text):
        return False
    full = _width(before) >= _FULL * widest
    ended = bool(_ENDS.search(before.text.rstrip()))
    if line.hint is Hint.HEADING:
        return True
    if ended:
        return full and _width(before) >= 0.9 * widest
    return full or text[:1].islower()


def _flush(group: list[TextLine], paragraphs: list[Paragraph], *, gap: bool) -> None:
    if not group:
        return
    first = group[0]
    text, breaks = first.text.strip(), [(0, first.place)]
    for line in group[1:]:
        words = line.text.strip()
        if _HYPHEN_END.search(text) and words[:1].islower() and not words.startswith(("en ", "of ")):
            text = text[:-1]
        else:
            text += " "
        breaks.append((len(text), line.place))
        text += words
    paragraphs.append(
        Paragraph(text, first.place, first.hint, first.level, apart=gap, breaks=tuple(breaks[1:] and breaks))
    )
    group.clear()
