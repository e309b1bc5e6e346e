"""A list as a spreadsheet: CSV as Dutch programs open it, or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

# A cell that begins like this is a formula to a spreadsheet, and a name comes from outside.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A heading and lines of text. ``name`` is that of the file, without its ending."""

    name: str
    head: Sequence[str]
    lines: Iterable[Sequence[str]]

    def as_csv(self) -> bytes:
        """Semicolons and a byte-order mark, which is what a Dutch spreadsheet expects."""
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow(self.head)
        writer.writerows([harmless(cell) for cell in line] for line in self.lines)
        return text.getvalue().encode("utf-8-sig")

    def as_xlsx(self) -> bytes:
        """One sheet, written line by line; every cell is text."""
        book = Workbook(write_only=True)
        page = book.create_sheet(self.name[:31])
        page.freeze_panes = "A2"
        bold = [WriteOnlyCell(page, value=title) for title in self.head]
        for cell in bold:
            cell.font = Font(bold=True)
        page.append(bold)
        for line in self.lines:
            page.append([ILLEGAL_CHARACTERS_RE.sub("", harmless(value)) for value in line])
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()


def harmless(cell: str) -> str:
    """The text of a cell, so that no program takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
