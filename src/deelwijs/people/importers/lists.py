"""Lists of people in CSV or Excel, out of Magister or Somtoday or made by hand.

Encoding, separator and the row with names of columns are found by looking; which column holds what follows
from those names, from what the school chose before, or is asked. What may never be kept is not read.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Final

from deelwijs.people.importers import columns, listrows
from deelwijs.people.importers.columns import MIXED, Column, ListMapping
from deelwijs.people.importers.fields import looks_like_bsn
from deelwijs.people.importers.roll import Report, Roll
from deelwijs.people.importers.sheets import Rows, is_workbook, sheets
from deelwijs.people.importers.sources import Member, Source
from deelwijs.people.importers.tables import clean, encoding, fits, records, separator

NAME: Final = "Lijst"
_LOOKED_AT: Final = 1000  # rows, to see what the columns are like
_HEADING_WITHIN: Final = 10  # rows; a title may stand above it
_SAMPLES: Final = 3
_EMAIL: Final = re.compile(r"\S+@\S+\.\S+")
_DATE: Final = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the school chose: per fingerprint of a heading a mapping, and per column name a field.

    With ``ask`` a list that is not clear is not read but described in the roll, for a page that asks.
    """

    mappings: Mapping[str, ListMapping] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    ask: bool = False


@dataclass(frozen=True, slots=True)
class Survey:
    """A list as far as it has been looked at: what its columns seem to hold."""

    label: str
    name: str
    heading: int
    columns: tuple[Column, ...]
    guess: ListMapping
    trusted: frozenset[str]  # columns with long numbers that are surely no burgerservicenummer

    @property
    def headers(self) -> list[str]:
        """The names of the columns."""
        return [column.header for column in self.columns]

    @property
    def fingerprint(self) -> str:
        """A sign of the heading."""
        return columns.fingerprint(self.headers)

    def allowed(self, mapping: ListMapping) -> ListMapping:
        """The mapping without what is never kept, whoever chose it."""
        kept = {column.header for column in self.columns if not column.never}
        return ListMapping(mapping.kind, {key: name for key, name in mapping.fields.items() if key in kept})


def recognises(source: Source) -> bool:
    """Whether there is anything like a list."""
    return any(is_workbook(member) or _is_text(member) for member in source.values())


def _is_text(member: Member) -> bool:
    return member.name.lower().endswith((".csv", ".txt"))


def read(source: Source, roll: Roll, day: date, choices: Choices) -> None:
    """Pour the people of all lists into the roll; or, where it is not clear what they hold, the question."""
    surveys = list(survey(source, roll))
    if roll.report.stopped():
        return
    if not surveys:
        name = next((member.name for member in source.values()), "")
        roll.report.add("file_empty", name)
        return
    roll.note("people_file", surveys[0].label)
    mappings = {one.label: one.allowed(_mapping(one, choices)) for one in surveys}
    if choices.ask and any(_unclear(one, mappings[one.label], choices) for one in surveys):
        roll.note("ask", json.dumps([_question(one, mappings[one.label]) for one in surveys]))
        return
    chosen = choices.mappings
    told = [_tell(one, mappings[one.label], roll.report, asked=one.fingerprint in chosen) for one in surveys]
    if not all(told):
        return
    used = [one.fingerprint for one in surveys if one.fingerprint in choices.mappings]
    roll.note("remembered", json.dumps(used))
    _note(roll, source, mappings)
    for table, found in zip(_tables(source, roll.report), surveys, strict=False):
        _pour(table, found, mappings[found.label], roll, day)


def _mapping(found: Survey, choices: Choices) -> ListMapping:
    if found.fingerprint in choices.mappings:
        return choices.mappings[found.fingerprint]
    chosen = {key: name for key, name in choices.columns.items() if key in found.headers}
    if not chosen:
        return found.guess
    # Somebody who names a column for a field means that one, not the one that was guessed.
    guessed = {key: name for key, name in found.guess.fields.items() if name not in chosen.values()}
    kind = found.guess.kind or ("guardian" if "ward" in chosen.values() else "pupil")
    return ListMapping(kind, guessed | {key: name for key, name in chosen.items() if name})


def _unclear(found: Survey, mapping: ListMapping, choices: Choices) -> bool:
    if found.fingerprint in choices.mappings:
        return bool(mapping.problems())
    unknown = [
        one for one in found.columns if not one.never and one.header not in mapping.fields and one.samples
    ]
    return bool(mapping.problems() or unknown)


def _question(found: Survey, mapping: ListMapping) -> dict[str, Any]:
    """What the page with columns shows."""
    return {
        "label": found.label,
        "fingerprint": found.fingerprint,
        "kind": mapping.kind,
        "fields": dict(mapping.fields),
        "columns": [
            {"header": one.header, "never": one.never, "samples": list(one.samples)} for one in found.columns
        ],
    }


def _tell(found: Survey, mapping: ListMapping, report: Report, *, asked: bool) -> bool:
    """Say what is not read (unless somebody chose that) and what is wrong; whether the list can be read."""
    for column in found.columns:
        if column.never:
            report.add("never_kept", found.label, found.heading, column=column.header, what=column.never)
        elif column.header not in mapping.fields and column.samples and not asked:
            report.add("column_unread", found.label, found.heading, column=column.header)
    wrong = mapping.problems()
    shown = ", ".join(found.headers)
    for sentence in wrong:
        report.add("columns_unclear", found.label, found.heading, words=sentence, columns=shown)
    return not wrong


def _note(roll: Roll, source: Source, mappings: Mapping[str, ListMapping]) -> None:
    kind = "Excel" if any(is_workbook(member) for member in source.values()) else "CSV"
    roll.note("format", f"{NAME} ({kind})")
    roll.note("periods", "0")
    kinds = {mapping.kind for mapping in mappings.values()}
    if kinds == {"guardian"}:
        roll.note("delta", "1")  # parents of pupils who are known already; nobody can be missing
    carried: dict[str, set[str]] = {one: set() for one in columns.KINDS}
    for mapping in mappings.values():
        for name in mapping.fields.values():
            who, _, what = name.rpartition(".")
            to = ["guardian"] if who else (columns.KINDS if mapping.kind == MIXED else [mapping.kind])
            for one in to:
                carried[one].add(listrows.STORED_AS.get(what, what))
    for one, fields in carried.items():
        roll.note_carried(one, fields)


# --- Tables ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Table:
    """A list on its way by: its name and its rows, which can be walked once."""

    label: str
    name: str
    rows: Rows


def _tables(source: Source, report: Report) -> Iterator[_Table]:
    for member in source.values():
        if is_workbook(member):
            for title, rows in sheets(member, report):
                yield from _unless_empty(f"{member.name}, blad {title}", f"{title} {member.name}", rows)
        elif _is_text(member):
            charset, _ = encoding(member)
            rows = records(member, charset, separator(member, charset), report)
            yield from _unless_empty(member.name, member.name, rows)


def _unless_empty(label: str, name: str, rows: Rows) -> Iterator[_Table]:
    first = next(rows, None)
    if first is not None:
        yield _Table(label, name, _chain(first, rows))


def _chain(first: tuple[int, list[str]], rest: Rows) -> Rows:
    yield first
    yield from rest


# --- Looking --------------------------------------------------------------------------------------
def survey(source: Source, roll: Roll) -> Iterator[Survey]:
    """Look at the first rows of every list. What is wrong with rows is told when they are read."""
    deaf = Roll()
    for table in _tables(source, deaf.report):
        rows = list(islice(table.rows, _LOOKED_AT))
        heading = _heading(rows)
        number, cells = rows[heading]
        if _holds_data(cells):
            roll.report.add("no_header", table.label, number)
            continue
        headers = _unique([clean(cell) for cell in cells])
        body = [row for _, row in rows[heading + 1 :]]
        yield _survey(table, number, headers, body)
    if deaf.has_errors and not roll.report.stopped():
        # A file that cannot be opened at all has no rows to tell it later.
        for found in deaf.problems(stops=True, limit=1):
            if found.code in {"old_excel", "broken_excel", "macros", "doctype", "too_big"}:
                roll.put("problem", (found.code, found.file, found.row, found.message_nl, True))
                roll.report.stop()
    deaf.close()


def _survey(table: _Table, number: int, headers: list[str], body: list[list[str]]) -> Survey:
    found, trusted = [], set()
    guess = columns.guess(headers, table.name)
    for index, header in enumerate(headers):
        cells = [clean(row[index]) for row in body if index < len(row)]
        what, surely = _long_numbers(cells)
        never = columns.never(header) or what
        if surely:
            trusted.add(header)
        samples = () if never else tuple(islice(dict.fromkeys(map(_masked, filter(None, cells))), _SAMPLES))
        found.append(Column(header, guess.fields.get(header, ""), never, samples))
    return Survey(table.label, table.name, number, tuple(found), guess, frozenset(trusted))


def _long_numbers(cells: Sequence[str]) -> tuple[str, bool]:
    """Whether a column holds burgerservicenummers, or long numbers that are surely something else.

    One in eleven numbers passes the test by chance; in a column of them nearly all do.
    """
    long = [cell for cell in cells if len(cell) in {8, 9} and cell.isdigit()]
    valid = sum(map(looks_like_bsn, long))
    if len(long) >= 3 and valid * 2 >= len(long):
        return "burgerservicenummer", False
    return "", len(long) >= 10 and valid * 10 < len(long) * 3


def _masked(cell: str) -> str:
    return "•" * len(cell) if looks_like_bsn(cell) else cell[:60]


def _heading(rows: list[tuple[int, list[str]]]) -> int:
    """Which row holds the names of the columns: the first with two that are known, else the first."""
    for index, (_, cells) in enumerate(rows[:_HEADING_WITHIN]):
        named = [clean(cell) for cell in cells if cell.strip()]
        if len(columns.guess(named, "").fields) + sum(bool(columns.never(one)) for one in named) >= 2:
            return index
    return 0


def _holds_data(cells: Sequence[str]) -> bool:
    texts = [cell.strip() for cell in cells]
    return any(_EMAIL.fullmatch(one) or _DATE.fullmatch(one) or looks_like_bsn(one) for one in texts)


def _unique(headers: list[str]) -> list[str]:
    """Names to tell columns apart: an empty one gets a number, a second "E-mail" becomes "E-mail (2)"."""
    seen: Counter[str] = Counter()
    unique = []
    for index, header in enumerate(headers, start=1):
        seen[header] += 1
        unique.append(header if header and seen[header] == 1 else f"{header or 'kolom'} ({index})")
    while unique and not headers[len(unique) - 1]:
        unique.pop()  # empty columns at the end are no columns
    return unique


# --- Reading --------------------------------------------------------------------------------------
def _pour(table: _Table, found: Survey, mapping: ListMapping, roll: Roll, day: date) -> None:
    named = enumerate(found.headers)
    read_columns = [(index, mapping.fields[header]) for index, header in named if header in mapping.fields]
    trusted = {mapping.fields[header] for header in found.trusted if header in mapping.fields}
    reader = listrows.Reader(roll, day, mapping.kind, frozenset(trusted))
    for number, cells in table.rows:
        if number <= found.heading:
            continue
        if _fits(cells, len(found.headers), table.label, number, roll.report):
            values = {name: clean(cells[index]) for index, name in read_columns if index < len(cells)}
            reader.take(values, (table.label, number))


def _fits(cells: list[str], width: int, label: str, number: int, report: Report) -> bool:
    """A sheet leaves out empty cells at the end; a CSV file has as many as its heading."""
    if ", blad " in label and len(cells) <= width:
        return True
    return fits(cells, width, label, number, report)
