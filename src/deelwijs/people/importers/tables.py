"""CSV files as streams of rows. Every fault becomes a problem with its file and row."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from deelwijs.people.importers.roll import Report
from deelwijs.people.importers.sources import Member, Source

_BLOCK: Final = 64 * 1024
_NOW_AND_THEN: Final = 200  # rows
_SEPARATORS: Final = ",;\t"  # of equals the first
_BOMS: Final = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a column that the file does not have reads as empty."""

    number: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column.lower(), "")


# --- Files of a standard: UTF-8, known columns ----------------------------------------------------
def table(
    source: Source, name: str, required: Sequence[str], report: Report, *, optional: bool = False
) -> Iterator[Row]:
    """The rows of one file, as they are read. A file with a fault ends early; the report tells why."""
    member = source.get(name)
    if member is None:
        if not optional:
            report.add("file_missing", name)
        return
    if not _is_utf8(member, report):
        return
    columns: list[str] = []
    before = report.found
    for number, cells in records(member, "utf-8-sig", separator(member, "utf-8-sig"), report):
        if not columns:
            columns = [clean(cell).lower() for cell in cells]
            if not _columns_fit(columns, name, required, report):
                return
        elif fits(cells, len(columns), member.name, number, report):
            yield Row(number, {key: clean(cell) for key, cell in zip(columns, cells, strict=False)})
    if not columns and report.found == before:
        report.add("file_empty", name)


def columns_of(source: Source, name: str) -> frozenset[str]:
    """The columns that a file's heading names, in lower case; nothing for a file that is not there."""
    member = source.get(name)
    if member is None:
        return frozenset()
    heading = "".join(member.head().decode("utf-8-sig", "replace").splitlines()[:1])
    try:
        cells = next(csv.reader([heading], delimiter=_separator_of(heading)), [])
    except csv.Error:
        return frozenset()
    return frozenset(clean(cell).lower() for cell in cells)


def _columns_fit(columns: list[str], name: str, required: Sequence[str], report: Report) -> bool:
    missing = [column for column in required if column.lower() not in columns]
    doubled = [column for column in required if columns.count(column.lower()) > 1]
    for column in missing:
        report.add("column_missing", name, 1, column=column)
    for column in doubled:
        report.add("column_twice", name, 1, column=column)
    return not missing and not doubled


def _is_utf8(member: Member, report: Report) -> bool:
    found, row = encoding(member)
    if found == "utf-8-sig":
        return True
    guess = {"utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}.get(found, "Windows-1252")
    report.add("encoding", member.name, 1 if guess == "UTF-16" else row, guess=guess)
    return False


# --- Any file -------------------------------------------------------------------------------------
def records(member: Member, charset: str, delimiter: str, report: Report) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, numbered as a spreadsheet does."""
    number = 0
    with member.open() as stream, io.TextIOWrapper(stream, charset, newline="") as text:
        try:
            for number, cells in enumerate(csv.reader(text, delimiter=delimiter, strict=True), start=1):
                if number % _NOW_AND_THEN == 0:
                    member.seen(stream.tell())
                if any(cell.strip() for cell in cells):
                    yield number, cells
        except csv.Error:
            report.add("broken_csv", member.name, number + 1)


def fits(cells: Sequence[str], columns: int, file: str, number: int, report: Report) -> bool:
    """Whether a row has as many cells as the heading; empty ones at the end do no harm."""
    if len(cells) == columns or (len(cells) > columns and not any(cell.strip() for cell in cells[columns:])):
        return True
    report.add("row_length", file, number, found=len(cells), expected=columns)
    return False


def encoding(member: Member) -> tuple[str, int]:
    """The encoding of a text, and the row of the first character that is no UTF-8 (0 when all is).

    UTF-8 with or without a mark, UTF-16 with or without one, and otherwise Windows-1252, in which a
    spreadsheet of western Europe saves.
    """
    start = member.head()
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name, 1
    if b"\x00" in start[:200]:
        return ("utf-16-le" if start[1:2] == b"\x00" else "utf-16-be"), 1
    row = _first_broken_row(member)
    return ("utf-8-sig", 0) if row == 0 else ("cp1252", row)


def _first_broken_row(member: Member) -> int:
    decoder = codecs.getincrementaldecoder("utf-8")()
    row = 1
    with member.open() as stream:
        while True:
            block = stream.read(_BLOCK)
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                # What waited from the block before stands in front of this one; it holds no line end.
                return row + bytes(error.object[: error.start]).count(b"\n")
            if not block:
                return 0
            row += block.count(b"\n")


def separator(member: Member, charset: str) -> str:
    """The character between the cells: a Dutch spreadsheet writes semicolons where standards want commas."""
    decoder = codecs.getincrementaldecoder(charset)("replace")
    lines = [line for line in decoder.decode(member.head()).splitlines() if line.strip()]
    return _separator_of(lines[0] if lines else "")


def _separator_of(heading: str) -> str:
    outside = "".join(heading.split('"')[::2])
    return max(_SEPARATORS, key=outside.count)


def clean(text: str) -> str:
    """Composed characters, single spaces, nothing invisible: "Zoë" is one name however it was typed."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(_visible(char) for char in composed).split())


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category in {"Cc", "Cs"}:
        return " "
    # Joiners shape letters in some scripts; other format characters can only hide or turn text.
    return "" if category == "Cf" and char not in "\u200c\u200d" else char
