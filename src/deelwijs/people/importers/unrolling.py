"""Between a roll and frozen rows in memory, for whoever needs a school as a whole."""

from __future__ import annotations

from collections import defaultdict

from deelwijs.core.people import Affiliation, Name
from deelwijs.people.importers.records import (
    EnrolmentRow,
    GroupRow,
    GuardianRow,
    ImportedSchool,
    OrgRow,
    PersonRow,
    TieRow,
)
from deelwijs.people.importers.roll import Roll, day_of
from deelwijs.people.importers.settling import settle


def school_of(roll: Roll) -> ImportedSchool:
    """Everything in the roll, as far as it was narrowed to."""
    orgs = roll.rows("SELECT id, name, is_school FROM org WHERE active ORDER BY rowid")
    groups = roll.rows(
        "SELECT id, code, title, homeroom, org FROM class WHERE here AND active ORDER BY rowid"
    )
    places = roll.rows(
        "SELECT class, person, teacher, starts, ends FROM place WHERE here AND active ORDER BY rowid"
    )
    return ImportedSchool(
        orgs=tuple(OrgRow(row[0], row[1], is_school=bool(row[2])) for row in orgs),
        people=_people(roll),
        groups=tuple(GroupRow(row[0], row[1], row[2], bool(row[3]), row[4]) for row in groups),
        enrolments=tuple(
            EnrolmentRow(row[0], row[1], bool(row[2]), day_of(row[3]), day_of(row[4])) for row in places
        ),
        problems=tuple(roll.problems()),
    )


def _people(roll: Roll) -> tuple[PersonRow, ...]:
    kinds: dict[str, set[Affiliation]] = defaultdict(set)
    orgs: dict[str, set[str]] = defaultdict(set)
    for person, kind, org, active in roll.rows("SELECT person, kind, org, active FROM role"):
        kinds[person].add(Affiliation(kind))
        if org and active:
            orgs[person].add(org)
    ties: dict[str, list[TieRow]] = defaultdict(list)
    for person, kind, starts, ends in roll.rows(
        "SELECT person, kind, starts, ends FROM bond WHERE here ORDER BY kind"
    ):
        ties[person].append(TieRow(Affiliation(kind), day_of(starts), day_of(ends)))
    guardians: dict[str, list[GuardianRow]] = defaultdict(list)
    for pupil, guardian, custody in roll.rows(
        "SELECT pupil, guardian, custody FROM care WHERE here ORDER BY rowid"
    ):
        guardians[pupil].append(GuardianRow(guardian, bool(custody)))
    return tuple(
        PersonRow(
            source_id=row["id"],
            name=_name(row),
            kinds=frozenset(kinds[row["id"]]),
            ties=tuple(ties[row["id"]]),
            is_active=bool(row["active"]),
            email=row["email"],
            birth_date=day_of(row["born"]),
            student_number=row["number"],
            staff_code=row["code"],
            function=row["function"],
            orgs=frozenset(orgs[row["id"]]),
            guardians=tuple(guardians[row["id"]]),
        )
        for row in roll.rows("SELECT * FROM person WHERE here ORDER BY rowid")
    )


def _name(row: dict[str, str]) -> Name:
    nicknames = (row["called"],) if row["called"] else ()
    return Name(row["given"], row["infix"], row["family"], row["initials"], nicknames)


def pour(school: ImportedSchool, roll: Roll) -> None:
    """Lay a school in memory down in a roll, and settle it there."""
    roll.note("whole", "1")
    for org in school.orgs:
        roll.add_org(org, ("", None))
    for person in school.people:
        roll.add_person(person, ("", None))
        for kind in person.kinds - person.tied_kinds:
            roll.add_role(person.source_id, TieRow(kind), ("", None), active=False)
    for group in school.groups:
        roll.add_group(group, ("", None))
    for enrolment in school.enrolments:
        roll.add_enrolment(enrolment, ("", None))
    for found in school.problems:
        roll.put("problem", (found.code, found.file, found.row, found.message_nl, found.stops))
    settle(roll)
