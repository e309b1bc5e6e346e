"""Classes: new ones, and what they are called. A class that is gone keeps its row; its class list ends."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from deelwijs.people.imports.context import Context, Counter, Looked
from deelwijs.people.imports.matching import pages
from deelwijs.people.imports.steps import Step
from deelwijs.people.imports.values import group_values
from deelwijs.people.models import Enrolment, Group


def steps(context: Context, counter: Counter) -> Iterator[Looked]:
    """What becomes of the classes."""
    counter.gone = _emptied(context)
    for page in pages(context.roll, "class", "active AND said AND pk IS NOT NULL"):
        step = Step(Group)
        stored = Group.objects.in_bulk([UUID(row["pk"]) for row in page if not row["fresh"]])
        for row in page:
            known = stored.get(UUID(row["pk"]))
            if known is None:
                step.new.append(Group(id=UUID(row["pk"]), school_id=context.school_id, **group_values(row)))
            elif not step.take(known, group_values(row)):
                counter.same += 1
        counter.new += len(step.new)
        counter.changed += len(step.changed)
        yield step, 0


def _emptied(context: Context) -> int:
    """How many classes the delivery ends: they had people, and are not in it or are marked as gone."""
    rows = Enrolment.objects.filter(
        context.lasting, group__school_id=context.school_id, group__source_id__isnull=False
    )
    lasting = set(rows.values_list("group_id", flat=True).distinct())
    named = {
        UUID(row["pk"]): bool(row["active"])
        for row in context.roll.rows("SELECT pk, active FROM class WHERE here AND pk IS NOT NULL")
    }
    if context.is_delta:
        return sum(not named.get(key, True) for key in lasting)
    return sum(key not in named for key in lasting) if named else 0
