"""The cells of a row: keys, dates, names and numbers, whatever the format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from stdnum.nl import bsn

from deelwijs.core.people import Name
from deelwijs.people.importers.names import split_family
from deelwijs.people.importers.records import At
from deelwijs.people.importers.roll import Report
from deelwijs.people.importers.tables import Row

_ISO = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+\Z")
_DAMAGED = re.compile(r"[\ufffd?]|Ã.|\d")
KEY_LIMIT = 200


def keyed(rows: Iterable[Row], column: str, file: str, report: Report) -> Iterator[Row]:
    """The rows that have a key that fits. Whether a key is there twice is for ``settling``."""
    for row in rows:
        key = row[column]
        if not key:
            report.add("id_missing", file, row.number, column=column)
        elif len(key) > KEY_LIMIT:
            report.add("too_long", file, row.number, column=column, limit=KEY_LIMIT)
        else:
            yield row


def period(row: Row, first: str, last: str, file: str, report: Report) -> tuple[date | None, date | None]:
    """The first and the last day; the first may not be after the last."""
    starts, ends = (iso_date(row[column], column, (file, row.number), report) for column in (first, last))
    if starts and ends and starts > ends:
        report.add("dates_reversed", file, row.number)
    return starts, ends


def iso_date(text: str, column: str, at: At, report: Report) -> date | None:
    """A date as the standards write it; a time after it is passed over."""
    if not text:
        return None
    try:
        if _ISO.match(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    report.add("date_unreadable", *at, column=column, value=text[:20])
    return None


def birth_date(born: date | None, day: date, at: At, report: Report) -> date | None:
    """A date of birth that can be one, read on ``day``."""
    if born and born > day:
        report.add("birth_in_future", *at, value=born.isoformat())
    elif born and born.year < day.year - 120:
        report.add("birth_too_old", *at, value=born.isoformat())
    else:
        return born
    return None


def name_of(
    given: str, infix: str, family: str, at: At, report: Report, *, called: str = "", initials: str = ""
) -> Name:
    """A name in its parts, with what is wrong with it. ``called`` is how people call this person."""
    given = given or called or initials
    if not given:
        report.add("name_missing", *at)
    if not infix:
        infix, family = split_family(family)
    limits = (("voornaam", given, 100), ("tussenvoegsel", infix, 40), ("achternaam", family, 100))
    for part, text, limit in (*limits, ("roepnaam", called, 100), ("voorletters", initials, 40)):
        if len(text) > limit:
            report.add("too_long", *at, column=part, limit=limit)
    name = Name(given, infix, family, initials, (called,) if called and called != given else ())
    if _DAMAGED.search(name.full):
        report.add("name_damaged", *at, value=name.full)
    return name


def email_of(text: str, at: At, report: Report) -> str:
    """A mail address, or nothing where it is none."""
    if text and (len(text) > 254 or not _EMAIL.match(text)):
        report.add("email_unreadable", *at)
        return ""
    return text


def number_of(text: str, at: At, report: Report | None = None) -> str:
    """A number as the school uses it, unless it is a burgerservicenummer: that is never kept."""
    if not looks_like_bsn(text):
        return text
    if report:
        report.add("looks_like_bsn", *at)
    return ""


def looks_like_bsn(text: str) -> bool:
    """Whether a text passes the test of a burgerservicenummer, also with dots or spaces in it."""
    digits = text.replace(" ", "").replace(".", "") if len(text) > 9 else text
    fits = len(digits) == 9 or (digits == text and len(text) == 8)  # Excel drops a zero in front
    return fits and digits.isdigit() and bool(bsn.is_valid(digits))
