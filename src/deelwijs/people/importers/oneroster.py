"""OneRoster CSV, version 1.2 and 1.1 (1EdTech), bulk and delta.

Only the columns named here are read. Passwords, sex, ethnicity, country of birth and pronouns may be in the
files; they never leave them. Whether a number is a burgerservicenummer is looked at to keep it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from deelwijs.core.people import Affiliation
from deelwijs.people.importers.fields import (
    birth_date,
    email_of,
    iso_date,
    keyed,
    name_of,
    number_of,
    period,
)
from deelwijs.people.importers.records import (
    EnrolmentRow,
    GroupRow,
    GuardianRow,
    OrgRow,
    PersonRow,
    TieRow,
)
from deelwijs.people.importers.roll import Report, Roll
from deelwijs.people.importers.sources import Source
from deelwijs.people.importers.tables import Row, columns_of, table

NAME: Final = "OneRoster"
DELETED: Final = "tobedeleted"

STAFF: Final = {
    "teacher": "Docent",
    "principal": "Schoolleider",
    "counselor": "Begeleider",
    "aide": "Onderwijsassistent",
    "proctor": "Surveillant",
    "administrator": "Medewerker",
    "districtadministrator": "Medewerker",
    "siteadministrator": "Medewerker",
    "systemadministrator": "Medewerker",
}
_GUARDIANS: Final = {"guardian", "parent", "relative"}
_KINDS: Final = (
    {"student": Affiliation.PUPIL}
    | dict.fromkeys(_GUARDIANS, Affiliation.GUARDIAN)
    | dict.fromkeys(STAFF, Affiliation.EMPLOYEE)
)
_IN_CLASS: Final = {"student", "teacher", "aide", "proctor", "administrator"}
_STUDENT_NUMBER = re.compile(r"\{leerlingnummer:([^}]+)\}", re.IGNORECASE)

_USERS, _ROLES, _CLASSES = "users.csv", "roles.csv", "classes.csv"
_ENROLMENTS, _DEMOGRAPHICS, _ORGS, _MANIFEST = (
    "enrollments.csv",
    "demographics.csv",
    "orgs.csv",
    "manifest.csv",
)
_OWN_FILES: Final = {_USERS, _ROLES, _CLASSES, _ENROLMENTS, _DEMOGRAPHICS, _ORGS}


def recognises(source: Source) -> bool:
    """Whether the delivery is OneRoster: by its manifest, or by several of its files."""
    if "sourcedid" in columns_of(source, _USERS):
        return True
    return _MANIFEST in source or len(_OWN_FILES & source.keys()) > 1


def read(source: Source, roll: Roll, day: date) -> None:
    """Pour everybody and every class into the roll. ``day`` is that of reading: nobody is born after it."""
    report = roll.report
    delta = _is_delta(source, report)
    with_roles = "role" in columns_of(source, _USERS) and _ROLES not in source
    roll.note("people_file", _USERS)
    roll.note("org_file", _ORGS)
    roll.note("format", f"{NAME} {'1.1' if with_roles else '1.2'}{', alleen wijzigingen' if delta else ''}")
    roll.note("delta" if delta else "whole", "1")
    reader = _Reader(source, roll, day, optional=delta)
    reader.orgs()
    reader.users(with_roles=with_roles)
    if not with_roles:
        reader.roles()
    reader.births()
    reader.classes()
    reader.enrolments()
    roll.note("newest", reader.newest)


def _is_delta(source: Source, report: Report) -> bool:
    rows = table(source, _MANIFEST, ("propertyName", "value"), report, optional=True)
    return any(row["propertyName"].startswith("file.") and row["value"].lower() == "delta" for row in rows)


def _is_active(row: Row) -> bool:
    return row["status"].lower() != DELETED


class _Reader:
    """One delivery on its way into the roll."""

    def __init__(self, source: Source, roll: Roll, day: date, *, optional: bool) -> None:
        self.source = source
        self.roll = roll
        self.report = roll.report
        self.day = day
        self.optional = optional
        self.newest = ""

    def _rows(self, file: str, *required: str, key: str = "") -> Iterator[Row]:
        rows = table(self.source, file, required, self.report, optional=self.optional)
        for row in keyed(rows, key, file, self.report) if key else rows:
            self.newest = max(self.newest, row["dateLastModified"])
            yield row

    def orgs(self) -> None:
        for row in self._rows(_ORGS, "sourcedId", "name", "type", key="sourcedId"):
            org = OrgRow(row["sourcedId"], row["name"], is_school=row["type"].lower() == "school")
            self.roll.add_org(org, (_ORGS, row.number), active=_is_active(row))

    def users(self, *, with_roles: bool) -> None:
        needed = ("sourcedId", "givenName", "familyName", "agentSourcedIds")
        for row in self._rows(_USERS, *needed, key="sourcedId"):
            self.roll.add_person(self._person(row), (_USERS, row.number))
            agents = dict.fromkeys(part.strip() for part in row["agentSourcedIds"].split(","))
            for place, agent in enumerate(filter(None, agents), start=1):
                self.roll.add_care(row["sourcedId"], GuardianRow(agent), place, (_USERS, row.number))
            if with_roles:  # version 1.1: the role stands with the user
                for org in _parts(row["orgSourcedIds"]) or [""]:
                    self._role(row, row["sourcedId"], org, _USERS)

    def _person(self, row: Row) -> PersonRow:
        at = (_USERS, row.number)
        named = _STUDENT_NUMBER.search(row["userIds"])
        number = named[1].strip() if named else row["identifier"]
        # In Dutch exports the middle name is the tussenvoegsel.
        return PersonRow(
            source_id=row["sourcedId"],
            name=name_of(
                row["givenName"], row["middleName"], row["familyName"], at, self.report,
                called=row["preferredGivenName"],
            ),
            is_active=_is_active(row),
            email=email_of(row["email"], at, self.report),
            student_number=number_of(number, at, self.report)[:40],
            staff_code=number_of(row["identifier"], at)[:20],
        )  # fmt: skip

    def roles(self) -> None:
        for row in self._rows(_ROLES, "userSourcedId", "role", "orgSourcedId"):
            self._role(row, row["userSourcedId"], row["orgSourcedId"], _ROLES)

    def _role(self, row: Row, person: str, org: str, file: str) -> None:
        role = row["role"].lower()
        if role not in _KINDS:
            self.report.add("role_unknown", file, row.number, value=row["role"])
            return
        self.roll.add_role(
            person,
            TieRow(_KINDS[role], *period(row, "beginDate", "endDate", file, self.report)),
            (file, row.number),
            org=org,
            function=STAFF.get(role, ""),
            relative=role == "relative",
            active=_is_active(row),
        )

    def births(self) -> None:
        for row in self._rows(_DEMOGRAPHICS, "sourcedId", "birthDate", key="sourcedId"):
            at = (_DEMOGRAPHICS, row.number)
            born = iso_date(row["birthDate"], "birthDate", at, self.report)
            born = birth_date(born, self.day, at, self.report)
            self.roll.add_birth(row["sourcedId"], born, at, active=_is_active(row))

    def classes(self) -> None:
        needed = ("sourcedId", "title", "classType", "schoolSourcedId")
        for row in self._rows(_CLASSES, *needed, key="sourcedId"):
            code = row["classCode"] or row["title"]
            for column, value, limit in (("classCode", code, 60), ("title", row["title"], 200)):
                if len(value) > limit:
                    self.report.add("too_long", _CLASSES, row.number, column=column, limit=limit)
            group = GroupRow(
                source_id=row["sourcedId"],
                code=code,
                title=row["title"] or code,
                is_homeroom=row["classType"].lower() == "homeroom",
                org=row["schoolSourcedId"],
            )
            self.roll.add_group(group, (_CLASSES, row.number), active=_is_active(row))

    def enrolments(self) -> None:
        for row in self._rows(_ENROLMENTS, "classSourcedId", "userSourcedId", "role"):
            if row["role"].lower() not in _IN_CLASS:
                if _is_active(row):
                    self.report.add("enrolment_role", _ENROLMENTS, row.number, value=row["role"])
                continue
            who = EnrolmentRow(
                row["classSourcedId"],
                row["userSourcedId"],
                row["role"].lower() != "student",
                *period(row, "beginDate", "endDate", _ENROLMENTS, self.report),
            )
            self.roll.add_enrolment(who, (_ENROLMENTS, row.number), active=_is_active(row))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
