"""CSV files out of a folder or a zip, read without trust. Every fault becomes an ``ImportProblem``."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from deelwijs.people.importers.messages import problem
from deelwijs.people.importers.records import ImportProblem

# A school of 3000 pupils fills about 5 MB; what is much bigger is a mistake or a bomb.
_MAX_BYTES = 100 * 1024 * 1024
_MEGABYTE = 1024 * 1024


@dataclass(slots=True)
class Report:
    """Collects what is wrong, so that a school sees everything at once instead of one fault a time."""

    problems: list[ImportProblem] = field(default_factory=list)

    def add(self, code: str, file: str, row: int | None = None, **params: object) -> None:
        """Note a problem; its sentence comes from ``messages``."""
        self.problems.append(problem(code, file, row, **params))

    def stopped(self) -> bool:
        """Whether something was found that may not be stored."""
        return any(one.stops for one in self.problems)

    def sorted(self) -> tuple[ImportProblem, ...]:
        """Errors first, then by file and row."""
        return tuple(sorted(self.problems, key=lambda one: (not one.stops, one.file, one.row or 0)))


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a column that the file does not have reads as empty."""

    number: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column.lower(), "")


def open_source(path: Path, report: Report) -> dict[str, bytes]:
    """The CSV files by lower-case name, out of a folder or out of a zip of such a folder."""
    if path.is_dir():
        return _from_folder(path, report)
    if path.is_file():
        return _from_zip(path, report)
    report.add("not_found", path.name or str(path))
    return {}


def _from_folder(path: Path, report: Report) -> dict[str, bytes]:
    files = [child for child in sorted(path.iterdir()) if child.suffix.lower() == ".csv" and child.is_file()]
    if sum(child.stat().st_size for child in files) > _MAX_BYTES:
        report.add("too_big", path.name, limit=_MAX_BYTES // _MEGABYTE)
        return {}
    return {child.name.lower(): child.read_bytes() for child in files}


def _from_zip(path: Path, report: Report) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            return dict(_members(archive, path.name, report))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        report.add("not_a_zip", path.name)
    except RuntimeError:  # what zipfile says of a password
        report.add("locked_zip", path.name)
    return {}


def _members(archive: zipfile.ZipFile, name: str, report: Report) -> Iterator[tuple[str, bytes]]:
    room = _MAX_BYTES
    seen = set()
    for member in archive.infolist():
        path = PurePosixPath(member.filename)
        if path.suffix.lower() != ".csv" or "__MACOSX" in path.parts:
            continue
        if path.name.lower() in seen:
            report.add("file_twice", path.name)
        seen.add(path.name.lower())
        with archive.open(member) as stream:
            # The size in the zip's own list is a claim; what is really read is counted.
            content = stream.read(room + 1)
        room -= len(content)
        if room < 0:
            report.add("too_big", name, limit=_MAX_BYTES // _MEGABYTE)
            return
        yield path.name.lower(), content


def table(
    files: dict[str, bytes], name: str, required: Sequence[str], report: Report, *, optional: bool = False
) -> list[Row]:
    """The rows of one file. Nothing when the file has a fault; the report tells which."""
    content = files.get(name.lower())
    if content is None:
        if not optional:
            report.add("file_missing", name)
        return []
    text = _decode(content, name, report)
    return _rows(text, name, required, report) if text is not None else []


def _decode(content: bytes, name: str, report: Report) -> str | None:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in content[:200]:
        report.add("encoding", name, 1, guess="UTF-16")
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        report.add("encoding", name, row, guess="Windows-1252")
        return None


def _rows(text: str, name: str, required: Sequence[str], report: Report) -> list[Row]:
    heading = text.split("\n", 1)[0]
    # A Dutch spreadsheet writes semicolons where the standard wants commas.
    delimiter = ";" if heading.count(";") > heading.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    rows: list[Row] = []
    columns: list[str] = []
    try:
        for number, cells in enumerate(reader, start=1):
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = [cell.strip().lower() for cell in cells]
                if not _columns_fit(columns, name, required, report):
                    return []
            elif len(cells) != len(columns):
                report.add("row_length", name, number, found=len(cells), expected=len(columns))
            else:
                rows.append(Row(number, {key: clean(cell) for key, cell in zip(columns, cells, strict=True)}))
    except csv.Error:
        report.add("broken_csv", name, number + 1)
        return []
    if not columns:
        report.add("file_empty", name)
    return rows


def _columns_fit(columns: list[str], name: str, required: Sequence[str], report: Report) -> bool:
    missing = [column for column in required if column.lower() not in columns]
    doubled = [column for column in required if columns.count(column.lower()) > 1]
    for column in missing:
        report.add("column_missing", name, 1, column=column)
    for column in doubled:
        report.add("column_twice", name, 1, column=column)
    return not missing and not doubled


def clean(text: str) -> str:
    """Composed characters, single spaces, nothing invisible: "Zoë" is one name however it was typed."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(_visible(char) for char in composed).split())


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category in {"Cc", "Cs"}:
        return " "
    # Joiners shape letters in some scripts; other format characters can only hide or turn text.
    return "" if category == "Cf" and char not in "\u200c\u200d" else char
