"""PDF: lines with their size and position, from which headings, notes and paragraphs follow."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, Final

import pypdfium2 as pdfium
from pypdfium2 import raw

from deelwijs.core.protocol_text import Hint, Paragraph, Place, TextLine, paragraphs_from_lines
from deelwijs.protocols.documents.problems import MAX_PAGES, DocumentError, Problem

_LARGER: Final = 1.12  # times the usual size: a heading
_SMALLER: Final = 0.8  # times the size of its line: a note mark
_RAISED_SMALLER: Final = 0.92  # the same for a number that also stands higher than its line
_RAISED: Final = 0.15  # times the size of its line
_WIDER: Final = 1.3  # times the usual distance between lines: a new paragraph
_BLANK: Final = 0.15  # times the size: the distance between two words
_CELL: Final = 2.0  # times the size: the distance between two cells of a table
_SHORTEST_CELL: Final = 5  # characters; less is the number of an item, with its indent
_BOLD: Final = 600
_LONGEST_HEADING: Final = 16  # words
_PAGE_NUMBER = re.compile(
    r"^(?:-\s*)?(?:pagina|blz\.?|p\.)?\s*\d{1,3}(?:\s*(?:/|van)\s*\d{1,3})?(?:\s*-)?$", re.IGNORECASE
)
_NOTE = re.compile(r"^\[\d{1,3}\]")
_ENDS_LIKE_TEXT = re.compile(r"[.;,:?!]$")


@dataclass(slots=True)
class _Char:
    sign: str
    left: float
    right: float
    bottom: float
    height: float
    bold: bool


@dataclass(slots=True)
class _Line:
    text: str
    page: int
    bottom: float
    left: float
    right: float
    height: float
    bold: bool


def read(data: bytes) -> list[Paragraph]:
    """The paragraphs of a PDF. Raises DocumentError: a password, too many pages, broken, or no text in it."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        wrong_password = "password" in str(error).lower()
        raise DocumentError(Problem.PROTECTED if wrong_password else Problem.CORRUPT) from error
    pages = len(document)
    if pages > MAX_PAGES:
        raise DocumentError(Problem.TOO_MANY_PAGES, pages=pages)
    try:
        lines = [list(_lines(document[number], number + 1)) for number in range(pages)]
    except pdfium.PdfiumError as error:
        raise DocumentError(Problem.CORRUPT) from error
    if sum(len(line.text) for page in lines for line in page) < 20 * max(1, pages // 4):
        raise DocumentError(Problem.NO_TEXT)
    return paragraphs_from_lines(list(_judged(_without_margins(lines))))


def _lines(page: Any, number: int) -> Iterator[_Line]:
    line: list[_Char] = []
    for part in _parts(page.get_textpage()):
        if line and not _beside(line, part):
            yield from _line(line, number)
            line = []
        line += [*_space_between(line, part), *part]
    yield from _line(line, number)


def _parts(text: Any) -> Iterator[list[_Char]]:
    """Runs of characters between the line ends that the library sees."""
    part: list[_Char] = []
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        sign = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if sign not in {"", "\r", "\n"}:
            part.append(_char(text, index, sign))
        elif sign and any(not char.sign.isspace() for char in part):
            yield part
            part = []
    if any(not char.sign.isspace() for char in part):
        yield part


def _beside(line: list[_Char], part: list[_Char]) -> bool:
    """Whether a part stands to the right on the same line: a raised number, or the next cell of a table."""
    last, first = _seen(line)[-1], _seen(part)[0]
    overlap = min(last.bottom + last.height, first.bottom + first.height) - max(last.bottom, first.bottom)
    return first.left >= last.right - 1 and overlap > 0.5 * min(last.height, first.height)


def _space_between(line: list[_Char], part: list[_Char]) -> list[_Char]:
    """A blank between words, nothing before a raised number."""
    if not line:
        return []
    last, first = _seen(line)[-1], _seen(part)[0]
    if first.left - last.right < _BLANK * max(last.height, first.height):
        return []
    return [_Char(" ", last.right, first.left, last.bottom, 0.0, bold=True)]


def _seen(chars: list[_Char]) -> list[_Char]:
    return [char for char in chars if not char.sign.isspace()]


def _char(text: Any, index: int, sign: str) -> _Char:
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text, index, box)
    bold = raw.FPDFText_GetFontWeight(text, index) >= _BOLD
    sign = {"\x02": "-", "\ufffe": "-", "\xa0": " ", "\xad": "-"}.get(sign, sign)
    return _Char(sign, box.left, box.right, box.bottom, box.top - box.bottom, bold)


def _line(chars: list[_Char], page: int) -> Iterator[_Line]:
    seen = [char for char in _seen(chars) if char.height > 0]
    if not seen:
        return
    height = max(median(char.height for char in seen), seen[-1].height if seen[0].sign.isdigit() else 0.0)
    bottom = median(char.bottom for char in seen)
    yield _Line(
        text=_with_marks(chars, height, bottom).strip(), page=page, bottom=bottom,
        left=min(char.left for char in seen), right=max(char.right for char in seen), height=height,
        bold=all(char.bold for char in seen if char.sign.isalpha()) and any(c.sign.isalpha() for c in seen),
    )  # fmt: skip


def _is_mark(char: _Char, height: float, bottom: float) -> bool:
    raised = char.bottom > bottom + _RAISED * height
    return char.sign.isdigit() and 0 < char.height < (_RAISED_SMALLER if raised else _SMALLER) * height


def _with_marks(chars: list[_Char], height: float, bottom: float) -> str:
    """The text of a line, with small raised numbers written as [1] and a bar between cells of a table."""
    parts: list[str] = []
    number = ""
    right = chars[0].right
    for char in chars:
        if not char.sign.isspace():
            if char.left - right > _CELL * height and len("".join(parts)) > _SHORTEST_CELL:
                parts.append("| ")
            right = char.right
        if _is_mark(char, height, bottom):
            number += char.sign
            continue
        if number:
            parts.append(f"[{number}]" if len(number) <= 3 else number)
            number = ""
        parts.append(char.sign)
    if number:
        parts.append(f"[{number}]" if len(number) <= 3 else number)
    return "".join(parts)


def _without_margins(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Without page numbers, and without lines that stand at the edge of most pages."""
    edges = Counter(key for page in pages for key in {_edge_key(line) for line in (*page[:2], *page[-2:])})
    often = {key for key, times in edges.items() if len(pages) >= 3 and times > len(pages) / 2}
    return [
        [
            line
            for at, line in enumerate(page)
            if not ((at < 2 or at >= len(page) - 2) and _edge_key(line) in often)
            and not (at in {0, len(page) - 1} and _PAGE_NUMBER.match(line.text))
        ]
        for page in pages
    ]


def _edge_key(line: _Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


def _judged(pages: list[list[_Line]]) -> Iterator[TextLine]:
    """Lines with what their size and distance say. Notes at the foot of pages come last."""
    lines = [line for page in pages for line in page]
    if not lines:
        return
    usual = Counter(round(line.height, 1) for line in lines for _ in range(len(line.text))).most_common(1)[0][
        0
    ]
    pitches = [
        before.bottom - line.bottom
        for page in pages
        for before, line in pairwise(page)
        if 0.5 * usual < before.bottom - line.bottom < 4 * usual
    ]
    pitch = _tightest(pitches) if pitches else usual * 1.3
    sizes = sorted({round(line.height, 1) for line in lines if line.height > _LARGER * usual}, reverse=True)
    notes: list[TextLine] = []
    for page in pages:
        at_foot = False
        for at, line in enumerate(page):
            distance = page[at - 1].bottom - line.bottom if at else 0.0
            hint, level = _hint(line, usual, sizes)
            at_foot = bool(_NOTE.match(line.text)) or (at_foot and line.height < 0.95 * usual)
            usual_distance = pitch * max(1.0, line.height / usual)
            found = TextLine(
                line.text, Place(at + 1, line.page), gap=distance < 0 or distance > _WIDER * usual_distance,
                width=line.right - min(line.left, 72), hint=hint, level=level,
            )  # fmt: skip
            if at_foot:
                notes.append(found)
            else:
                yield found
    yield from notes


def _tightest(pitches: list[float]) -> float:
    """The distance between lines of one paragraph: the smallest that is common."""
    counted = Counter(round(pitch) for pitch in pitches)
    common = [pitch for pitch, times in counted.items() if times >= max(2, 0.1 * len(pitches))]
    return float(min(common)) if common else median(pitches)


def _hint(line: _Line, usual: float, sizes: list[float]) -> tuple[Hint, int]:
    short = len(line.text.split()) <= _LONGEST_HEADING and not _ENDS_LIKE_TEXT.search(line.text)
    if not short or not line.text[:1].isalnum():
        return Hint.BODY, 0
    if line.height > _LARGER * usual:
        return Hint.HEADING, sizes.index(round(line.height, 1)) + 1
    if line.bold:
        return Hint.HEADING, len(sizes) + 1
    return Hint.BODY, 0
