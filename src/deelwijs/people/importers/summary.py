"""What is in a delivery, in figures: for the preview and for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from deelwijs.core.people import birthday
from deelwijs.people.importers.messages import shown_key
from deelwijs.people.importers.roll import Roll

_SOON: Final = timedelta(days=30)
_IS: Final = "EXISTS (SELECT 1 FROM role WHERE role.person = person.id AND role.kind = '{}')"
_PUPIL, _STAFF, _GUARDIAN = (_IS.format(kind) for kind in ("pupil", "employee", "guardian"))
_ACTIVE: Final = "EXISTS (SELECT 1 FROM bond WHERE person = id AND kind = 'pupil' AND bond.here)"

Counts = dict[str, int | list[str]]


def summarise(roll: Roll, day: date, ages: Sequence[int] = ()) -> Counts:
    """Counts on ``day``, and the source ids of who needs attention.

    ``ages`` are the ages in whole years at which pupils are told apart: the first one gives the number
    below it and who reaches it soon.
    """
    counts: Counts = {
        "pupils_total": _count(roll, _PUPIL),
        "pupils_active": _count(roll, _ACTIVE),
        "staff": _count(roll, _STAFF),
        "guardians": _count(roll, f"{_GUARDIAN} AND NOT {_STAFF}"),
        "guardians_without_email": _count(roll, f"{_GUARDIAN} AND NOT {_STAFF} AND email = ''"),
        "classes": roll.count("SELECT count(*) FROM class WHERE here AND active"),
        "orgs": roll.count("SELECT count(*) FROM org WHERE active"),
        "tobedeleted": _ids(roll, "NOT active"),
        "no_guardian": _without_guardian(roll),
        "two_schools": _ids(roll, f"{_ACTIVE} AND {_ORGS} > 1"),
        "staff_who_is_guardian": _ids(roll, f"{_STAFF} AND {_GUARDIAN}"),
        "class_without_teacher": _without_teacher(roll),
        "same_name_same_class": _namesakes(roll),
        "born_29_feb": _ids(roll, f"{_ACTIVE} AND born LIKE '%-02-29'"),
    }
    return counts | _ages(roll, day, ages)


_ORGS: Final = (
    "(SELECT count(DISTINCT org) FROM role WHERE role.person = person.id AND role.active AND org != '')"
)


def _count(roll: Roll, which: str) -> int:
    return roll.count(f"SELECT count(*) FROM person WHERE here AND said AND {which}")


def _ids(roll: Roll, which: str) -> list[str]:
    asked = f"SELECT id FROM person WHERE here AND said AND {which} ORDER BY id"
    return [shown_key(row["id"]) for row in roll.rows(asked)]


def _without_guardian(roll: Roll) -> list[str]:
    """Pupils for whom nobody is named, in a format that names guardians at all."""
    if not roll.first("SELECT 1 FROM care"):
        return []
    return _ids(roll, f"{_ACTIVE} AND id NOT IN (SELECT pupil FROM care)")


def _without_teacher(roll: Roll) -> list[str]:
    """Classes that nobody teaches, in a format that names teachers at all."""
    if not roll.first("SELECT 1 FROM place WHERE teacher"):
        return []
    taught = "SELECT class FROM place WHERE teacher AND active"
    asked = f"SELECT id FROM class WHERE here AND active AND id NOT IN ({taught}) ORDER BY id"
    return [shown_key(row["id"]) for row in roll.rows(asked)]


def _namesakes(roll: Roll) -> list[str]:
    """Pupils in one class who bear the same name: a photo is tagged with the wrong one in a moment."""
    roll.teach("folded", str.casefold, 1)
    name = "folded(given || ' ' || infix || ' ' || family)"
    shared = (
        f"SELECT class, {name} AS name FROM place JOIN person ON person.id = place.person"
        " WHERE NOT teacher AND place.active GROUP BY class, name HAVING count(*) > 1"
    )
    asked = (
        f"SELECT DISTINCT person.id FROM place JOIN person ON person.id = place.person"
        f" JOIN ({shared}) AS same ON same.class = place.class AND same.name = {name}"
        " WHERE NOT teacher AND place.here ORDER BY 1"
    )
    return [shown_key(row[0]) for row in roll.rows(asked)]


def _ages(roll: Roll, day: date, ages: Sequence[int]) -> Counts:
    roll.teach("birthday", lambda born, age: birthday(date.fromisoformat(born), age).isoformat(), 2)
    known = f"{_ACTIVE} AND born IS NOT NULL"
    counts: Counts = {
        f"aged{age}plus": _count(roll, f"{known} AND birthday(born, {age}) <= '{day}'") for age in ages
    }
    if ages:
        first = f"{known} AND birthday(born, {ages[0]})"
        counts[f"under{ages[0]}"] = _count(roll, f"{first} > '{day}'")
        counts[f"exactly{ages[0]}_today"] = _ids(roll, f"{first} = '{day}'")
        counts[f"turns{ages[0]}_tomorrow"] = _ids(roll, f"{first} = '{day + timedelta(days=1)}'")
        counts[f"turn{ages[0]}_next_30_days"] = _ids(
            roll, f"{first} > '{day}' AND birthday(born, {ages[0]}) <= '{day + _SOON}'"
        )
    return counts
