"""The fields of a OneRoster row: keys, dates, names and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from stdnum.nl import bsn

from deelwijs.core.people import Name
from deelwijs.people.importers.csvfiles import Report, Row
from deelwijs.people.importers.records import PersonRow

_ISO = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+\Z")
_DAMAGED = re.compile(r"[\ufffd?]|Ã.|\d")
_STUDENT_NUMBER = re.compile(r"\{leerlingnummer:([^}]+)\}", re.IGNORECASE)

# What the database has room for.
_LIMITS = (("givenName", 100), ("middleName", 40), ("familyName", 100), ("preferredGivenName", 100))


def identifiers(rows: list[Row], file: str, report: Report) -> Iterable[Row]:
    """The rows that have a key of their own."""
    seen: dict[str, int] = {}
    for row in rows:
        key = row["sourcedId"]
        if not key:
            report.add("id_missing", file, row.number)
        elif len(key) > 200:
            report.add("too_long", file, row.number, column="sourcedId", limit=200)
        elif key in seen:
            report.add("id_twice", file, row.number, id=key, other=seen[key])
        else:
            seen[key] = row.number
            yield row


def dates(row: Row, file: str, report: Report, *columns: str) -> list[date | None]:
    """The dates in these columns; with two columns the first may not be after the second."""
    found = [_date(row, file, report, column) for column in columns]
    if len(found) == 2 and found[0] and found[1] and found[0] > found[1]:
        report.add("dates_reversed", file, row.number)
    return found


def _date(row: Row, file: str, report: Report, column: str) -> date | None:
    text = row[column]
    if not text:
        return None
    try:
        if _ISO.match(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    report.add("date_unreadable", file, row.number, column=column, value=text[:20])
    return None


def org_ids(row: Row) -> list[str]:
    """The schools of a user in version 1.1."""
    return [part.strip() for part in row["orgSourcedIds"].split(",") if part.strip()]


def person_of(row: Row, file: str, report: Report) -> PersonRow:
    """Name, mail address and numbers of one user. In Dutch exports the middle name is the tussenvoegsel."""
    for column, limit in _LIMITS:
        if len(row[column]) > limit:
            report.add("too_long", file, row.number, column=column, limit=limit)
    if not row["givenName"]:
        report.add("name_missing", file, row.number)
    called = row["preferredGivenName"]
    name = Name(
        given=row["givenName"],
        infix=row["middleName"],
        family=row["familyName"],
        nicknames=(called,) if called and called != row["givenName"] else (),
    )
    if _DAMAGED.search(name.full):
        report.add("name_damaged", file, row.number, value=name.full)
    number = _STUDENT_NUMBER.search(row["userIds"])
    return PersonRow(
        source_id=row["sourcedId"],
        name=name,
        email=_email(row, file, report),
        student_number=_number(number[1].strip() if number else row["identifier"], row, file, report)[:40],
        staff_code=_number(row["identifier"], row, file, None)[:20],
    )


def _email(row: Row, file: str, report: Report) -> str:
    text = row["email"]
    if text and (len(text) > 254 or not _EMAIL.match(text)):
        report.add("email_unreadable", file, row.number)
        return ""
    return text


def _number(text: str, row: Row, file: str, report: Report | None) -> str:
    """A number as the school uses it, unless it is a burgerservicenummer: that is never kept."""
    if len(text) in {8, 9} and bsn.is_valid(text):
        if report:
            report.add("looks_like_bsn", file, row.number)
        return ""
    return text
