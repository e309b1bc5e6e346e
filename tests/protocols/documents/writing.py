"""One protocol, written in each format that is read."""

from __future__ import annotations

import io
import re
import textwrap
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx as word
import yaml
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

MARK = re.compile(r"\[(\d+)\]")
W = nsdecls("w")


@dataclass(frozen=True)
class Block:
    """A piece of a document. ``number`` is that of an item, ``restart`` true for the first of a section."""

    kind: str  # title, line, heading, contents, item, body, note
    text: str
    number: str = ""
    restart: bool = False


def clean() -> dict[str, Any]:
    """The protocol without defects."""
    content: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("clean.yaml").read_text(encoding="utf-8")
    )
    return content


def blocks(content: dict[str, Any]) -> Iterator[Block]:
    """A protocol as pieces, with a table of contents."""
    yield Block("title", content["title"])
    yield Block("line", f"Versie {content['version']}")
    yield Block("line", "Inhoud")
    for page, section in enumerate(content["sections"], start=1):
        yield Block("contents", section["title"], str(page))
    for section in content["sections"]:
        yield Block("heading", section["title"])
        for text in section.get("body", ()):
            yield Block("body", text.strip())
        for number, article in enumerate(section.get("articles", ()), start=1):
            first, *more = [article] if isinstance(article, str) else article
            yield Block("item", first.strip(), f"{number}.", restart=number == 1)
            yield from (Block("body", text.strip()) for text in more)
    if content["particulars"]:
        yield Block("heading", "Gegevens van dit protocol")
        for label, value in content["particulars"].items():
            yield Block("body", f"{label}: {value}")
    for label, text in content["notes"].items():
        yield Block("note", text, label)


def as_txt(content: dict[str, Any]) -> bytes:
    lines = []
    for block in blocks(content):
        if block.kind == "item":
            lines.append(f"{block.number} {block.text}")
        elif block.kind == "contents":
            lines.append(f"{block.text}\t{block.number}")
        elif block.kind == "note":
            lines += ["", f"[{block.number}] {block.text}"]
        elif block.kind == "body":
            lines.append(block.text)
        else:
            lines += ["", block.text, ""]
    return "\n".join(lines).encode()


def as_md(content: dict[str, Any]) -> bytes:
    lines = []
    for block in blocks(content):
        text = MARK.sub(r"[^\1]", block.text)
        if block.kind == "title":
            lines += [f"# {text}", ""]
        elif block.kind == "heading" or text == "Inhoud":
            lines += ["", f"## {text}", ""]
        elif block.kind == "item":
            lines.append(f"{block.number} {text}")
        elif block.kind == "contents":
            lines.append(f"- [{text}](#deel-{block.number})")
        elif block.kind == "note":
            lines += ["", f"[^{block.number}]: {text}"]
        else:
            lines += ["", text, ""]
    return "\n".join(lines).encode()


def as_wrapped_txt(content: dict[str, Any]) -> bytes:
    """Plain text with lines of at most 76 characters, some ending in a broken word."""
    rows = []
    for row in as_txt(content).decode().split("\n"):
        rows += textwrap.wrap(row, 76, break_on_hyphens=False) if len(row) > 76 and "\t" not in row else [row]
        if len(row) > 76:
            rows.append("")
    return "\r\n".join(rows).encode("cp1252")


def as_docx(content: dict[str, Any]) -> bytes:
    document = word.Document()
    counter = _Numbering(document)
    notes: list[tuple[str, str]] = []
    for block in blocks(content):
        if block.kind == "title":
            document.add_paragraph(style="Title").add_run(block.text)
        elif block.kind == "heading":
            document.add_paragraph(block.text, style="Heading 1")
        elif block.kind == "contents":
            document.add_paragraph(f"{block.text}\t{block.number}")
        elif block.kind == "note":
            notes.append((block.number, block.text))
        else:
            paragraph = document.add_paragraph()
            _add_runs(paragraph, block.text)
            if block.kind == "item":
                counter.number(paragraph, restart=block.restart)
    _add_footnotes(document, notes)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Numbering:
    """Automatic numbers as Word makes them: each section's list starts again."""

    def __init__(self, document: Any) -> None:
        self.root = document.part.numbering_part.element
        self.abstract = "90"
        self.root.insert(
            0,
            parse_xml(
                f'<w:abstractNum {W} w:abstractNumId="{self.abstract}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
                '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
            ),
        )
        self.current = 900

    def number(self, paragraph: Any, *, restart: bool) -> None:
        if restart:
            self.current += 1
            self.root.append(
                parse_xml(
                    f'<w:num {W} w:numId="{self.current}"><w:abstractNumId w:val="{self.abstract}"/>'
                    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
                )
            )
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="{self.current}"/></w:numPr>')
        )


def _add_runs(paragraph: Any, text: str) -> None:
    for at, part in enumerate(MARK.split(text)):
        run = paragraph.add_run("" if at % 2 else part)
        if at % 2:
            run._r.append(parse_xml(f'<w:footnoteReference {W} w:id="{int(part) + 1}"/>'))


def _add_footnotes(document: Any, notes: list[tuple[str, str]]) -> None:
    items = "".join(
        f'<w:footnote w:id="{int(label) + 1}"><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:footnote>'
        for label, text in notes
    )
    separator = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    blob = f"<w:footnotes {W}>{separator}{items}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), kind, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert document.element.body.find(qn("w:p")) is not None


ODT_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def as_odt(content: dict[str, Any]) -> bytes:
    body: list[str] = []
    notes = {block.number: block.text for block in blocks(content) if block.kind == "note"}
    items: list[str] = []
    for block in blocks(content):
        text = MARK.sub(lambda found: _odt_note(found[1], notes), escape(block.text))
        if items and block.kind == "body":  # a paragraph of the item above
            items[-1] = items[-1].replace("</text:list-item>", f"<text:p>{text}</text:p></text:list-item>")
        elif block.kind == "item":
            items.append(f"<text:list-item><text:p>{text}</text:p></text:list-item>")
        else:
            _close(items, body)
            body += _odt_block(block, text)
    _close(items, body)
    return odt_with("".join(body))


def _odt_note(label: str, notes: dict[str, str]) -> str:
    return (
        f'<text:note text:note-class="footnote"><text:note-citation>{label}</text:note-citation>'
        f"<text:note-body><text:p>{escape(notes[label])}</text:p></text:note-body></text:note>"
    )


def _odt_block(block: Block, text: str) -> list[str]:
    if block.kind == "note":
        return []
    if block.kind == "title":
        return [f'<text:p text:style-name="Title">{text}</text:p>']
    if block.kind == "heading":
        return [f'<text:h text:outline-level="1">{text}</text:h>']
    if block.kind == "contents":
        return [f"<text:p>{text}<text:tab/>{block.number}</text:p>"]
    return [f"<text:p>{text}</text:p>"]


def _close(items: list[str], body: list[str]) -> None:
    if items:
        body.append(f'<text:list text:style-name="L1">{"".join(items)}</text:list>')
        items.clear()


def odt_with(body: str, prologue: str = "") -> bytes:
    """An OpenDocument text around a body."""
    styles = (
        '<office:automatic-styles><text:list-style style:name="L1">'
        '<text:list-level-style-number text:level="1" '
        'style:num-format="1" style:num-suffix="."/></text:list-style></office:automatic-styles>'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<office:document-content {ODT_NAMES}>{styles}'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
    return out.getvalue()


def as_pdf(content: dict[str, Any]) -> bytes:
    """A PDF with larger headings, wrapped lines, page numbers, and notes in small print."""
    lines: list[tuple[float, float, str]] = []  # size, space above, text
    for block in blocks(content):
        if block.kind in {"title", "heading"}:
            lines.append((18 if block.kind == "title" else 14, 22, block.text))
            continue
        if block.kind == "contents":
            lines.append((11, 0, f"{block.text} .......... {block.number}"))
            continue
        label = {"item": f"{block.number} ", "note": f"[{block.number}] "}.get(block.kind, "")
        size = 9.0 if block.kind == "note" else 11.0
        wrapped = textwrap.wrap(label + block.text, 88 if size > 10 else 105, break_on_hyphens=False)
        lines += [(size, 6 if at == 0 else 0, row) for at, row in enumerate(wrapped)]
    return pdf_with(_pages(lines))


def _pages(lines: list[tuple[float, float, str]]) -> list[str]:
    pages: list[str] = []
    rows: list[str] = []
    height = 790.0
    for size, above, text in lines:
        height -= size * 1.3 + above
        if height < 70:
            pages.append("".join(rows) + _row(9, 300, 30, str(len(pages) + 1)))
            rows, height = [], 790.0 - size * 1.3
        rows.append(_row(size, 60, height, text))
    return [*pages, "".join(rows) + _row(9, 300, 30, str(len(pages) + 1))]


def _row(size: float, left: float, bottom: float, text: str) -> str:
    """One line; a note mark is small and raised."""
    shown = []
    for at, part in enumerate(MARK.split(text)):
        if at % 2:
            shown.append(f"/F1 {size * 0.6:.1f} Tf 4 Ts ({part}) Tj 0 Ts")
        elif part:
            safe = part.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            shown.append(f"/F1 {size} Tf ({safe}) Tj")
    return f"BT {left} {bottom:.1f} Td {' '.join(shown)} ET\n"


def pdf_with(pages: list[str], extra: str = "") -> bytes:
    """A PDF with these page contents; ``extra`` goes into the trailer."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, page in enumerate(pages):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * at} 0 R >>"
        )
        objects.append(f"<< /Length {len(page.encode('cp1252'))} >>\nstream\n{page}\nendstream")
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(out)
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return (
        out
        + f"trailer << /Size {len(objects) + 1} /Root 1 0 R {extra} >>\nstartxref\n{start}\n%%EOF".encode()
    )


WRITERS = {"txt": as_txt, "md": as_md, "docx": as_docx, "odt": as_odt, "pdf": as_pdf}
