"""A list as a spreadsheet: text stays text, whatever it begins with."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from deelwijs.ui.sheets import Sheet

CELL = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=12)


@given(st.lists(st.tuples(CELL, CELL), max_size=5))
def test_nothing_becomes_a_formula_and_nothing_is_lost(lines: list[tuple[str, str]]) -> None:
    sheet = Sheet("lijst", ("Naam", "Klas"), lines)
    text = sheet.as_csv().decode("utf-8-sig")
    read = list(csv.reader(StringIO(text, newline=""), delimiter=";"))
    assert len(read) == len(lines) + 1
    for found, line in zip(read[1:], lines, strict=True):
        assert [cell.removeprefix("'") if cell[:2] in FORMULAS else cell for cell in found] == list(line)
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in found)


FORMULAS = {"'=", "'+", "'-", "'@"}


def test_a_formula_is_text_in_xlsx() -> None:
    sheet = Sheet("lijst", ("Naam",), [("=HYPERLINK(1)",), ("Zoë",)])
    book = load_workbook(BytesIO(sheet.as_xlsx()))
    assert [row[0] for row in book.active.values] == ["Naam", "'=HYPERLINK(1)", "Zoë"]
    assert {cell.data_type for (cell,) in book.active.iter_rows()} == {"s"}
