"""Markdown, as far as a protocol uses it: headings, lists, emphasis, links and notes."""

from __future__ import annotations

import re
from dataclasses import replace

from deelwijs.core.protocol_text import Hint, Paragraph, Place, TextLine, paragraphs_from_lines
from deelwijs.protocols.documents.kinds import decoded
from deelwijs.protocols.documents.problems import DocumentError, Problem

_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)\s*$")
_FENCE_OR_RULE = re.compile(r"^ {0,3}(```.*|~~~.*|(?:[*_-]\s*){3,})$")
_BULLET = re.compile(r"^(\s*)[-*+]\s+(?:\[[ xX]\]\s+)?")
_TABLE_RULE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
_LINK = re.compile(r"!?\[([^\]\n]+)\]\([^)\n]*\)")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|(?<![\w*_])([*_])(?=\S)([^*_\n]+?)(?<=\S)\3(?![\w*_])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!<>|-])")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def read(data: bytes) -> list[Paragraph]:
    """The paragraphs of a Markdown file. Raises DocumentError when the bytes are no text."""
    text = decoded(data)
    if text is None:
        raise DocumentError(Problem.CORRUPT)
    text = _COMMENT.sub(
        lambda found: "\n" * found[0].count("\n"), text.replace("\r\n", "\n").replace("\r", "\n")
    )
    lines = _lines(text.split("\n"))
    return [_plain(paragraph) for paragraph in paragraphs_from_lines(lines)]


def _lines(rows: list[str]) -> list[TextLine]:
    lines: list[TextLine] = []
    for number, row in enumerate(rows, start=1):
        place = Place(number)
        underline = _UNDERLINE.match(row)
        if heading := _HEADING.match(row):
            lines.append(TextLine(heading[2], place, gap=True, hint=Hint.HEADING, level=len(heading[1])))
            lines.append(TextLine("", place))
        elif underline and lines and lines[-1].text.strip() and lines[-1].hint is Hint.BODY:
            level = 1 if "=" in underline[1] else 2
            lines[-1] = replace(lines[-1], gap=True, hint=Hint.HEADING, level=level)
            lines.append(TextLine("", place))
        elif _FENCE_OR_RULE.match(row) or (_TABLE_RULE.match(row) and "|" in row):
            lines.append(TextLine("", place))
        elif row.lstrip().startswith("|"):
            cells = [cell.strip() for cell in row.strip().strip("|").split("|")]
            lines.append(TextLine(" | ".join(cells), place, gap=True))
        elif bullet := _BULLET.match(row):
            lines.append(TextLine("- " + row[bullet.end() :], place))
        else:
            lines.append(TextLine(row.strip().removeprefix("> ").rstrip(), place))
    return lines


def _plain(paragraph: Paragraph) -> Paragraph:
    """Without the signs of Markdown. Where a later line starts may shift by a few characters."""
    text = _LINK.sub(r"\1", paragraph.text)
    text = _EMPHASIS.sub(lambda found: found[2] or found[4], text)
    text = _ESCAPED.sub(r"\1", text)
    if (
        paragraph.hint is Hint.BODY
        and paragraph.text.startswith(("**", "__"))
        and text == paragraph.text[2:-2]
    ):
        return replace(paragraph, text=text, hint=Hint.HEADING, level=4)  # a line that is bold as a whole
    return replace(paragraph, text=text)
