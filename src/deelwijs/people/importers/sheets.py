"""Excel workbooks (.xlsx) as streams of rows. Weighed before they are opened; no formula and no macro."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from typing import IO, Any, Final

from deelwijs.people.importers.roll import Report
from deelwijs.people.importers.sources import BROKEN_ZIP, MAX_BYTES, Member, seekable

_MAX_MEMBERS: Final = 2000
_MAX_COLUMNS: Final = 256
_MAX_ROWS: Final = 200_000
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS: Final = "xl/vbaproject.bin"

Rows = Iterator[tuple[int, list[str]]]


def is_workbook(member: Member) -> bool:
    """Whether a file means to be an Excel workbook."""
    return member.name.lower().endswith((".xlsx", ".xlsm", ".xls"))


def sheets(member: Member, report: Report) -> Iterator[tuple[str, Rows]]:
    """Each visible sheet that holds something: its name and its rows. Read one before asking for the next."""
    if member.head(8).startswith(_OLE):
        report.add("old_excel", member.name)
        return
    with seekable(member) as stream:
        if _is_safe(stream, member.name, report):
            yield from _sheets(stream, member, report)


def _is_safe(stream: IO[bytes], name: str, report: Report) -> bool:
    try:
        with zipfile.ZipFile(stream) as archive:
            listed = archive.infolist()
            if len(listed) > _MAX_MEMBERS or sum(one.file_size for one in listed) > MAX_BYTES:
                report.add("too_big", name, limit=MAX_BYTES // 1024 // 1024)
            elif any(one.filename.lower() == _MACROS for one in listed):
                report.add("macros", name)
            elif any(
                _has_doctype(archive, one) for one in listed if one.filename.endswith((".xml", ".rels"))
            ):
                report.add("doctype", name)
            else:
                return True
    except (*BROKEN_ZIP, RuntimeError, ValueError):
        report.add("broken_excel", name)
    return False


def _has_doctype(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    with archive.open(member) as stream:
        head = stream.read(1024)
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head or head[:2] in {b"\xff\xfe", b"\xfe\xff"}


def _sheets(stream: IO[bytes], member: Member, report: Report) -> Iterator[tuple[str, Rows]]:
    from openpyxl import load_workbook  # noqa: PLC0415 (only who has a workbook pays for it)

    stream.seek(0)
    try:
        book = load_workbook(stream, read_only=True, keep_links=False)
    except Exception:  # noqa: BLE001 (openpyxl has no error of its own for a damaged workbook)
        report.add("broken_excel", member.name)
        return
    with closing(book):
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                sheet.reset_dimensions()  # a claim of whoever wrote the file
                yield sheet.title, _rows(sheet, f"{member.name}, blad {sheet.title}", member, report)


def _rows(sheet: Any, name: str, member: Member, report: Report) -> Rows:
    number = 0
    try:
        for number, cells in enumerate(sheet.iter_rows(max_col=_MAX_COLUMNS), start=1):
            if number > _MAX_ROWS:
                report.add("too_many_rows", name, limit=_MAX_ROWS)
                return
            if any(cell.data_type == "f" for cell in cells):
                report.add("formula", name, number)
                continue
            texts = [_text(cell.value) for cell in cells]
            if any(texts):
                yield number, texts
    except Exception:  # noqa: BLE001 (as above; nothing of ours runs inside)
        report.add("broken_excel", member.name, number + 1)


def _text(value: Any) -> str:
    """A cell as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
