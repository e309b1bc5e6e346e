"""What is in a file, in figures: for the preview and for the command line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from deelwijs.core.people import Affiliation, age_on, birthday
from deelwijs.people.importers.records import ImportedSchool, PersonRow

_SOON = timedelta(days=30)

Counts = dict[str, int | list[str]]


def summarise(imported: ImportedSchool, day: date, ages: Sequence[int] = ()) -> Counts:
    """Counts on ``day``, and the source ids of who needs attention.

    ``ages`` are the ages in whole years at which pupils are told apart: the first one gives the number
    below it and who reaches it soon.
    """
    pupils = [person for person in imported.people if person.is_pupil]
    active = [pupil for pupil in pupils if Affiliation.PUPIL in pupil.tied_kinds]
    guardians = [
        person
        for person in imported.people
        if Affiliation.GUARDIAN in person.kinds and Affiliation.EMPLOYEE not in person.kinds
    ]
    staff = [person for person in imported.people if Affiliation.EMPLOYEE in person.kinds]
    counts: Counts = {
        "pupils_total": len(pupils),
        "pupils_active": len(active),
        "staff": len(staff),
        "guardians": len(guardians),
        "guardians_without_email": sum(not guardian.email for guardian in guardians),
        "classes": len(imported.groups),
        "orgs": len(imported.orgs),
        "tobedeleted": _ids(person for person in imported.people if not person.is_active),
        "no_guardian": _ids(pupil for pupil in active if not pupil.guardians),
        "two_schools": _ids(pupil for pupil in active if len(pupil.orgs) > 1),
        "staff_who_is_guardian": _ids(person for person in staff if Affiliation.GUARDIAN in person.kinds),
        "class_without_teacher": classes_without_teacher(imported),
        "same_name_same_class": sorted({one for same in same_names(imported) for one in same.people}),
        "born_29_feb": _ids(
            p for p in active if p.birth_date and (p.birth_date.month, p.birth_date.day) == (2, 29)
        ),
    }
    return counts | _ages(active, day, ages)


def _ids(people: Iterable[PersonRow]) -> list[str]:
    return sorted(person.source_id for person in people)


def _ages(pupils: list[PersonRow], day: date, ages: Sequence[int]) -> Counts:
    born = [(pupil, pupil.birth_date) for pupil in pupils if pupil.birth_date]
    counts: Counts = {f"aged{age}plus": sum(age_on(at, day) >= age for _, at in born) for age in ages}
    if ages:
        first = ages[0]
        counts[f"under{first}"] = sum(age_on(at, day) < first for _, at in born)
        counts[f"exactly{first}_today"] = _ids(who for who, at in born if birthday(at, first) == day)
        counts[f"turns{first}_tomorrow"] = _ids(
            who for who, at in born if birthday(at, first) == day + timedelta(days=1)
        )
        counts[f"turn{first}_next_30_days"] = _ids(
            who for who, at in born if day < birthday(at, first) <= day + _SOON
        )
    return counts


def classes_without_teacher(imported: ImportedSchool) -> list[str]:
    """Source ids of the classes that nobody teaches."""
    taught = {row.group for row in imported.enrolments if row.is_teacher}
    return sorted(group.source_id for group in imported.groups if group.source_id not in taught)


@dataclass(frozen=True, slots=True)
class SameName:
    """Pupils in one class who bear the same name."""

    group: str
    people: tuple[str, ...]


def same_names(imported: ImportedSchool) -> list[SameName]:
    """Who can easily be taken for another: a photo is tagged with the wrong one in a moment."""
    by_id = {person.source_id: person for person in imported.people}
    bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in imported.enrolments:
        if not row.is_teacher and row.person in by_id:
            bearers[row.group, by_id[row.person].name.full.casefold()].add(row.person)
    return [
        SameName(group, tuple(sorted(ids))) for (group, _), ids in sorted(bearers.items()) if len(ids) > 1
    ]
