"""Class lists: who comes into which class and who goes out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from deelwijs.people.imports.context import LASTING_LAST, Context, Counter, Looked
from deelwijs.people.imports.differences import row_name
from deelwijs.people.imports.steps import CHUNK, Step
from deelwijs.people.models import Enrolment

Key = tuple[UUID, UUID, bool]

_PLACES = (
    "SELECT place.*, class.pk AS class_pk, class.code FROM place JOIN class ON class.id = place.class"
    " WHERE place.here AND class.pk IS NOT NULL AND place.person BETWEEN ? AND ?"
)
_VERBS = {
    (False, True): "komt in klas", (False, False): "gaat uit klas",
    (True, True): "geeft les aan", (True, False): "geeft geen les meer aan",
}  # fmt: skip


def steps(context: Context, counter: Counter) -> Iterator[Looked]:
    """What becomes of everybody's classes."""
    for page in context.people():
        yield _page(context, page, counter), len(page)
    if context.is_delta:
        yield from _classes_gone(context, counter)
    else:
        yield from _missing(context, counter)


def _page(context: Context, page: list[Any], counter: Counter) -> Step[Enrolment]:
    step = Step(Enrolment)
    people = {row["id"]: row for row in page}
    rows = Enrolment.objects.filter(
        person_id__in=[UUID(row["pk"]) for row in page if not row["fresh"]], group__source_id__isnull=False
    ).select_related("group").order_by(*LASTING_LAST)  # fmt: skip
    stored = {(row.group_id, row.person_id, row.is_teacher): row for row in rows}
    wanted: dict[Key, Any] = {}
    out = set()
    for row in context.span(_PLACES, page):
        if row["person"] in people:
            key = (UUID(row["class_pk"]), UUID(people[row["person"]]["pk"]), bool(row["teacher"]))
            if row["active"]:
                wanted[key] = row
            else:
                out.add(key)
    for key, row in wanted.items():
        _want(context, step, key, row, stored.get(key), people[row["person"]], counter)
    leaving = {UUID(row["pk"]) for row in page if not row["active"]}
    going = [key for key in stored if key not in wanted and context.lasts(stored[key])]
    if context.is_delta:
        going = [key for key in going if key in out or key[1] in leaving]
    else:
        going = [key for key in going if key[2] in context.class_roles or key[1] in leaving]
    names = {UUID(row["pk"]): row_name(row) for row in page}
    _end(context, step, [(stored[key], names[key[1]]) for key in going], counter)
    return step


def _want(
    context: Context, step: Step[Enrolment], key: Key, row: Any, known: Enrolment | None, who: Any,
    counter: Counter,
) -> None:  # fmt: skip
    group_id, person_id, is_teacher = key
    if context.begins_anew(known, row):
        period = context.period(row, known)
        step.new.append(Enrolment(group_id=group_id, person_id=person_id, is_teacher=is_teacher, **period))
        counter.new += 1
        if not who["fresh"]:
            context.tell(person_id, row_name(who), "place", f"{_VERBS[is_teacher, True]} {row['code']}")
    elif known is not None and step.take(known, context.period(row, known)):
        counter.changed += 1
        context.tell(person_id, row_name(who), "place", f"andere periode in {known.group.code}")
    else:
        counter.same += 1


def _end(
    context: Context, step: Step[Enrolment], rows: Iterable[tuple[Enrolment, str]], counter: Counter
) -> None:
    for row, name in rows:
        step.take(row, {"ends_on": context.last_day})
        counter.gone += 1
        context.tell(row.person_id, name, "place", f"{_VERBS[row.is_teacher, False]} {row.group.code}")


# --- Who is not in a full file, and which classes a file of changes takes out -----------------------
def _missing(context: Context, counter: Counter) -> Iterator[Looked]:
    rows = Enrolment.objects.filter(
        context.lasting, group__school_id=context.school_id, group__source_id__isnull=False,
        person__source_id__isnull=False, is_teacher__in=context.class_roles,
    )  # fmt: skip
    for page in _pages(rows):
        named = context.in_roll({row.person_id for row in page})
        step = Step(Enrolment)
        gone = [(row, row.person.name.full) for row in page if row.person_id not in named]
        _end(context, step, gone, counter)
        yield step, 0


def _classes_gone(context: Context, counter: Counter) -> Iterator[Looked]:
    asked = "SELECT pk FROM class WHERE here AND NOT active AND pk IS NOT NULL"
    groups = [UUID(row["pk"]) for row in context.roll.rows(asked)]
    for page in _pages(Enrolment.objects.filter(context.lasting, group_id__in=groups)):
        step = Step(Enrolment)
        _end(context, step, [(row, row.person.name.full) for row in page], counter)
        yield step, 0


def _pages(rows: QuerySet[Enrolment]) -> Iterator[list[Enrolment]]:
    ordered = rows.select_related("group", "person").order_by("pk")
    last = 0
    while page := list(ordered.filter(pk__gt=last)[:CHUNK]):
        last = page[-1].pk
        yield page
