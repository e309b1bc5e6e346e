"""The people of a file as the core sees them, without a database in between."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from deelwijs.core.people import Affiliation, Person
from deelwijs.people.importers.records import EnrolmentRow, ImportedSchool, PersonRow, TieRow


def members(imported: ImportedSchool, day: date) -> tuple[Person, ...]:
    """Everybody in the file who belongs to the school on ``day``, with guardians and classes of that day."""
    kinds = {person.source_id: _kinds(person, day) for person in imported.people}
    groups = _groups(imported, day)
    return tuple(
        Person(
            id=person.source_id,
            name=person.name,
            affiliations=kinds[person.source_id],
            birth_date=person.birth_date,
            guardians=tuple(
                guardian.source_id
                for guardian in person.guardians
                if guardian.has_custody and Affiliation.GUARDIAN in kinds.get(guardian.source_id, ())
            ),
            groups=tuple(groups[person.source_id]),
            function=person.function,
            email=person.email,
            student_number=person.student_number,
            staff_code=person.staff_code,
        )
        for person in imported.people
        if kinds[person.source_id]
    )


def _kinds(person: PersonRow, day: date) -> frozenset[Affiliation]:
    return frozenset(tie.kind for tie in person.ties if person.is_active and _holds(tie, day))


def _holds(row: TieRow | EnrolmentRow, day: date) -> bool:
    return (row.starts_on is None or row.starts_on <= day) and (row.ends_on is None or day <= row.ends_on)


def _groups(imported: ImportedSchool, day: date) -> dict[str, list[str]]:
    """The classes in which each pupil is, the fixed class first."""
    known = {group.source_id: group for group in imported.groups}
    groups: dict[str, list[str]] = defaultdict(list)
    rows = [row for row in imported.enrolments if not row.is_teacher and _holds(row, day)]
    for row in sorted(rows, key=lambda row: (not known[row.group].is_homeroom, known[row.group].code)):
        groups[row.person].append(known[row.group].code)
    return groups
