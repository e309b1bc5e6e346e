"""Microsoft School Data Sync, the older format 1: schools, sections, students and teachers. No guardians."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from deelwijs.core.people import Affiliation
from deelwijs.people.importers.fields import birth_date, email_of, keyed, name_of, number_of
from deelwijs.people.importers.records import At, EnrolmentRow, GroupRow, OrgRow, PersonRow, TieRow
from deelwijs.people.importers.roll import Report, Roll
from deelwijs.people.importers.sources import Source
from deelwijs.people.importers.tables import Row, columns_of, table

NAME: Final = "Microsoft SDS 1"
_SCHOOLS, _SECTIONS, _STUDENTS, _TEACHERS = "school.csv", "section.csv", "student.csv", "teacher.csv"
_PLACES: Final = {"studentenrollment.csv": False, "teacherroster.csv": True}
_US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z", re.ASCII)


def recognises(source: Source) -> bool:
    """Whether the delivery is SDS 1."""
    return "sis id" in columns_of(source, _STUDENTS) or "sis id" in columns_of(source, _SECTIONS)


def read(source: Source, roll: Roll, day: date) -> None:
    """Pour everybody and every class into the roll."""
    notes = {"format": NAME, "people_file": _STUDENTS, "org_file": _SCHOOLS, "whole": "1", "periods": "0"}
    for key, value in notes.items():
        roll.note(key, value)
    for row in _rows(source, roll, _SCHOOLS, "Name"):
        roll.add_org(OrgRow(row["SIS ID"], row["Name"]), (_SCHOOLS, row.number))
    for row in _rows(source, roll, _SECTIONS, "Section Name"):
        name = row["Section Name"][:60]
        group = GroupRow(row["SIS ID"], name, row["Section Name"][:200], org=row["School SIS ID"])
        roll.add_group(group, (_SECTIONS, row.number))
    for row in _rows(source, roll, _STUDENTS, "First Name", "Last Name"):
        roll.add_person(_pupil(row, day, roll.report), (_STUDENTS, row.number))
    for row in _rows(source, roll, _TEACHERS, "First Name", "Last Name"):
        roll.add_person(_teacher(row, roll.report), (_TEACHERS, row.number))
    for file, teacher in _PLACES.items():
        for row in table(source, file, ("Section SIS ID", "SIS ID"), roll.report):
            place = EnrolmentRow(row["Section SIS ID"], row["SIS ID"], teacher)
            roll.add_enrolment(place, (file, row.number))


def _rows(source: Source, roll: Roll, file: str, *required: str) -> Iterator[Row]:
    rows = table(source, file, ("SIS ID", *required), roll.report)
    return keyed(rows, "SIS ID", file, roll.report)


def _person(row: Row, file: str, report: Report) -> PersonRow:
    at = (file, row.number)
    # The middle name is a second first name here; a Dutch tussenvoegsel stands with the family name.
    name = name_of(row["First Name"], "", row["Last Name"], at, report)
    address = row["Secondary Email"] or (row["Username"] if "@" in row["Username"] else "")
    orgs = frozenset({row["School SIS ID"]} if row["School SIS ID"] else ())
    return PersonRow(row["SIS ID"], name, email=email_of(address, at, report), orgs=orgs)


def _pupil(row: Row, day: date, report: Report) -> PersonRow:
    at = (_STUDENTS, row.number)
    person = _person(row, _STUDENTS, report)
    return PersonRow(
        person.source_id,
        person.name,
        ties=(TieRow(Affiliation.PUPIL),),
        email=person.email,
        orgs=person.orgs,
        birth_date=birth_date(_us_date(row["Birthdate"], at, report), day, at, report),
        student_number=number_of(row["Student Number"], at, report)[:40],
    )


def _teacher(row: Row, report: Report) -> PersonRow:
    person = _person(row, _TEACHERS, report)
    return PersonRow(
        person.source_id,
        person.name,
        ties=(TieRow(Affiliation.EMPLOYEE),),
        email=person.email,
        orgs=person.orgs,
        staff_code=number_of(row["Teacher Number"], (_TEACHERS, row.number))[:20],
        function=(row["Title"] or "Docent")[:100],
    )


def _us_date(text: str, at: At, report: Report) -> date | None:
    """The format writes month/day/year."""
    if not text:
        return None
    try:
        if found := _US_DATE.match(text):
            return date(int(found[3]), int(found[1]), int(found[2]))
        return date.fromisoformat(text)
    except ValueError:
        report.add("date_unreadable", *at, column="Birthdate", value=text[:20])
        return None
