"""Taking an import back: every row as it was, to the byte, or not at all.

It is refused as soon as something rests on the import: a later import, a row that somebody changed since, or
an act about somebody whom the import made or tied (a consent, a receipt) according to the ledger.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import ManyToOneRel, Model, Q
from django.utils import timezone

from deelwijs.ledger.kinds import Kind
from deelwijs.ledger.models import Entry
from deelwijs.people.import_models import ImportRun, ImportSnapshot
from deelwijs.people.imports import snapshots
from deelwijs.people.imports.steps import CHUNK, digest, restored
from deelwijs.people.models import Affiliation, Group, Guardianship, Person

_NAMES_SHOWN = 3
# The import's own acts are no reason to refuse.
_OWN_ACTS = (Kind.PEOPLE_IMPORTED.value, Kind.PEOPLE_IMPORT_UNDONE.value)


class UndoRefusedError(ValueError):
    """Something rests on the import. The message says what, in words for the school."""


@dataclass
class _Rows:
    """A snapshot, and the rows as they are now."""

    model: type[Model]
    new: list[Model] = field(default_factory=list)
    changed: list[tuple[Model, Model]] = field(default_factory=list)  # as it is, as it was
    removed: list[Model] = field(default_factory=list)


def undo(run: ImportRun) -> set[UUID]:
    """Put every row back; the answer is who may stand differently now. The caller holds the transaction and
    the lock on the school.

    Raises:
        UndoRefusedError: something rests on the import; nothing may be kept of what was done so far.
    """
    refuse_if_too_late(run)
    turned: set[UUID] = set()
    for number in run.snapshots.order_by("-number").values_list("number", flat=True):
        rows = _unchanged(run.snapshots.get(number=number))
        _refuse_later_acts(run, rows)
        turned |= _turned(rows)
        _put_back(rows)
    run.snapshots.all().delete()
    return turned


def refuse_if_too_late(run: ImportRun) -> None:
    """Whether it can still be taken back at all.

    Raises:
        UndoRefusedError: another import came after it, or its term is over.
    """
    if run.state not in {ImportRun.State.APPLIED, ImportRun.State.UNDOING} or run.applied_at is None:
        raise UndoRefusedError("Dit is niet ingelezen, of al teruggedraaid.")
    later = ImportRun.objects.filter(school_id=run.school_id, applied_at__gt=run.applied_at)
    if later.exists():
        raise UndoRefusedError("Hierna is er opnieuw ingelezen. Alleen de laatste keer kan terug.")
    if run.applied_at < timezone.now() - snapshots.term() or not run.snapshots.exists():
        raise UndoRefusedError(f"Dit kan tot {snapshots.term().days} dagen na het inlezen. Die zijn voorbij.")


def _unchanged(snapshot: ImportSnapshot) -> _Rows:
    rows = _Rows(apps.get_model("people", snapshot.model))
    keep = rows.model._default_manager  # noqa: SLF001 (Django's documented name for it)
    found = keep.in_bulk([key for key, _, after in snapshot.rows if after is not None])
    current = {str(key): row for key, row in found.items()}
    touched = []
    for key, before, after in snapshot.rows:
        row = current.get(key)
        if after is None:
            rows.removed.append(restored(rows.model, before))
        elif row is None or digest(row) != after:
            touched.append(row)
        elif before is None:
            rows.new.append(row)
        else:
            rows.changed.append((row, restored(rows.model, before)))
    if touched:
        raise UndoRefusedError(f"{_about(touched)} daarna nog veranderd. Draai dat eerst terug.")
    return rows


def _about(rows: Collection[Model | None]) -> str:
    """Whom or what it is about: the first names, and how many more."""
    names = sorted(set(filter(None, (_name(row) for row in rows if row is not None))))
    if not names:
        return "Iets van wat is ingelezen, is"
    more = len(names) - _NAMES_SHOWN
    listed = ", ".join(names[:_NAMES_SHOWN]) + (f" en nog {more}" if more > 0 else "")
    return f"{listed}: dit is"


def _name(row: Model) -> str:
    if isinstance(row, Person):
        return row.name.full
    if isinstance(row, Group):
        return f"klas {row.code}"
    person = getattr(row, "person", None) or getattr(row, "pupil", None)
    return person.name.full if isinstance(person, Person) else ""


# --- What came after it -----------------------------------------------------------------------------
def _refuse_later_acts(run: ImportRun, rows: _Rows) -> None:
    """Who was asked, decided, or was decided about since, by what the import said about them."""
    subjects, actors = set(_subjects(rows)), set(_actors(rows))
    acts = Entry.objects.filter(tenant=run.school_id, seq__gt=run.ledger_seq or 0).exclude(kind__in=_OWN_ACTS)
    about = acts.filter(Q(subject__in=subjects | actors) | Q(actor__in=actors))
    concerned = {key for pair in about.values_list("subject", "actor") for key in pair} & (subjects | actors)
    if concerned:
        people = Person.objects.filter(pk__in=concerned)
        raise UndoRefusedError(f"{_about(list(people))} daarna vastgelegd of besloten. Dat rust hierop.")


def _subjects(rows: _Rows) -> Iterator[str]:
    """Whose ties or date of birth the import made: who decides about them follows from that."""
    for row in [*rows.new, *(now for now, _ in rows.changed), *rows.removed]:
        if isinstance(row, Affiliation):
            yield str(row.person_id)
        elif isinstance(row, Guardianship):
            yield str(row.pupil_id)
    for now, before in rows.changed:
        if isinstance(now, Person) and isinstance(before, Person) and now.birth_date != before.birth_date:
            yield str(now.pk)


def _actors(rows: _Rows) -> Iterator[str]:
    """Who could act only because the import let them."""
    for row in rows.new:
        if isinstance(row, Person):
            yield str(row.pk)
        elif isinstance(row, Affiliation):
            yield str(row.person_id)
        elif isinstance(row, Guardianship):
            yield str(row.guardian_id)


def _turned(rows: _Rows) -> set[UUID]:
    """Who may stand differently: the import's subjects, and the pupils of guardians who come or go."""
    touched = [*rows.new, *(now for now, _ in rows.changed)]
    guardians = {row.person_id for row in touched if isinstance(row, Affiliation) and row.kind == "guardian"}
    wards = Guardianship.objects.filter(guardian_id__in=guardians)
    return {UUID(key) for key in _subjects(rows)} | set(wards.values_list("pupil_id", flat=True))


# --- Back --------------------------------------------------------------------------------------------
def _put_back(rows: _Rows) -> None:
    keep = rows.model._default_manager  # noqa: SLF001 (as above)
    if rows.new:
        _refuse_what_points_at(rows.model, rows.new)
        keep.filter(pk__in=[row.pk for row in rows.new]).delete()
    if rows.changed:
        keep.bulk_update([before for _, before in rows.changed], _differing(rows), batch_size=CHUNK)
    if rows.removed:
        keep.bulk_create(rows.removed, batch_size=CHUNK)


def _differing(rows: _Rows) -> list[str]:
    """The columns in which any of the rows differs from what it was."""
    return [
        column.name
        for column in rows.model._meta.concrete_fields  # noqa: SLF001 (as above)
        if any(
            getattr(now, column.attname) != getattr(before, column.attname) for now, before in rows.changed
        )
    ]


def _refuse_what_points_at(model: type[Model], rows: list[Model]) -> None:
    """Rows that were made since and need this one. What the import made itself is gone by now."""
    keys = [row.pk for row in rows]
    for relation in model._meta.get_fields(include_hidden=True):  # noqa: SLF001 (as above)
        if not isinstance(relation, ManyToOneRel):
            continue
        theirs: Any = relation.related_model._base_manager  # noqa: SLF001
        column = relation.field.attname
        found = set(theirs.filter(**{f"{column}__in": keys}).values_list(column, flat=True)[:CHUNK])
        if found:
            named = [row for row in rows if row.pk in found]
            raise UndoRefusedError(f"{_about(named)} daarna ergens gebruikt. Dat rust hierop.")
