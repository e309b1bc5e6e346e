"""Everybody in a delivery, laid down on disk as it is read, so that memory does not grow with the school.

Readers pour rows in, one at a time. The checks (``settling``), the figures (``summary``) and the
comparison with what is stored ask their questions in SQL. Only what may be kept ever gets here.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Self

from deelwijs.people.importers.messages import problem
from deelwijs.people.importers.records import (
    At,
    EnrolmentRow,
    GroupRow,
    GuardianRow,
    ImportProblem,
    OrgRow,
    PersonRow,
    TieRow,
)
from deelwijs.ui.sheets import harmless

_SCHEMA = """
CREATE TABLE note (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE problem (code TEXT, file TEXT, line INTEGER, words TEXT, stops INTEGER);
CREATE TABLE org (id TEXT NOT NULL, name TEXT, is_school INTEGER, active INTEGER, file TEXT, line INTEGER);
CREATE TABLE person (
  id TEXT NOT NULL, file TEXT, line INTEGER, active INTEGER, repeats INTEGER,
  given TEXT, infix TEXT, family TEXT, called TEXT, initials TEXT,
  email TEXT, number TEXT, code TEXT, function TEXT, born TEXT,
  said INTEGER DEFAULT 1, here INTEGER DEFAULT 1, pk TEXT, fresh INTEGER DEFAULT 0
);
CREATE TABLE birth (id TEXT NOT NULL, born TEXT, active INTEGER, file TEXT, line INTEGER);
CREATE TABLE role (
  person TEXT NOT NULL, kind TEXT NOT NULL, starts TEXT, ends TEXT, org TEXT, function TEXT,
  relative INTEGER, active INTEGER, file TEXT, line INTEGER
);
CREATE TABLE care (
  pupil TEXT NOT NULL, guardian TEXT NOT NULL, custody INTEGER, place INTEGER, file TEXT, line INTEGER,
  here INTEGER DEFAULT 1
);
CREATE TABLE class (
  id TEXT NOT NULL, code TEXT, title TEXT, homeroom INTEGER, org TEXT, active INTEGER, repeats INTEGER,
  file TEXT, line INTEGER, said INTEGER DEFAULT 1, here INTEGER DEFAULT 1, pk TEXT, fresh INTEGER DEFAULT 0
);
CREATE TABLE place (
  class TEXT NOT NULL, person TEXT NOT NULL, teacher INTEGER, starts TEXT, ends TEXT, active INTEGER,
  file TEXT, line INTEGER, here INTEGER DEFAULT 1
);
CREATE TABLE bond (
  person TEXT NOT NULL, kind TEXT NOT NULL, starts TEXT, ends TEXT, here INTEGER DEFAULT 1
);
CREATE TABLE reference (id TEXT NOT NULL, number TEXT);
CREATE TABLE difference (who TEXT, name TEXT, verb TEXT, words TEXT);
"""
_COLUMNS = {
    "problem": "code, file, line, words, stops",
    "org": "id, name, is_school, active, file, line",
    "person": "id, file, line, active, repeats, given, infix, family, called, initials, email, number,"
    " code, function, born",
    "birth": "id, born, active, file, line",
    "role": "person, kind, starts, ends, org, function, relative, active, file, line",
    "care": "pupil, guardian, custody, place, file, line",
    "class": "id, code, title, homeroom, org, active, repeats, file, line",
    "place": "class, person, teacher, starts, ends, active, file, line",
    "reference": "id, number",
    "difference": "who, name, verb, words",
}
# Rows that wait in memory before they are written together.
_BATCH = 1000
_CACHE_KIB = 4096

Cells = tuple[Any, ...]


class Report:
    """Collects what is wrong, so that a school sees everything at once instead of one fault a time."""

    def __init__(self, roll: Roll) -> None:
        self._roll = roll
        self._stops = False
        self.found = 0

    def add(self, code: str, file: str, row: int | None = None, **params: object) -> None:
        """Note a problem; its sentence comes from ``messages``."""
        found = problem(code, file, row, **params)
        self._stops = self._stops or found.stops
        self.found += 1
        self._roll.put("problem", (found.code, found.file, found.row, found.message_nl, found.stops))

    def stop(self) -> None:
        """A problem that was put in from elsewhere stops the import."""
        self._stops = True

    def stopped(self) -> bool:
        """Whether something was found that may not be stored."""
        return self._stops


class Roll:
    """One delivery. Without a ``path`` it lies in a temporary file that disappears when it is closed."""

    def __init__(self, path: Path | None = None, *, fresh: bool = True) -> None:
        self._base = sqlite3.connect(str(path or ""), isolation_level=None)
        self._base.row_factory = sqlite3.Row
        self._base.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._base.execute("PRAGMA synchronous = OFF")  # after a crash it is read again
        self._base.execute("PRAGMA journal_mode = MEMORY")
        self._waiting: dict[str, list[Cells]] = defaultdict(list)
        if fresh:
            self._base.executescript(_SCHEMA)
        self.report = Report(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Write what waits, and let go."""
        self.flush()
        self._base.close()

    # --- Pouring in -------------------------------------------------------------------------------
    def put(self, table: str, cells: Cells) -> None:
        """A row for one of the tables; it is written with the next batch."""
        waiting = self._waiting[table]
        waiting.append(cells)
        if len(waiting) >= _BATCH:
            self._write(table)

    def flush(self) -> None:
        """Write every row that waits."""
        for table in list(self._waiting):
            self._write(table)

    def _write(self, table: str) -> None:
        rows = self._waiting.pop(table, [])
        if not rows:
            return
        marks = ", ".join("?" * len(rows[0]))
        command = f"INSERT INTO {table} ({_COLUMNS[table]}) VALUES ({marks})"
        self._base.execute("BEGIN")
        self._base.executemany(command, rows)
        self._base.execute("COMMIT")

    def add_org(self, org: OrgRow, at: At, *, active: bool = True) -> None:
        """A school, or a board above schools."""
        self.put("org", (org.source_id, org.name, org.is_school, active, *at))

    def add_person(self, row: PersonRow, at: At, *, repeats: bool = False) -> None:
        """Somebody. Ties and guardians in ``row`` are taken along; a file may also give them by themselves.

        ``repeats`` when the format may name the same person on several rows, as a parent of two pupils.
        """
        name = row.name
        called = name.nicknames[0] if name.nicknames else ""
        cells = (name.given, name.infix, name.family, called, name.initials, row.email, row.student_number)
        more = (row.staff_code, row.function, iso(row.birth_date))
        self.put("person", (row.source_id, *at, row.is_active, repeats, *cells, *more))
        for tie in row.ties:
            for org in sorted(row.orgs) or [""]:
                self.add_role(row.source_id, tie, at, org=org, function=row.function)
        for place, guardian in enumerate(row.guardians, start=1):
            self.add_care(row.source_id, guardian, place, at)

    def add_birth(self, person: str, born: date | None, at: At, *, active: bool = True) -> None:
        """A date of birth that stands in a file of its own."""
        self.put("birth", (person, iso(born), active, *at))

    def add_role(
        self,
        person: str,
        tie: TieRow,
        at: At,
        *,
        org: str = "",
        function: str = "",
        relative: bool = False,
        active: bool = True,
    ) -> None:
        """How somebody belongs to the school; ``relative`` is a guardian without custody."""
        cells = (tie.kind.value, iso(tie.starts_on), iso(tie.ends_on), org, function, relative, active)
        self.put("role", (person, *cells, *at))

    def add_care(self, pupil: str, guardian: GuardianRow, place: int, at: At) -> None:
        """Who cares for a pupil; ``place`` is the order in which the file names them."""
        self.put("care", (pupil, guardian.source_id, guardian.has_custody, place, *at))

    def add_group(self, row: GroupRow, at: At, *, active: bool = True, repeats: bool = False) -> None:
        """A class."""
        cells = (row.source_id, row.code, row.title, row.is_homeroom, row.org, active, repeats)
        self.put("class", (*cells, *at))

    def add_enrolment(self, row: EnrolmentRow, at: At, *, active: bool = True) -> None:
        """Somebody in a class."""
        period = (iso(row.starts_on), iso(row.ends_on))
        self.put("place", (row.group, row.person, row.is_teacher, *period, active, *at))

    # --- Notes about the delivery as a whole ------------------------------------------------------
    def note(self, key: str, value: str) -> None:
        """Remember something about the delivery."""
        self._base.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (key, value))

    def noted(self, key: str) -> str:
        """What was remembered, or nothing."""
        row = self.first("SELECT value FROM note WHERE key = ?", key)
        return str(row[0]) if row else ""

    def note_carried(self, kind: str, fields: Iterable[str]) -> None:
        """Which fields the delivery has of pupils, guardians or employees; the others stay as stored."""
        self.note(f"carries:{kind}", json.dumps(sorted(fields)))

    def carried(self, kind: str) -> frozenset[str] | None:
        """Which fields the delivery has of a kind of people; None means all."""
        text = self.noted(f"carries:{kind}")
        return frozenset(json.loads(text)) if text else None

    @property
    def is_delta(self) -> bool:
        """Whether it holds changes only: who is not in it stays as stored."""
        return self.noted("delta") == "1"

    @property
    def is_whole(self) -> bool:
        """Whether the format holds the school as a whole, so that who is not in it has left."""
        return self.noted("whole") == "1"

    # --- Asking -----------------------------------------------------------------------------------
    def run(self, command: str, *values: Any) -> int:
        """Change rows; the answer is how many."""
        self.flush()
        return self._base.execute(command, values).rowcount

    def rows(self, question: str, *values: Any) -> Iterator[Any]:
        """The answer row by row. Nothing may be written meanwhile: ``all`` is for that."""
        self.flush()
        yield from self._base.execute(question, values)

    def all(self, question: str, *values: Any) -> list[Any]:
        """The answer as a whole; for few rows."""
        return list(self.rows(question, *values))

    def first(self, question: str, *values: Any) -> Any:
        """The first row of the answer."""
        self.flush()
        return self._base.execute(question, values).fetchone()

    def count(self, question: str, *values: Any) -> int:
        """A figure."""
        row = self.first(question, *values)
        return int(row[0]) if row else 0

    def mark(self, command: str, rows: list[Cells]) -> None:
        """The same change for many rows."""
        self.flush()
        self._base.execute("BEGIN")
        self._base.executemany(command, rows)
        self._base.execute("COMMIT")

    def teach(self, name: str, function: Any, arguments: int) -> None:
        """Let the questions use a function of ours."""
        self._base.create_function(name, arguments, function, deterministic=True)

    # --- What was read ----------------------------------------------------------------------------
    def schools(self) -> list[OrgRow]:
        """The schools in the delivery, without the boards above them."""
        asked = "SELECT id, name FROM org WHERE is_school AND active ORDER BY rowid"
        return [OrgRow(source_id, name) for source_id, name in self.rows(asked)]

    def problems(self, *, stops: bool | None = None, limit: int = -1) -> list[ImportProblem]:
        """What is wrong: errors first, then by file and row."""
        asked = (
            "SELECT file, line, code, words, stops FROM problem WHERE ? IS NULL OR stops = ?"
            " ORDER BY stops DESC, file, coalesce(line, 0), rowid LIMIT ?"
        )
        return [
            ImportProblem(row["file"], row["line"], row["code"], row["words"], bool(row["stops"]))
            for row in self.rows(asked, stops, stops, limit)
        ]

    def forget_people(self) -> None:
        """Keep the problems only: what is not read in is not kept either."""
        for table in _COLUMNS.keys() - {"problem", "difference"}:
            self.run(f"DELETE FROM {table}")
        self.run("DELETE FROM bond")
        self.run("VACUUM")

    def problem_rows(self) -> Iterator[tuple[str, str, str]]:
        """Every problem for a spreadsheet: file, row and reason, none of which it can take for a formula."""
        for row in self.rows("SELECT file, line, words FROM problem ORDER BY stops DESC, file, line, rowid"):
            reason = row["words"].partition(": ")[2] or row["words"]
            yield harmless(row["file"]), str(row["line"] or ""), harmless(reason)

    @property
    def has_errors(self) -> bool:
        """Whether something was found that may not be stored."""
        return self.first("SELECT 1 FROM problem WHERE stops LIMIT 1") is not None


def iso(day: date | None) -> str | None:
    """A day as the roll writes it."""
    return day.isoformat() if day else None


def day_of(text: str | None) -> date | None:
    """A day as the roll wrote it."""
    return date.fromisoformat(text) if text else None
