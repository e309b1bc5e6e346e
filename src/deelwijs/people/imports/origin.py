"""Whether a delivery is of the school that reads it in: by its BRIN or the source's own id of the school."""

from __future__ import annotations

from deelwijs.people.importers.records import OrgRow
from deelwijs.people.importers.roll import Roll
from deelwijs.people.models import School

_BRIN = 4  # characters; a location has two more


def own_schools(school: School, roll: Roll) -> list[str]:
    """The schools of the delivery that are this school; none named means all of them."""
    found = roll.schools()
    mine = [one.source_id for one in found if _same(school.org_id, one)]
    return [] if len(mine) == len(found) else mine


def check(school: School, roll: Roll) -> None:
    """Refuse what is of another school. Only a school that has an id itself can be told from another."""
    found = roll.schools()
    if school.org_id and found and not any(_same(school.org_id, one) for one in found):
        theirs = " en ".join(
            f"{one.name} ({one.source_id})" if one.name else one.source_id for one in found[:3]
        )
        roll.report.add(
            "wrong_school", roll.noted("org_file"), theirs=theirs, ours=f"{school.name} ({school.org_id})"
        )


def _same(org_id: str, one: OrgRow) -> bool:
    ours, theirs = org_id.strip().upper(), one.source_id.strip().upper()
    if not ours or ours == theirs:
        return bool(ours)
    shortest = min(len(ours), len(theirs))
    return shortest == _BRIN and ours[:_BRIN] == theirs[:_BRIN] and max(len(ours), len(theirs)) <= _BRIN + 2
