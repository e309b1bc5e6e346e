"""Word documents (.docx): styles, automatic numbers, tables and notes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx as word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from deelwijs.core.protocol_text import Hint, Paragraph, Place
from deelwijs.protocols.documents.problems import DocumentError, Problem
from deelwijs.protocols.documents.readers import packed
from deelwijs.protocols.documents.readers.counting import Counter, Level

_HEADING_NAME = re.compile(r"^(?:heading|kop)\s*(\d)", re.IGNORECASE)
_STYLES = {
    "decimal": "decimal", "lowerLetter": "letter", "upperLetter": "LETTER", "lowerRoman": "roman",
    "upperRoman": "ROMAN", "bullet": "bullet", "none": "none", "decimalZero": "decimal",
}  # fmt: skip


def read(data: bytes) -> list[Paragraph]:
    """The paragraphs of a Word document. Raises DocumentError when it cannot be read."""
    packed.opened(data).close()
    try:
        document = word.Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise DocumentError(Problem.CORRUPT) from error
    return list(_Document(document).paragraphs())


class _Document:
    def __init__(self, document: Any) -> None:
        self._body = document.element.body
        self._styles = {
            style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))
        }
        self._notes = list(_notes(document))
        self._labels: dict[str, str] = {}
        self._counters = _counters(document)
        self._count = 0

    def paragraphs(self) -> Iterator[Paragraph]:
        """The body first, then the notes in the order of their marks."""
        yield from self._blocks(self._body)
        for key, text in sorted(self._notes, key=lambda note: int(self._label(note[0]))):
            self._count += 1
            yield Paragraph(text, Place(self._count), Hint.NOTE, number=self._label(key))

    def _blocks(self, parent: Any) -> Iterator[Paragraph]:
        for child in parent.iterchildren():
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._rows(child)
            elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins")}:
                yield from self._blocks(child)

    def _rows(self, table: Any) -> Iterator[Paragraph]:
        """A row of one cell is text; a row of more is "label | value"."""
        for row in table.iterchildren(qn("w:tr")):
            cells = list(row.iterchildren(qn("w:tc")))
            if len(cells) == 1:
                yield from self._blocks(cells[0])
                continue
            words = [" ".join(self._text(p) for p in cell.iter(qn("w:p"))).strip() for cell in cells]
            if any(words):
                self._count += 1
                yield Paragraph(" | ".join(filter(None, words)), Place(self._count))

    def _paragraph(self, element: Any) -> Iterator[Paragraph]:
        text = self._text(element)
        if not text.strip():
            return
        self._count += 1
        hint, level = self._hint(element)
        number = ""
        if numbering := self._numbering(element):
            counter, depth = numbering
            if depth in counter.levels:
                label = counter.next(depth)
                counts = counter.levels[depth].counts
                number = label if counts else ""
                if hint is Hint.BODY:
                    hint, level = (Hint.ITEM, depth) if counts else (Hint.BULLET, depth)
        yield Paragraph(text.strip(), Place(self._count), hint, level, number)

    def _text(self, element: Any) -> str:
        parts = []
        for node in element.iter():
            if node.tag == qn("w:t"):
                parts.append(node.text or "")
            elif node.tag == qn("w:tab") and node.getparent().tag == qn("w:r"):
                parts.append("\t")
            elif node.tag in {qn("w:br"), qn("w:cr")}:
                parts.append(" ")
            elif node.tag == qn("w:noBreakHyphen"):
                parts.append("-")
            elif node.tag in {qn("w:footnoteReference"), qn("w:endnoteReference")}:
                parts.append(f"[{self._label(_note_key(node))}]")
        return "".join(parts)

    def _label(self, key: str) -> str:
        """Notes are numbered in the order in which they are met."""
        return self._labels.setdefault(key, str(len(self._labels) + 1))

    def _hint(self, element: Any) -> tuple[Hint, int]:
        outline = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        for style in self._chain(element):
            name = _value(style.find(qn("w:name"))) or ""
            if heading := _HEADING_NAME.match(name):
                return Hint.HEADING, int(heading[1])
            if name.lower() in {"title", "titel"}:
                return Hint.TITLE, 0
            if name.lower().startswith(("toc ", "inhopg ")) and "heading" not in name.lower():
                return Hint.CONTENTS, 0
        if outline is not None and (_value(outline) or "9").isdigit() and int(_value(outline) or 9) < 9:
            return Hint.HEADING, int(_value(outline) or 0) + 1
        return Hint.BODY, 0

    def _chain(self, element: Any) -> Iterator[Any]:
        """The style of a paragraph and those it is based on."""
        key = _value(element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}"))
        seen: set[str] = set()
        while key and key in self._styles and key not in seen:
            seen.add(key)
            yield self._styles[key]
            key = _value(self._styles[key].find(qn("w:basedOn")))

    def _numbering(self, element: Any) -> tuple[Counter, int] | None:
        found: tuple[str | None, str | None] = (None, None)
        for holder in (element, *self._chain(element)):
            numbering = holder.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if numbering is not None:
                key, depth = (_value(numbering.find(qn(tag))) for tag in ("w:numId", "w:ilvl"))
                found = (found[0] or key, found[1] or depth)
                if found[0]:
                    break
        key, depth = found
        if not key or key not in self._counters or not (depth or "0").isdigit():
            return None
        return self._counters[key], int(depth or 0) + 1


def _value(element: Any) -> str | None:
    return None if element is None else element.get(qn("w:val"))


def _note_key(element: Any) -> str:
    kind = "end" if "endnote" in element.tag else "foot"
    return f"{kind}{element.get(qn('w:id'))}"


def _notes(document: Any) -> Iterator[tuple[str, str]]:
    """(key, text) of each footnote and endnote."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    for relation in document.part.rels.values():
        if relation.is_external or relation.reltype not in {
            RELATIONSHIP_TYPE.FOOTNOTES,
            RELATIONSHIP_TYPE.ENDNOTES,
        }:
            continue
        for note in etree.fromstring(relation.target_part.blob, parser):
            text = "".join(node.text or "" for node in note.iter(qn("w:t"))).strip()
            if text and note.get(qn("w:type")) in {None, "normal"}:
                yield _note_key(note), text


def _counters(document: Any) -> dict[str, Counter]:
    """A counter for each list. Lists of one design share their count, unless one starts again."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    designs = {item.get(qn("w:abstractNumId")): _levels(item) for item in root.iter(qn("w:abstractNum"))}
    shared: dict[str, Counter] = {}
    counters: dict[str, Counter] = {}
    for item in root.iter(qn("w:num")):
        design = _value(item.find(qn("w:abstractNumId"))) or ""
        restarts = item.find(f"{qn('w:lvlOverride')}/{qn('w:startOverride')}") is not None
        fresh = Counter(designs.get(design, {}))
        counters[item.get(qn("w:numId"))] = fresh if restarts else shared.setdefault(design, fresh)
    return counters


def _levels(design: Any) -> dict[int, Level]:
    levels = {}
    for level in design.iter(qn("w:lvl")):
        depth = level.get(qn("w:ilvl")) or ""
        start = _value(level.find(qn("w:start"))) or "1"
        if depth.isdigit():
            levels[int(depth) + 1] = Level(
                _STYLES.get(_value(level.find(qn("w:numFmt"))) or "decimal", "decimal"),
                _value(level.find(qn("w:lvlText"))) or "",
                int(start) if start.isdigit() else 1,
            )
    return levels
