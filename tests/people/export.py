"""A small OneRoster export that tests can spoil in one place at a time."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

DAY = date(2026, 11, 22)

Table = list[list[str]]


def tables() -> dict[str, Table]:
    """Two pupils, one a sibling of nobody; a mother of both; a teacher; two classes."""
    return {
        "manifest.csv": [["propertyName", "value"], ["oneroster.version", "1.2"], ["file.users", "bulk"]],
        "orgs.csv": [
            ["sourcedId", "status", "name", "type"],
            ["noord", "", "Kompas Noord", "school"],
            ["zuid", "", "Kompas Zuid", "school"],
        ],
        "users.csv": [
            [
                "sourcedId", "status", "givenName", "familyName", "middleName", "identifier", "email",
                "agentSourcedIds", "password",
            ],
            ["p1", "", "Zoë", "Bakker", "de", "1001", "zoe@kompas.example", "g1", "geheim123"],
            ["p2", "", "Sami", "Bakker", "de", "1002", "", "g1", ""],
            ["g1", "", "Nora", "Bakker", "de", "", "nora@thuis.example", "", ""],
            ["t1", "", "Joris", "Prins", "", "PRI", "j.prins@kompas.example", "", ""],
        ],
        "roles.csv": [
            ["userSourcedId", "status", "role", "beginDate", "endDate", "orgSourcedId"],
            ["p1", "", "student", "2026-08-01", "", "noord"],
            ["p2", "", "student", "2026-08-01", "", "zuid"],
            ["g1", "", "guardian", "", "", "noord"],
            ["t1", "", "teacher", "2020-08-01", "", "noord"],
        ],
        "classes.csv": [
            ["sourcedId", "title", "classCode", "classType", "schoolSourcedId"],
            ["c1", "Klas 3C", "3C", "homeroom", "noord"],
            ["c2", "Muziek", "mu1", "scheduled", "zuid"],
        ],
        "enrollments.csv": [
            ["sourcedId", "classSourcedId", "userSourcedId", "role", "beginDate", "endDate"],
            ["e1", "c1", "p1", "student", "2026-08-24", "2027-07-09"],
            ["e2", "c1", "t1", "teacher", "2026-08-24", "2027-07-09"],
            ["e3", "c2", "p2", "student", "2026-08-24", "2027-07-09"],
            ["e4", "c2", "t1", "teacher", "2026-08-24", "2027-07-09"],
        ],
        "demographics.csv": [
            ["sourcedId", "birthDate", "sex", "countryOfBirthCode"],
            ["p1", "2011-09-04", "female", "SY"],
            ["p2", "2010-02-28", "male", "NL"],
        ],
    }  # fmt: skip


def text_of(table: Table) -> str:
    """The CSV of one table."""
    out = io.StringIO()
    csv.writer(out).writerows(table)
    return out.getvalue()


def write(folder: Path, content: dict[str, Table]) -> Path:
    """Write an export into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in content.items():
        (folder / name).write_text(text_of(table), encoding="utf-8", newline="")
    return folder


def zipped(content: dict[str, Table], folder: str = "export") -> bytes:
    """The export as the bytes of a zip with one folder in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, table in content.items():
            archive.writestr(f"{folder}/{name}", text_of(table))
    return out.getvalue()


def cell(content: dict[str, Table], name: str, key: str, column: str, value: str) -> None:
    """Change one cell: of the row whose first cell is ``key``."""
    table = content[name]
    index = table[0].index(column)
    next(row for row in table[1:] if row[0] == key)[index] = value


def without(content: dict[str, Table], name: str, key: str) -> None:
    """Take out the rows whose first cell is ``key``."""
    content[name] = [row for row in content[name] if row[0] != key]
