"""OpenDocument texts (.odt): outline, lists with numbers, tables and notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from deelwijs.core.protocol_text import Hint, Paragraph, Place
from deelwijs.protocols.documents.problems import DocumentError, Problem
from deelwijs.protocols.documents.readers import packed
from deelwijs.protocols.documents.readers.counting import Counter, Level

_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_MANIFEST: Final = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_FORMATS: Final = {"1": "decimal", "a": "letter", "A": "LETTER", "i": "roman", "I": "ROMAN", "": "none"}
_UNSEEN: Final = {f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", f"{_TEXT}ruby-text"}
_CONTAINERS: Final = {f"{_TEXT}section", f"{_TEXT}index-body", f"{_TEXT}numbered-paragraph"}
_MAX_DEPTH: Final = 60  # of elements inside one another; documents that people write stay far below


def read(data: bytes) -> list[Paragraph]:
    """The paragraphs of an OpenDocument text. Raises DocumentError when it cannot be read."""
    with packed.opened(data) as archive:
        manifest = packed.xml_of(archive, "META-INF/manifest.xml")
        if manifest is not None and next(manifest.iter(f"{_MANIFEST}encryption-data"), None) is not None:
            raise DocumentError(Problem.PROTECTED)
        content = packed.xml_of(archive, "content.xml")
        styles = packed.xml_of(archive, "styles.xml")
    body = None if content is None else content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise DocumentError(Problem.CORRUPT)
    return list(_Document(content, styles).paragraphs(body))


class _Document:
    def __init__(self, content: Any, styles: Any) -> None:
        roots = [root for root in (styles, content) if root is not None]
        self._parents = {
            style.get(f"{_STYLE}name"): style.get(f"{_STYLE}parent-style-name") or ""
            for root in roots
            for style in root.iter(f"{_STYLE}style")
        }
        self._lists = {
            style.get(f"{_STYLE}name"): _levels(style)
            for root in roots
            for style in root.iter(f"{_TEXT}list-style")
        }
        self._outline = next((_levels(o) for root in roots for o in root.iter(f"{_TEXT}outline-style")), {})
        self._headings = Counter({depth: level for depth, level in self._outline.items() if level.counts})
        self._counters: dict[str, Counter] = {}
        self._last_of_style: dict[str, Counter] = {}
        self._notes: list[tuple[str, str]] = []
        self._count = 0

    def paragraphs(self, body: Any) -> Iterator[Paragraph]:
        """The body first, then the notes."""
        yield from self._blocks(body, 0)
        for label, text in self._notes:
            self._count += 1
            yield Paragraph(text, Place(self._count), Hint.NOTE, number=label)

    def _blocks(self, parent: Any, nested: int) -> Iterator[Paragraph]:
        if nested > _MAX_DEPTH:
            raise DocumentError(Problem.UNSAFE)
        for child in parent.iterchildren():
            if child.tag == f"{_TEXT}h":
                yield from self._heading(child)
            elif child.tag == f"{_TEXT}p":
                yield from self._made(self._text(child), *self._hint(child))
            elif child.tag == f"{_TEXT}list":
                yield from self._list(child, None, 1, "")
            elif child.tag == f"{_TEXT}table-of-content":
                for line in child.iter(f"{_TEXT}p"):
                    yield from self._made(self._text(line), Hint.CONTENTS, 0)
            elif child.tag == f"{_TABLE}table":
                yield from self._rows(child)
            elif child.tag in _CONTAINERS:
                yield from self._blocks(child, nested + 1)

    def _rows(self, table: Any) -> Iterator[Paragraph]:
        for row in table.iter(f"{_TABLE}table-row"):
            cells = [
                " ".join(self._text(p) for p in cell.iter(f"{_TEXT}p")).strip()
                for cell in row.iterchildren(f"{_TABLE}table-cell")
            ]
            yield from self._made(" | ".join(filter(None, cells)), Hint.BODY, 0)

    def _heading(self, element: Any) -> Iterator[Paragraph]:
        depth = _number(element.get(f"{_TEXT}outline-level"), 1)
        number = self._headings.next(depth) if depth in self._headings.levels else ""
        yield from self._made(self._text(element), Hint.HEADING, depth, number)

    def _hint(self, element: Any) -> tuple[Hint, int]:
        name: str = element.get(f"{_TEXT}style-name") or ""
        for _ in range(10):
            if name in {"Title", "Titel"}:
                return Hint.TITLE, 0
            if name.startswith("Contents_20_") and "Heading" not in name:
                return Hint.CONTENTS, 0
            name = self._parents.get(name, "")
        return Hint.BODY, 0

    def _list(self, element: Any, counter: Counter | None, depth: int, style: str) -> Iterator[Paragraph]:
        """Items of a list; deeper lists count with the list they stand in."""
        if depth > _MAX_DEPTH:
            raise DocumentError(Problem.UNSAFE)
        style = element.get(f"{_TEXT}style-name") or style
        counter = counter or self._counter(element, style)
        for item in element.iterchildren(f"{_TEXT}list-item", f"{_TEXT}list-header"):
            if start := item.get(f"{_TEXT}start-value"):
                counter.values[depth] = _number(start, 1) - 1
            first = item.tag == f"{_TEXT}list-item"
            for child in item.iterchildren():
                if child.tag == f"{_TEXT}list":
                    yield from self._list(child, counter, depth + 1, style)
                elif child.tag == f"{_TEXT}h":
                    yield from self._heading(child)
                elif child.tag == f"{_TEXT}p":
                    yield from self._item(child, counter, depth, labelled=first)
                    first = False

    def _item(self, element: Any, counter: Counter, depth: int, *, labelled: bool) -> Iterator[Paragraph]:
        text = self._text(element)
        level = counter.levels.get(depth)
        if not labelled or level is None or not text.strip():
            yield from self._made(text, *((Hint.BULLET, depth) if labelled else (Hint.BODY, 0)))
        elif level.counts:
            yield from self._made(text, Hint.ITEM, depth, counter.next(depth))
        else:
            yield from self._made(text, Hint.BULLET, depth)

    def _counter(self, element: Any, style: str) -> Counter:
        fresh = Counter(self._lists.get(style, {}))
        continued = element.get(f"{_TEXT}continue-list")
        if continued and continued in self._counters:
            fresh = self._counters[continued]
        elif element.get(f"{_TEXT}continue-numbering") == "true":
            fresh = self._last_of_style.get(style, fresh)
        key = element.get("{http://www.w3.org/XML/1998/namespace}id")
        if key:
            self._counters[key] = fresh
        self._last_of_style[style] = fresh
        return fresh

    def _made(self, text: str, hint: Hint, level: int, number: str = "") -> Iterator[Paragraph]:
        if text.strip():
            self._count += 1
            yield Paragraph(text.strip(), Place(self._count), hint, level, number)

    def _text(self, element: Any) -> str:
        parts: list[str] = []
        self._collect(element, parts, 0)
        return "".join(parts)

    def _collect(self, element: Any, parts: list[str], nested: int) -> None:
        if nested > _MAX_DEPTH:
            raise DocumentError(Problem.UNSAFE)
        parts.append(element.text or "")
        for child in element.iterchildren():
            if child.tag == f"{_TEXT}note":
                parts.append(f"[{self._note(child)}]")
            elif child.tag == f"{_TEXT}s":
                parts.append(" " * min(_number(child.get(f"{_TEXT}c"), 1), 100))
            elif child.tag == f"{_TEXT}tab":
                parts.append("\t")
            elif child.tag == f"{_TEXT}line-break":
                parts.append(" ")
            elif child.tag not in _UNSEEN and isinstance(child.tag, str):
                self._collect(child, parts, nested + 1)
            parts.append(child.tail or "")

    def _note(self, element: Any) -> str:
        label = str(len(self._notes) + 1)
        body = element.find(f"{_TEXT}note-body")
        self._notes.append((label, ""))  # holds the place, should the note hold notes
        words = " ".join(self._text(line) for line in (() if body is None else body.iter(f"{_TEXT}p")))
        self._notes[int(label) - 1] = (label, words.strip())
        return label


def _levels(style: Any) -> dict[int, Level]:
    levels = {}
    for level in style.iterchildren():
        depth = _number(level.get(f"{_TEXT}level"), 0)
        if level.tag == f"{_TEXT}list-level-style-bullet":
            levels[depth] = Level("bullet", "")
        elif isinstance(level.tag, str) and depth:
            name = _FORMATS.get(level.get(f"{_STYLE}num-format") or "", "decimal")
            shows = _number(level.get(f"{_TEXT}display-levels"), 1)
            numbers = ".".join(f"%{at}" for at in range(max(1, depth - shows + 1), depth + 1))
            pattern = (
                f"{level.get(f'{_STYLE}num-prefix') or ''}{numbers}{level.get(f'{_STYLE}num-suffix') or ''}"
            )
            levels[depth] = Level(name, pattern, _number(level.get(f"{_TEXT}start-value"), 1))
    return levels


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 6 else otherwise
