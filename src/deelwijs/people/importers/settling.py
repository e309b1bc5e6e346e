"""What holds between the rows of a delivery: the same checks for every format, once all rows are in.

Each step says what is wrong and leaves the roll so that everything in it hangs together. Of a delivery with
changes only (delta) much lies outside it; what it refers to is then looked up when it is compared.
"""

from __future__ import annotations

from typing import Final

from deelwijs.core.people import Name
from deelwijs.people.importers.fields import looks_like_bsn
from deelwijs.people.importers.roll import Roll

_INDEXES: Final = {
    "org": ("id",),
    "person": ("id",),
    "role": ("person",),
    "birth": ("id",),
    "care": ("pupil", "guardian"),
    "class": ("id",),
    "place": ("person", "class"),
    "bond": ("person",),
}
# So many keys that all pass the test of a burgerservicenummer are no accident.
_NO_ACCIDENT: Final = 5
_PEOPLE: Final = "SELECT id FROM person"
_PUPILS: Final = "SELECT person FROM bond WHERE kind = 'pupil'"


def settle(roll: Roll) -> None:
    """Check what was read and tie it together."""
    roll.flush()
    for table, columns in _INDEXES.items():
        for column in columns:
            roll.run(f"CREATE INDEX {table}_{column} ON {table} ({column})")
    roll.teach("full_name", lambda given, infix, family: Name(given, infix, family).full, 3)
    roll.teach("folded", str.casefold, 1)
    _keys(roll)
    _births(roll)
    _bonds(roll)
    _cares(roll)
    _guardians(roll)
    _places(roll)
    if not roll.is_delta:
        _look_twice(roll)
    roll.run("ANALYZE")


def _tell(roll: Roll, code: str, table: str, which: str, **params: str) -> None:
    """A problem for each row of a table for which a condition holds. ``params`` are for the sentence."""
    more = "".join(f", {column} AS {name}" for name, column in params.items())
    for row in roll.all(f"SELECT file, line{more} FROM {table} AS one WHERE {which}"):
        roll.report.add(code, row["file"], row["line"], **{name: row[name] for name in params})


def _drop(roll: Roll, table: str, which: str) -> None:
    roll.run(f"DELETE FROM {table} AS one WHERE {which}")


def _refuse(roll: Roll, code: str, table: str, which: str, **params: str) -> None:
    _tell(roll, code, table, which, **params)
    _drop(roll, table, which)


# --- Keys -----------------------------------------------------------------------------------------
def _keys(roll: Roll) -> None:
    for table in ("org", "person", "class", "birth"):
        first = f"(SELECT rowid FROM {table} AS other WHERE other.id = one.id ORDER BY rowid LIMIT 1)"
        other = first.replace("SELECT rowid", "SELECT line")
        once = " AND NOT repeats" if table in {"person", "class"} else ""
        _tell(roll, "id_twice", table, f"rowid > {first}{once}", id="id", other=other)
        _drop(roll, table, f"rowid > {first}")
    some = roll.first("SELECT file FROM person LIMIT 1")
    if some is None:
        if not roll.is_delta and not roll.report.stopped():
            roll.report.add("nobody", roll.noted("people_file"))
        return
    nine = [row["id"] for row in roll.rows(f"SELECT id FROM person WHERE id GLOB '{'[0-9]' * 9}'")]
    if len(nine) >= _NO_ACCIDENT and all(map(looks_like_bsn, nine)):
        roll.report.add("bsn_as_id", some["file"])


def _births(roll: Roll) -> None:
    if not roll.is_delta:
        _refuse(roll, "birth_of_unknown", "birth", f"id NOT IN ({_PEOPLE})", id="id")
    _drop(roll, "birth", "NOT active")
    roll.run(
        "UPDATE person SET born = (SELECT born FROM birth WHERE birth.id = person.id)"
        " WHERE id IN (SELECT id FROM birth)"
    )


# --- How people belong to the school --------------------------------------------------------------
def _bonds(roll: Roll) -> None:
    """One bond a kind: somebody with the same role at two schools has it as long as either lasts."""
    if not roll.is_delta:
        _refuse(roll, "role_of_unknown", "role", f"person NOT IN ({_PEOPLE})", id="person")
    roll.run(
        "INSERT INTO bond (person, kind, starts, ends) SELECT role.person, role.kind,"
        " CASE WHEN count(starts) < count(*) THEN NULL ELSE min(starts) END,"
        " CASE WHEN count(ends) < count(*) THEN NULL ELSE max(ends) END"
        " FROM role LEFT JOIN person ON person.id = role.person"
        " WHERE role.active AND coalesce(person.active, 1) GROUP BY role.person, role.kind"
    )
    roll.run(
        "UPDATE person SET function = coalesce((SELECT function FROM role WHERE role.person = person.id"
        " AND role.function != '' ORDER BY role.rowid LIMIT 1), function)"
    )
    if not roll.is_delta:
        keep_what_has_a_use(roll)


def keep_what_has_a_use(roll: Roll) -> None:
    """A date of birth and a number of pupils only, a code and a function of staff only."""
    pupils = "SELECT person FROM role WHERE kind = 'pupil'"
    staff = "SELECT person FROM role WHERE kind = 'employee'"
    roll.run(f"UPDATE person SET born = NULL, number = '' WHERE id NOT IN ({pupils})")
    roll.run(f"UPDATE person SET code = '' WHERE id IN ({pupils}) OR id NOT IN ({staff})")


# --- Who cares for whom ---------------------------------------------------------------------------
def _cares(roll: Roll) -> None:
    gone = "pupil IN (SELECT id FROM person WHERE NOT active)"
    _drop(roll, "care", gone if roll.is_delta else f"pupil NOT IN ({_PUPILS})")
    _drop(roll, "care", "rowid NOT IN (SELECT min(rowid) FROM care GROUP BY pupil, guardian)")
    _refuse(roll, "own_guardian", "care", "pupil = guardian", id="guardian")
    if not roll.is_delta:
        _refuse(roll, "agent_unknown", "care", f"guardian NOT IN ({_PEOPLE})", id="guardian")
    pupils = "SELECT person FROM role WHERE kind = 'pupil'"
    _refuse(roll, "agent_is_pupil", "care", f"guardian IN ({pupils})", id="guardian")
    _drop(roll, "care", "guardian IN (SELECT id FROM person WHERE NOT active)")
    roll.run(
        "UPDATE care SET custody = 0 WHERE guardian IN"
        " (SELECT person FROM role WHERE kind = 'guardian' GROUP BY person HAVING min(relative) = 1)"
    )


def _guardians(roll: Roll) -> None:
    """Named as a guardian by a pupil: that makes a guardian. Who guards nobody here is none."""
    roll.run(
        "INSERT INTO role (person, kind, active, relative) SELECT DISTINCT guardian, 'guardian', 1, 0"
        " FROM care WHERE guardian NOT IN (SELECT person FROM bond WHERE kind = 'guardian')"
    )
    roll.run(
        "INSERT INTO bond (person, kind) SELECT DISTINCT guardian, 'guardian'"
        " FROM care WHERE guardian NOT IN (SELECT person FROM bond WHERE kind = 'guardian')"
    )
    if not roll.is_delta:
        _tell(roll, "no_role", "person", "active AND id NOT IN (SELECT person FROM role)")
        idle = "kind = 'guardian' AND person NOT IN (SELECT guardian FROM care)"
        _tell(roll, "guardian_of_nobody", "person", f"id IN (SELECT person FROM bond WHERE {idle})")
        _drop(roll, "bond", idle)


# --- Who is in which class ------------------------------------------------------------------------
def _places(roll: Roll) -> None:
    if not roll.is_delta:
        _drop(roll, "place", "NOT active")
        _refuse(roll, "enrolment_of_unknown", "place", f"person NOT IN ({_PEOPLE})", id="person")
        _refuse(roll, "enrolment_in_unknown", "place", "class NOT IN (SELECT id FROM class)", id="class")
        _drop(roll, "class", "NOT active")
        _drop(roll, "place", "class NOT IN (SELECT id FROM class)")
        _drop(roll, "place", "person NOT IN (SELECT person FROM bond)")
    _drop(roll, "place", "rowid NOT IN (SELECT max(rowid) FROM place GROUP BY class, person, teacher)")


# --- What may be right, but deserves a look before it is stored -----------------------------------
def _look_twice(roll: Roll) -> None:
    """A thing that a format cannot carry at all is not missed of everybody."""
    if roll.first(f"SELECT 1 FROM person WHERE id IN ({_PUPILS}) AND born IS NOT NULL"):
        _tell(roll, "birth_missing", "person", f"id IN ({_PUPILS}) AND born IS NULL")
    elif pupil := roll.first(f"SELECT file FROM person WHERE id IN ({_PUPILS})"):
        roll.report.add("births_absent", pupil["file"])
    if roll.first("SELECT 1 FROM care"):
        _tell(roll, "no_guardian", "person", f"id IN ({_PUPILS}) AND id NOT IN (SELECT pupil FROM care)")
    if roll.first("SELECT 1 FROM place WHERE teacher"):
        taught = "SELECT class FROM place WHERE teacher"
        _tell(roll, "no_teacher", "class", f"id NOT IN ({taught})", value="code")
    namesakes = (
        "SELECT person.file, max(person.line) AS line, class.code, count(*) AS count,"
        " full_name(given, infix, family) AS name"
        " FROM place JOIN person ON person.id = place.person JOIN class ON class.id = place.class"
        " WHERE NOT teacher GROUP BY class.id, folded(full_name(given, infix, family)) HAVING count(*) > 1"
    )
    for row in roll.all(namesakes):
        params = {"group": row["code"], "count": row["count"], "value": row["name"]}
        roll.report.add("same_name", row["file"], row["line"], **params)
