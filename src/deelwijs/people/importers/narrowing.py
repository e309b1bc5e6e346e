"""One school out of a delivery with several."""

from __future__ import annotations

from collections.abc import Collection

from deelwijs.people.importers.roll import Roll


def narrow(roll: Roll, schools: Collection[str]) -> None:
    """Mark who and what of the roll is of these schools (their ids in the source); of all when none is named.

    Somebody at school counts where they work, learn or teach; a guardian where one of the pupils is. Whoever
    the delivery gives no school (a change of an address, say) is not left out.

    Raises:
        LookupError: when the roll has no such school.
    """
    if not schools:
        for table in ("person", "class", "bond", "care", "place"):
            roll.run(f"UPDATE {table} SET here = 1")
        return
    known = {school.source_id for school in roll.schools()}
    if missing := set(schools) - known:
        raise LookupError(", ".join(sorted(missing)))
    roll.run("DROP TABLE IF EXISTS temp.chosen")
    roll.run("CREATE TEMP TABLE chosen (id TEXT PRIMARY KEY)")
    roll.mark("INSERT INTO chosen VALUES (?)", [(one,) for one in schools])
    _members(roll)
    _mark(roll)


def _members(roll: Roll) -> None:
    roll.run("UPDATE class SET here = org IN (SELECT id FROM chosen)")
    roll.run("DROP TABLE IF EXISTS temp.member")
    roll.run("CREATE TEMP TABLE member (id TEXT PRIMARY KEY)")
    roll.run(
        "INSERT OR IGNORE INTO member SELECT person FROM role AS mine"
        " WHERE active AND org IN (SELECT id FROM chosen)"
        " AND EXISTS (SELECT 1 FROM role WHERE role.person = mine.person AND kind != 'guardian')"
    )
    roll.run(
        "INSERT OR IGNORE INTO member SELECT person FROM place JOIN class ON class.id = place.class"
        " WHERE teacher AND class.here"
    )
    roll.run(
        "INSERT OR IGNORE INTO member SELECT id FROM person"
        " WHERE NOT EXISTS (SELECT 1 FROM role WHERE role.person = person.id AND org != '')"
        " AND NOT EXISTS (SELECT 1 FROM role WHERE role.person = person.id AND kind = 'guardian')"
    )


def _mark(roll: Roll) -> None:
    roll.run("DROP TABLE IF EXISTS temp.caring")
    roll.run("CREATE TEMP TABLE caring (id TEXT PRIMARY KEY)")
    roll.run(
        "INSERT OR IGNORE INTO caring SELECT guardian FROM care WHERE pupil IN"
        " (SELECT member.id FROM member JOIN person ON person.id = member.id WHERE active)"
    )
    members, caring = "SELECT id FROM member", "SELECT id FROM caring"
    commands = (
        f"UPDATE person SET here = id IN ({members}) OR id IN ({caring})",
        f"UPDATE bond SET here = CASE kind WHEN 'guardian' THEN person IN ({caring})"
        f" ELSE person IN ({members}) END",
        f"UPDATE care SET here = pupil IN ({members})",
        f"UPDATE place SET here = class IN (SELECT id FROM class WHERE here)"
        f" AND (person IN ({members}) OR person IN ({caring}))",
    )
    for command in commands:
        roll.run(command)
