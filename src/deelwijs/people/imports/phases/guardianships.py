"""Who cares for whom. What a person set about custody, or ended, stays: no file knows a court's decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from deelwijs.people.imports.context import LASTING_LAST, Context, Counter, Looked
from deelwijs.people.imports.differences import row_name
from deelwijs.people.imports.steps import Step
from deelwijs.people.models import Guardianship, Person

_CARES = (
    "SELECT care.pupil, care.custody, person.pk, person.given, person.infix, person.family FROM care"
    " JOIN person ON person.id = care.guardian"
    " WHERE care.here AND person.pk IS NOT NULL AND care.pupil BETWEEN ? AND ? ORDER BY care.rowid"
)
_PUPIL = "id IN (SELECT person FROM bond WHERE kind = 'pupil' AND here)"


def steps(context: Context, counter: Counter) -> Iterator[Looked]:
    """What becomes of the ties between pupils and guardians."""
    if context.roll.first("SELECT 1 FROM care") is None and not context.is_delta:
        return  # the format does not carry them
    changed = "active AND (said OR id IN (SELECT pupil FROM care))"
    for page in context.people(changed if context.is_delta else _PUPIL):
        yield _page(context, page, counter), len(page)


def _page(context: Context, page: list[Any], counter: Counter) -> Step[Guardianship]:
    step = Step(Guardianship)
    rows = Guardianship.objects.filter(
        pupil_id__in=[UUID(row["pk"]) for row in page if not row["fresh"]], guardian__source_id__isnull=False
    ).select_related("guardian").order_by(*LASTING_LAST)  # fmt: skip
    stored = {(row.guardian_id, row.pupil_id): row for row in rows}
    cares: dict[str, list[Any]] = defaultdict(list)
    for row in context.span(_CARES, page):
        cares[row["pupil"]].append(row)
    wanted = set()
    names = _names(page)
    for pupil in page:
        for order, care in enumerate(cares[pupil["id"]], start=1):
            key = (UUID(care["pk"]), UUID(pupil["pk"]))
            wanted.add(key)
            if key in stored:
                counter.same += 1
            else:
                _add(step, key, care, order)
                if not pupil["fresh"]:
                    context.tell(key[1], names[key[1]], "care", f"krijgt {row_name(care)} als verzorger")
    # Of a pupil who is only referred to (in a list of parents) the file does not name everybody.
    said = {UUID(row["pk"]) for row in page if row["said"]}
    # What a person at the school ended before is history, and stays.
    missing = [row for key, row in stored.items() if key not in wanted and key[1] in said]
    step.removed = [row for row in missing if context.lasts(row)]
    context.turned |= {row.pupil_id for row in (*step.new, *step.removed)}
    for tie in step.removed:
        words = f"{tie.guardian.name.full} vervalt als verzorger"
        context.tell(tie.pupil_id, names[tie.pupil_id], "care", words)
    counter.new += len(step.new)
    counter.gone += len(step.removed)
    return step


def _names(page: list[Any]) -> dict[UUID, str]:
    """The names of the pupils; of who is only referred to as they are stored."""
    names = {UUID(row["pk"]): row_name(row) for row in page if row["said"]}
    others = [UUID(row["pk"]) for row in page if not row["said"]]
    return names | {key: person.name.full for key, person in Person.objects.in_bulk(others).items()}


def _add(step: Step[Guardianship], key: tuple[UUID, UUID], care: Any, order: int) -> None:
    step.new.append(
        Guardianship(
            guardian_id=key[0], pupil_id=key[1], has_custody=bool(care["custody"]), contact_order=order
        )
    )
