"""OneRoster CSV, version 1.2 and 1.1 (1EdTech): a folder, or a zip of one. No database, no Django.

Only the columns named here are read. Passwords, sex, ethnicity, country of birth and pronouns may be in the
files; they never leave them. Whether a number is a burgerservicenummer is looked at to keep it out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from stdnum.nl import bsn

from deelwijs.core.people import Affiliation
from deelwijs.people.importers import summary
from deelwijs.people.importers.csvfiles import Report, Row, open_source, table
from deelwijs.people.importers.fields import dates, identifiers, org_ids, person_of
from deelwijs.people.importers.records import (
    EnrolmentRow,
    GroupRow,
    GuardianRow,
    ImportedSchool,
    OrgRow,
    PersonRow,
    TieRow,
)

DELETED = "tobedeleted"

_STAFF = {
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
_GUARDIANS = {"guardian", "parent", "relative"}
_KINDS = (
    {"student": Affiliation.PUPIL}
    | dict.fromkeys(_GUARDIANS, Affiliation.GUARDIAN)
    | dict.fromkeys(_STAFF, Affiliation.EMPLOYEE)
)

_USERS, _ROLES, _CLASSES = "users.csv", "roles.csv", "classes.csv"
_ENROLMENTS, _DEMOGRAPHICS, _ORGS, _MANIFEST = (
    "enrollments.csv",
    "demographics.csv",
    "orgs.csv",
    "manifest.csv",
)


def read(source: Path, *, day: date) -> ImportedSchool:
    """Everybody and every class in a OneRoster export, with what is wrong in it.

    ``day`` is the day on which the file is read: nobody is born after it. Never raises for what a file
    says: each fault is a problem with its file and row.
    """
    report = Report()
    files = open_source(source, report)
    if report.stopped():
        return ImportedSchool(problems=report.sorted())
    _refuse_delta(files, report)
    users = table(files, _USERS, ("sourcedId", "givenName", "familyName", "agentSourcedIds"), report)
    roles = _role_rows(files, users, report)
    orgs = table(files, _ORGS, ("sourcedId", "name", "type"), report)
    classes = table(files, _CLASSES, ("sourcedId", "title", "classType", "schoolSourcedId"), report)
    enrolments = table(files, _ENROLMENTS, ("classSourcedId", "userSourcedId", "role"), report)
    demographics = table(files, _DEMOGRAPHICS, ("sourcedId", "birthDate"), report)
    if report.stopped():
        return ImportedSchool(problems=report.sorted())
    people = _people(users, roles, _births(demographics, users, day, report), report)
    imported = ImportedSchool(
        orgs=tuple(_orgs(orgs, report)),
        people=people,
        groups=tuple(_groups(classes, report)),
    )
    imported = replace(imported, enrolments=_enrolments(enrolments, classes, imported, report))
    _look_twice(imported, {row["sourcedId"]: row.number for row in users}, classes, report)
    return replace(imported, problems=report.sorted())


def _refuse_delta(files: dict[str, bytes], report: Report) -> None:
    """A file of changes only would make everybody else look gone."""
    for row in table(files, _MANIFEST, ("propertyName", "value"), report, optional=True):
        if row["propertyName"].startswith("file.") and row["value"].lower() == "delta":
            report.add("delta", _MANIFEST, row.number)


def _role_rows(files: dict[str, bytes], users: list[Row], report: Report) -> list[Row]:
    """Version 1.2 has a file of roles; in version 1.1 the role stands with the user."""
    if _ROLES not in files and users and "role" in users[0].values:
        return [
            Row(user.number, user.values | {"usersourcedid": user["sourcedId"], "orgsourcedid": org})
            for user in users
            for org in org_ids(user) or [""]
        ]
    return table(files, _ROLES, ("userSourcedId", "role", "orgSourcedId"), report)


def _is_deleted(row: Row) -> bool:
    return row["status"].lower() == DELETED


def _orgs(rows: list[Row], report: Report) -> Iterable[OrgRow]:
    for row in identifiers(rows, _ORGS, report):
        if not _is_deleted(row):
            yield OrgRow(row["sourcedId"], row["name"], is_school=row["type"].lower() == "school")


def _groups(rows: list[Row], report: Report) -> Iterable[GroupRow]:
    for row in identifiers(rows, _CLASSES, report):
        if _is_deleted(row):
            continue
        code = row["classCode"] or row["title"]
        for column, value, limit in (("classCode", code, 60), ("title", row["title"], 200)):
            if len(value) > limit:
                report.add("too_long", _CLASSES, row.number, column=column, limit=limit)
        yield GroupRow(
            source_id=row["sourcedId"],
            code=code,
            title=row["title"] or code,
            is_homeroom=row["classType"].lower() == "homeroom",
            org=row["schoolSourcedId"],
        )


def _births(rows: list[Row], users: list[Row], day: date, report: Report) -> dict[str, date]:
    known = {user["sourcedId"] for user in users}
    births = {}
    for row in identifiers(rows, _DEMOGRAPHICS, report):
        if row["sourcedId"] not in known:
            report.add("birth_of_unknown", _DEMOGRAPHICS, row.number, id=row["sourcedId"])
            continue
        born = dates(row, _DEMOGRAPHICS, report, "birthDate")[0]
        if born and born > day:
            report.add("birth_in_future", _DEMOGRAPHICS, row.number, value=born.isoformat())
        elif born and born.year < day.year - 120:
            report.add("birth_too_old", _DEMOGRAPHICS, row.number, value=born.isoformat())
        elif born and not _is_deleted(row):
            births[row["sourcedId"]] = born
    return births


def _people(
    users: list[Row], roles: list[Row], births: dict[str, date], report: Report
) -> tuple[PersonRow, ...]:
    if not users:
        report.add("nobody", _USERS)
    numbers = [row["sourcedId"] for row in users if len(row["sourcedId"]) == 9 and row["sourcedId"].isdigit()]
    if len(numbers) >= 5 and all(bsn.is_valid(number) for number in numbers):
        report.add("bsn_as_id", _USERS)
    valid = list(identifiers(users, _USERS, report))
    held = _roles_held(valid, roles, report)
    people = []
    for user in valid:
        mine = held[user["sourcedId"]]
        active = not _is_deleted(user)
        person = replace(
            person_of(user, _USERS, report),
            kinds=frozenset(_KINDS[row["role"].lower()] for row in mine),
            ties=_ties(mine, report) if active else (),
            is_active=active,
            orgs=frozenset(
                row["orgSourcedId"] for row in mine if row["orgSourcedId"] and not _is_deleted(row)
            ),
            function=next((_STAFF[role] for row in mine if (role := row["role"].lower()) in _STAFF), ""),
        )
        people.append(_for_its_kind(person, births.get(person.source_id)))
    return _with_guardians(people, {user["sourcedId"]: user for user in valid}, held, report)


def _for_its_kind(person: PersonRow, born: date | None) -> PersonRow:
    """Keep what has a purpose: a date of birth and number of pupils only, a code of staff only."""
    staff = Affiliation.EMPLOYEE in person.kinds
    return replace(
        person,
        birth_date=born if person.is_pupil else None,
        student_number=person.student_number if person.is_pupil else "",
        staff_code=person.staff_code if staff and not person.is_pupil else "",
    )


def _roles_held(users: list[Row], roles: list[Row], report: Report) -> dict[str, list[Row]]:
    """The rows of known roles by user."""
    file = _USERS if roles and "givenname" in roles[0].values else _ROLES
    held: dict[str, list[Row]] = {user["sourcedId"]: [] for user in users}
    for row in roles:
        if row["role"].lower() not in _KINDS:
            report.add("role_unknown", file, row.number, value=row["role"])
        elif row["userSourcedId"] not in held:
            report.add("role_of_unknown", file, row.number, id=row["userSourcedId"])
        else:
            held[row["userSourcedId"]].append(row)
    for user in users:
        if not held[user["sourcedId"]] and not _is_deleted(user):
            report.add("no_role", _USERS, user.number)
    return held


def _ties(rows: list[Row], report: Report) -> tuple[TieRow, ...]:
    """One tie a kind: somebody with the same role at two schools has it as long as either lasts."""
    periods: dict[Affiliation, list[tuple[date | None, date | None]]] = defaultdict(list)
    for row in rows:
        if not _is_deleted(row):
            period = dates(row, _ROLES, report, "beginDate", "endDate")
            periods[_KINDS[row["role"].lower()]].append((period[0], period[1]))
    ties = []
    for kind, spans in periods.items():
        starts, ends = zip(*spans, strict=True)
        ties.append(
            TieRow(
                kind,
                None if None in starts else min(filter(None, starts)),
                None if None in ends else max(filter(None, ends)),
            )
        )
    return tuple(sorted(ties, key=lambda tie: tie.kind.value))


def _with_guardians(
    people: list[PersonRow], users: dict[str, Row], held: dict[str, list[Row]], report: Report
) -> tuple[PersonRow, ...]:
    """Tie pupils to their guardians; who guards no pupil of the school is no guardian here."""
    by_id = {person.source_id: person for person in people}
    relatives = {
        who
        for who, rows in held.items()
        if {row["role"].lower() for row in rows} & _GUARDIANS == {"relative"}
    }
    caring: set[str] = set()
    tied = []
    for person in people:
        if Affiliation.PUPIL not in person.tied_kinds:
            tied.append(person)
            continue
        ids = _agents(users[person.source_id], by_id, report)
        caring |= set(ids)
        tied.append(replace(person, guardians=tuple(GuardianRow(who, who not in relatives) for who in ids)))
    return tuple(_guarding(person, caring, users, report) for person in tied)


def _agents(user: Row, by_id: dict[str, PersonRow], report: Report) -> list[str]:
    found = []
    for agent in dict.fromkeys(part.strip() for part in user["agentSourcedIds"].split(",")):
        other = by_id.get(agent)
        if not agent:
            continue
        if agent == user["sourcedId"]:
            report.add("own_guardian", _USERS, user.number, id=agent)
        elif other is None:
            report.add("agent_unknown", _USERS, user.number, id=agent)
        elif other.is_pupil:
            report.add("agent_is_pupil", _USERS, user.number, id=agent)
        elif other.is_active:
            found.append(agent)
    return found


def _guarding(person: PersonRow, caring: set[str], users: dict[str, Row], report: Report) -> PersonRow:
    is_guardian = Affiliation.GUARDIAN in person.tied_kinds
    if person.source_id in caring and not is_guardian:
        # Named as a guardian by a pupil: that makes a guardian, whatever the list of roles forgot.
        tie = TieRow(Affiliation.GUARDIAN)
        return replace(person, ties=(*person.ties, tie), kinds=person.kinds | {Affiliation.GUARDIAN})
    if is_guardian and person.source_id not in caring:
        report.add("guardian_of_nobody", _USERS, users[person.source_id].number)
        return replace(person, ties=tuple(tie for tie in person.ties if tie.kind is not Affiliation.GUARDIAN))
    return person


def _enrolments(
    rows: list[Row], classes: list[Row], imported: ImportedSchool, report: Report
) -> tuple[EnrolmentRow, ...]:
    people = {person.source_id: person for person in imported.people}
    groups = {group.source_id for group in imported.groups}
    named = {row["sourcedId"] for row in classes}
    kept: dict[tuple[str, str, bool], EnrolmentRow] = {}
    for row in rows:
        group, who, role = row["classSourcedId"], row["userSourcedId"], row["role"].lower()
        if _is_deleted(row):
            continue
        if role not in {"student", "teacher", "aide", "proctor", "administrator"}:
            report.add("enrolment_role", _ENROLMENTS, row.number, value=row["role"])
        elif who not in people:
            report.add("enrolment_of_unknown", _ENROLMENTS, row.number, id=who)
        elif group not in named:
            report.add("enrolment_in_unknown", _ENROLMENTS, row.number, id=group)
        elif people[who].ties and group in groups:
            first, last = dates(row, _ENROLMENTS, report, "beginDate", "endDate")
            key = (group, who, role != "student")
            kept[key] = EnrolmentRow(*key, first, last)
    return tuple(kept.values())


def _look_twice(
    imported: ImportedSchool, user_rows: dict[str, int], classes: list[Row], report: Report
) -> None:
    """What may be right, but deserves a look before it is stored."""
    names = {person.source_id: person.name.full for person in imported.people}
    for person in imported.people:
        if Affiliation.PUPIL not in person.tied_kinds:
            continue
        if person.birth_date is None:
            report.add("birth_missing", _USERS, user_rows[person.source_id])
        if not person.guardians:
            report.add("no_guardian", _USERS, user_rows[person.source_id])
    class_rows = {row["sourcedId"]: row.number for row in classes}
    codes = {group.source_id: group.code for group in imported.groups}
    for group in summary.classes_without_teacher(imported):
        report.add("no_teacher", _CLASSES, class_rows[group], value=codes[group])
    for same in summary.same_names(imported):
        report.add(
            "same_name",
            _USERS,
            user_rows[same.people[-1]],
            group=codes[same.group],
            count=len(same.people),
            value=names[same.people[0]],
        )
