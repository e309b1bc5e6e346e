"""People: new ones, and what is known of those who were there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from deelwijs.people.imports.context import Context, Looked
from deelwijs.people.imports.differences import field_words
from deelwijs.people.imports.steps import Step
from deelwijs.people.imports.values import Carried
from deelwijs.people.models import Affiliation, Person, Position
from deelwijs.people.periods import on_day

_BELONGS = "id IN (SELECT person FROM bond WHERE here)"


def steps(context: Context) -> Iterator[Looked]:
    """What becomes of the people. Who is in the file only to be taken out is not made."""
    carried = Carried(context.roll)
    for page in context.people("active" if context.is_delta else _BELONGS):
        step = Step(Person)
        stored = Person.objects.in_bulk([UUID(row["pk"]) for row in page if not row["fresh"]])
        kinds = _kinds(context, page)
        recorded = _recorded(context, stored)
        for row in page:
            values = carried.person(row, kinds[row["id"]])
            known = stored.get(UUID(row["pk"]))
            if known is not None and known.pk in recorded:
                values.pop("function", None)
            if known is None:
                step.new.append(Person(id=UUID(row["pk"]), school_id=context.school_id, **values))
            elif old := step.take(known, values):
                context.tell(known.pk, known.name.full, "changed", field_words(old, values))
                context.turned |= {known.pk} if "birth_date" in old else set()
        yield step, len(page)


def _recorded(context: Context, people: Collection[UUID]) -> set[UUID]:
    """Whose function somebody at the school recorded: it goes before what a file says."""
    positions = Position.objects.filter(on_day(context.day), person_id__in=people).exclude(function="")
    return set(positions.values_list("person_id", flat=True))


def _kinds(context: Context, page: list[Any]) -> dict[str, set[str]]:
    """What everybody of the page is: as the file says, and in a file of changes also as it stood."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for person, kind in context.span("SELECT person, kind FROM role WHERE person BETWEEN ? AND ?", page):
        kinds[person].add(kind)
    if context.is_delta:
        ids = {UUID(row["pk"]): row["id"] for row in page}
        rows = Affiliation.objects.filter(context.lasting, person_id__in=ids)
        for person_id, kind in rows.values_list("person_id", "kind"):
            kinds[ids[person_id]].add(kind)
    return kinds
