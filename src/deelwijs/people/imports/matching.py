"""Who in a delivery is already known at the school. The answer stands in the roll: ``pk`` and ``fresh``.

First by the key of the source. Then by what stays when a school changes to another format, or a parent to
another mail address: the number of a pupil, the code or mail address of an employee, and of a guardian the
name together with the pupil or the mail address. Only people who came from a file are ever matched.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from deelwijs.people.importers.roll import Roll
from deelwijs.people.imports.steps import CHUNK
from deelwijs.people.models import Group, Guardianship, Person

_PAGE = "SELECT * FROM {table} WHERE here AND ({which}) AND id > ? ORDER BY id LIMIT ?"
# Who is in the file with a tie; a guardian only with a pupil who is known.
_HAS_A_USE = (
    "(id IN (SELECT person FROM bond WHERE here AND kind != 'guardian') OR id IN (SELECT guardian FROM care"
    " JOIN person AS ward ON ward.id = care.pupil WHERE care.here AND (ward.said OR ward.pk IS NOT NULL)))"
)
_SET = "UPDATE {table} SET pk = ?, fresh = ? WHERE id = ?"


def pages(roll: Roll, table: str, which: str = "1") -> Iterator[list[Any]]:
    """The rows of a table, some hundreds at a time, by key. The roll may be written to meanwhile."""
    last = ""
    while page := roll.all(_PAGE.format(table=table, which=which), last, CHUNK):
        yield page
        last = page[-1]["id"]


def match(school_id: UUID, roll: Roll) -> None:
    """Give everybody and every class in the roll the key of the row that is theirs, or of one to make."""
    for table in ("person", "class"):
        roll.run(f"UPDATE {table} SET pk = NULL, fresh = 0 WHERE NOT fresh")
    if roll.is_delta:
        _look_up_others(roll)
    for page in pages(roll, "class"):
        _by_source(roll, "class", Group.objects.filter(school_id=school_id), page)
    for page in pages(roll, "person"):
        _by_source(roll, "person", Person.objects.filter(school_id=school_id), page)
    _otherwise(school_id, roll)
    _make_up(roll, "class", "active AND said")
    if roll.is_delta:
        _tell_unknown(roll)
    _make_up(roll, "person", f"said AND {_HAS_A_USE}")


def _look_up_others(roll: Roll) -> None:
    """In a file of changes: who is only referred to. They have no row of their own, so one is laid down."""
    referred = {
        "person": ("care.guardian", "place.person", "role.person", "birth.id", "reference.id"),
        "class": ("place.class",),
    }
    for table, columns in referred.items():
        roll.run(f"DELETE FROM {table} WHERE NOT said")
        for column in columns:
            other = f"SELECT DISTINCT {column}, 0, 1 FROM {column.split('.')[0]}"
            known = f"SELECT id FROM {table}"
            roll.run(f"INSERT INTO {table} (id, said, active) {other} WHERE {column} NOT IN ({known})")

    roll.run(
        "UPDATE person SET number = (SELECT number FROM reference WHERE reference.id = person.id)"
        " WHERE NOT said AND id IN (SELECT id FROM reference)"
    )
    roll.run(
        "UPDATE person SET born = (SELECT born FROM birth WHERE birth.id = person.id)"
        " WHERE NOT said AND id IN (SELECT id FROM birth)"
    )


def _tell_unknown(roll: Roll) -> None:
    """A change of somebody whom the school does not know, and whom this file does not make either."""
    roll.run("DELETE FROM problem WHERE code IN ('change_of_unknown', 'ward_unknown')")
    for row in roll.all(
        "SELECT care.file, care.line, person.id FROM care JOIN person ON person.id = care.pupil"
        " WHERE person.pk IS NULL AND NOT person.said"
    ):
        roll.report.add("ward_unknown", row["file"], row["line"], id=row["id"])
    strangers = f"pk IS NULL AND said AND active AND here AND NOT {_HAS_A_USE}"
    for row in roll.all(f"SELECT id, file, line FROM person WHERE {strangers}"):
        roll.report.add("change_of_unknown", row["file"], row["line"], id=row["id"])


def _by_source(roll: Roll, table: str, rows: Any, page: list[Any]) -> None:
    found = dict(rows.filter(source_id__in=[row["id"] for row in page]).values_list("source_id", "pk"))
    roll.mark(_SET.format(table=table), [(str(key), 0, source_id) for source_id, key in found.items()])


def _make_up(roll: Roll, table: str, which: str) -> None:
    for page in pages(roll, table, f"pk IS NULL AND {which}"):
        roll.mark(_SET.format(table=table), [(str(uuid.uuid4()), 1, row["id"]) for row in page])


# --- By what stays --------------------------------------------------------------------------------
def _otherwise(school_id: UUID, roll: Roll) -> None:
    known = Person.objects.filter(school_id=school_id, source_id__isnull=False)
    unknown = "(pk IS NULL OR fresh) AND said AND id IN (SELECT person FROM bond WHERE kind = '{}')"
    pupils = f"({unknown.format('pupil')} OR (pk IS NULL AND NOT said)) AND number != ''"
    for page in pages(roll, "person", pupils):
        _join(roll, page, known, "student_number", lambda row: row["number"])
    for page in pages(roll, "person", unknown.format("employee") + " AND code != ''"):
        _join(roll, page, known, "staff_code", lambda row: row["code"])
    for page in pages(roll, "person", unknown.format("employee") + " AND email != ''"):
        _join(roll, page, known, "email", lambda row: row["email"], named=True)
    for page in pages(roll, "person", unknown.format("guardian") + " AND email != ''"):
        _join(roll, page, known, "email", lambda row: row["email"], named=True)
    for page in pages(roll, "person", unknown.format("guardian")):
        _by_ward(roll, page)
    for page in pages(roll, "class", "pk IS NULL OR fresh"):
        _classes(school_id, roll, page)


def _join(
    roll: Roll, page: list[Any], known: Any, column: str, key: Callable[[Any], str], *, named: bool = False
) -> None:
    candidates: dict[tuple[str, str], list[tuple[UUID, str]]] = defaultdict(list)
    for person in known.filter(**{f"{column}__in": [key(row) for row in page]}):
        name = person.name.full.casefold() if named else ""
        candidates[getattr(person, column), name].append((person.pk, person.source_id))
    pairs = ((row, candidates[key(row), _name(row) if named else ""]) for row in page)
    _take(roll, "person", pairs)


def _by_ward(roll: Roll, page: list[Any]) -> None:
    """A parent with another mail address is still the parent of that name of the same pupil."""
    wards: dict[str, list[str]] = defaultdict(list)
    asked = (
        "SELECT guardian, person.pk FROM care JOIN person ON person.id = care.pupil"
        " WHERE guardian >= ? AND guardian <= ? AND NOT person.fresh AND person.pk IS NOT NULL"
    )
    for guardian, pupil in roll.rows(asked, page[0]["id"], page[-1]["id"]):
        wards[guardian].append(pupil)
    ties = Guardianship.objects.filter(
        pupil_id__in={pupil for pupils in wards.values() for pupil in pupils},
        guardian__source_id__isnull=False,
    ).select_related("guardian")
    candidates: dict[tuple[str, str], list[tuple[UUID, str]]] = defaultdict(list)
    for tie in ties:
        key = (str(tie.pupil_id), tie.guardian.name.full.casefold())
        candidates[key].append((tie.guardian_id, str(tie.guardian.source_id)))
    pairs = (
        (row, [one for pupil in wards[row["id"]] for one in candidates[pupil, _name(row)]]) for row in page
    )
    _take(roll, "person", pairs)


def _classes(school_id: UUID, roll: Roll, page: list[Any]) -> None:
    known = Group.objects.filter(
        school_id=school_id, source_id__isnull=False, code__in=[row["code"] for row in page]
    )
    candidates: dict[tuple[str, bool], list[tuple[UUID, str]]] = defaultdict(list)
    for group in known:
        candidates[group.code, group.is_homeroom].append((group.pk, str(group.source_id)))
    _take(roll, "class", ((row, candidates[row["code"], bool(row["homeroom"])]) for row in page))


def _take(roll: Roll, table: str, pairs: Iterable[tuple[Any, list[tuple[UUID, str]]]]) -> None:
    """Take the one candidate, unless there are more, or it is in the delivery under its own key."""
    found = []
    for row, candidates in pairs:
        one = next(iter(set(candidates)), None) if len(set(candidates)) == 1 else None
        if one and not roll.first(
            f"SELECT 1 FROM {table} WHERE here AND (id = ? OR (pk = ? AND NOT fresh))", one[1], str(one[0])
        ):
            found.append((str(one[0]), 0, row["id"]))
    # Of two rows that would both become the same person none does.
    keys = [key for key, _, _ in found]
    roll.mark(_SET.format(table=table), [row for row in found if keys.count(row[0]) == 1])


def _name(row: Any) -> str:
    parts = (row["given"], row["infix"], row["family"])
    return " ".join(part for part in parts if part).casefold()
