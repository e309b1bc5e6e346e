"""Microsoft School Data Sync, format 2.1: OneRoster in a shorter form, with guardians as relationships.

Passwords, sex, birth place and ethnicity stand in its files and are not read.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from deelwijs.core.people import Affiliation
from deelwijs.people.importers.fields import birth_date, email_of, iso_date, keyed, name_of, period
from deelwijs.people.importers.records import (
    EnrolmentRow,
    GroupRow,
    GuardianRow,
    OrgRow,
    PersonRow,
    TieRow,
)
from deelwijs.people.importers.roll import Roll
from deelwijs.people.importers.sources import Source
from deelwijs.people.importers.tables import Row, columns_of, table

NAME: Final = "Microsoft SDS 2.1"

_USERS, _ROLES, _RELATIONS = "users.csv", "roles.csv", "relationships.csv"
_DEMOGRAPHICS, _ORGS, _CLASSES, _ENROLMENTS = (
    "demographics.csv",
    "orgs.csv",
    "classes.csv",
    "enrollments.csv",
)
_STAFF: Final = {
    "teacher": "Docent",
    "professor": "Docent",
    "lecturer": "Docent",
    "instructor": "Docent",
    "aide": "Onderwijsassistent",
    "counselor": "Begeleider",
    "principal": "Schoolleider",
    "viceprincipal": "Schoolleider",
    "headmaster": "Schoolleider",
    "administrator": "Medewerker",
    "staff": "Medewerker",
    "faculty": "Medewerker",
    "itadmin": "Medewerker",
    "nurse": "Medewerker",
    "proctor": "Surveillant",
    "substitute": "Docent",
    "officestaff": "Medewerker",
    "districtleader": "Schoolleider",
}
_GUARDIANS: Final = {"guardian", "parent", "relative"}
_KINDS: Final = (
    {"student": Affiliation.PUPIL}
    | dict.fromkeys(_GUARDIANS, Affiliation.GUARDIAN)
    | dict.fromkeys(_STAFF, Affiliation.EMPLOYEE)
)
# Relations that say who cares; the rest (a doctor, an emergency contact) does not concern consent.
_CARING: Final = {"parent": True, "guardian": True, "relative": False}


def recognises(source: Source) -> bool:
    """Whether the delivery is SDS 2.1: columns that OneRoster does not have."""
    return _RELATIONS in source or "activedirectorymatchid" in columns_of(source, _USERS)


def read(source: Source, roll: Roll, day: date) -> None:
    """Pour everybody and every class into the roll."""
    for key, value in {"format": NAME, "people_file": _USERS, "org_file": _ORGS, "whole": "1"}.items():
        roll.note(key, value)
    # It holds no numbers and codes of people; what another format brought stays.
    roll.note_carried("pupil", {"email", "birth_date"})
    roll.note_carried("guardian", {"email"})
    roll.note_carried("employee", {"email", "function"})
    _orgs(source, roll)
    _users(source, roll)
    _roles(source, roll)
    _births(source, roll, day)
    _relations(source, roll)
    _classes(source, roll)
    _enrolments(source, roll)


def _orgs(source: Source, roll: Roll) -> None:
    rows = table(source, _ORGS, ("sourcedId", "name", "type"), roll.report)
    for row in keyed(rows, "sourcedId", _ORGS, roll.report):
        org = OrgRow(row["sourcedId"], row["name"], is_school=row["type"].lower() == "school")
        roll.add_org(org, (_ORGS, row.number))


def _users(source: Source, roll: Roll) -> None:
    rows = table(source, _USERS, ("sourcedId", "givenName", "familyName"), roll.report)
    for row in keyed(rows, "sourcedId", _USERS, roll.report):
        at = (_USERS, row.number)
        name = name_of(row["givenName"], row["middleName"], row["familyName"], at, roll.report)
        # Of pupils and staff the user name is the address at school; parents have one of their own.
        address = row["email"] or (row["username"] if "@" in row["username"] else "")
        roll.add_person(PersonRow(row["sourcedId"], name, email=email_of(address, at, roll.report)), at)


def _roles(source: Source, roll: Roll) -> None:
    for row in table(source, _ROLES, ("userSourcedId", "orgSourcedId", "role"), roll.report):
        role = row["role"].lower()
        if role not in _KINDS:
            roll.report.add("role_unknown", _ROLES, row.number, value=row["role"])
            continue
        days = period(row, "roleStartDate", "roleEndDate", _ROLES, roll.report)
        roll.add_role(
            row["userSourcedId"],
            TieRow(_KINDS[role], *days),
            (_ROLES, row.number),
            org=row["orgSourcedId"],
            function=_STAFF.get(role, ""),
            relative=role == "relative",
        )


def _births(source: Source, roll: Roll, day: date) -> None:
    rows = table(source, _DEMOGRAPHICS, ("userSourcedId", "birthDate"), roll.report, optional=True)
    for row in keyed(rows, "userSourcedId", _DEMOGRAPHICS, roll.report):
        at = (_DEMOGRAPHICS, row.number)
        born = iso_date(row["birthDate"], "birthDate", at, roll.report)
        roll.add_birth(row["userSourcedId"], birth_date(born, day, at, roll.report), at)


def _relations(source: Source, roll: Roll) -> None:
    needed = ("userSourcedId", "relationshipUserSourcedId", "relationshipRole")
    rows = table(source, _RELATIONS, needed, roll.report, optional=True)
    places: dict[str, int] = {}
    for row in keyed(rows, "userSourcedId", _RELATIONS, roll.report):
        role = row["relationshipRole"].lower()
        if role not in _CARING:
            continue
        place = places[row["userSourcedId"]] = places.get(row["userSourcedId"], 0) + 1
        guardian = GuardianRow(row["relationshipUserSourcedId"], has_custody=_CARING[role])
        roll.add_care(row["userSourcedId"], guardian, place, (_RELATIONS, row.number))


def _classes(source: Source, roll: Roll) -> None:
    rows = table(source, _CLASSES, ("sourcedId", "orgSourcedId", "title"), roll.report)
    for row in keyed(rows, "sourcedId", _CLASSES, roll.report):
        code = row["code"] or row["title"]
        if len(code) > 60:
            roll.report.add("too_long", _CLASSES, row.number, column="title", limit=60)
        group = GroupRow(row["sourcedId"], code, row["title"] or code, org=row["orgSourcedId"])
        roll.add_group(group, (_CLASSES, row.number))


def _enrolments(source: Source, roll: Roll) -> None:
    for row in table(source, _ENROLMENTS, ("classSourcedId", "userSourcedId", "role"), roll.report):
        if row["role"].lower() not in _KINDS:
            roll.report.add("enrolment_role", _ENROLMENTS, row.number, value=row["role"])
            continue
        place = EnrolmentRow(row["classSourcedId"], row["userSourcedId"], _teaches(row))
        roll.add_enrolment(place, (_ENROLMENTS, row.number))


def _teaches(row: Row) -> bool:
    return row["role"].lower() != "student"
