"""What somebody may do with a delivery. The work itself is done in the background (``working``)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from deelwijs.accounts.roles import Permission
from deelwijs.jobs.queue import enqueue
from deelwijs.people.actor import OPERATOR_ID, Actor
from deelwijs.people.import_models import ImportRun
from deelwijs.people.importers.columns import ListMapping
from deelwijs.people.importers.roll import Roll
from deelwijs.people.imports import mappings, snapshots, storage, working
from deelwijs.people.imports.comparing import Progress
from deelwijs.people.imports.results import ImportResult
from deelwijs.people.imports.undoing import refuse_if_too_late

State = ImportRun.State
_TASKS: Final = "deelwijs.people.imports.tasks"
_OPEN: Final = (State.READING, State.ASKING, State.READY, State.REFUSED)
_A_DAY: Final = timedelta(days=1)


class ImportRefusedError(ValueError):
    """The delivery has errors; nothing was stored."""


class NotNowError(ValueError):
    """The run is not where this is possible: somebody was faster, or the page was old."""


@transaction.atomic
def begin(*, actor: Actor, file_name: str, chunks: Iterable[bytes], day: date) -> UUID:
    """Take a file in and have it read. The answer is the run."""
    actor.require(Permission.IMPORT_PEOPLE)
    tidy()
    run = ImportRun.objects.create(
        school_id=actor.school_id, person_id=_person(actor), file_name=file_name[-200:], day=day
    )
    storage.keep_upload(run.pk, chunks)
    enqueue(f"{_TASKS}.read", run.pk)
    return run.pk


@transaction.atomic
def choose_columns(*, actor: Actor, run_id: UUID, chosen: Mapping[str, ListMapping]) -> None:
    """Say what the columns of the lists hold, by the fingerprint of their heading. It is remembered.

    Raises:
        NotNowError: it is not asked any more.
    """
    run = _own(actor, run_id, State.ASKING)
    mappings.remember(run.school_id, chosen)
    run.state = State.READING
    run.save(update_fields=["state"])
    enqueue(f"{_TASKS}.read", run.pk)


@transaction.atomic
def forget_columns(*, actor: Actor, run_id: UUID) -> None:
    """Forget what was chosen about the columns of this delivery, and stop: the file must be sent again.

    Raises:
        NotNowError: it is too late for that.
    """
    run = _own(actor, run_id, State.READY, State.REFUSED)
    roll = storage.roll(run.pk)
    if roll is not None:
        with roll:
            mappings.forget(run.school_id, roll)
    cancel(actor=actor, run_id=run_id)


@transaction.atomic
def narrow(*, actor: Actor, run_id: UUID, schools: Collection[str]) -> None:
    """Choose which of the schools in the delivery are read in; none named means all of them.

    Raises:
        NotNowError: there is nothing to choose any more.
    """
    run = _own(actor, run_id, State.READY)
    run.schools, run.state = sorted(schools), State.READING
    run.save(update_fields=["schools", "state"])
    enqueue(f"{_TASKS}.compare", run.pk)


@transaction.atomic
def confirm(*, actor: Actor, run_id: UUID) -> None:
    """Say yes to what was shown.

    Raises:
        NotNowError: there is nothing to say yes to any more.
    """
    run = _own(actor, run_id, State.READY)
    run.state, run.reason = State.APPLYING, ""
    run.save(update_fields=["state", "reason"])
    enqueue(f"{_TASKS}.apply", run.pk)


@transaction.atomic
def cancel(*, actor: Actor, run_id: UUID) -> None:
    """Stop, and throw away what was sent. What is being written is not stopped half-way."""
    run = _own(actor, run_id, *_OPEN)
    run.state = State.CANCELLED
    run.save(update_fields=["state"])
    transaction.on_commit(lambda: storage.erase(run.pk))


@transaction.atomic
def take_back(*, actor: Actor, run_id: UUID) -> None:
    """Have the latest import taken back.

    Raises:
        UndoRefusedError: it is clear at once that this cannot be; the message says why.
    """
    run = _locked(actor, run_id)
    refuse_if_too_late(run)
    run.state, run.reason = State.UNDOING, ""
    run.save(update_fields=["state", "reason"])
    enqueue(f"{_TASKS}.take_back", run.pk)


@transaction.atomic
def apply_import(
    *,
    actor: Actor,
    school_id: UUID,
    roll: Roll,
    day: date,
    file_name: str = "",
    progress: Progress | None = None,
) -> ImportResult:
    """Read a delivery in at once, without a preview: for the command line.

    The same delivery again changes nothing, and then nothing is remembered of it either.

    Raises:
        ImportRefusedError: when the delivery has errors.
        PermissionDenied: when the actor may not import, or not at this school.
    """
    actor.require(Permission.IMPORT_PEOPLE)
    if actor.school_id != school_id:
        raise PermissionDenied("another school")
    if roll.has_errors:
        raise ImportRefusedError("errors in the file")
    run = ImportRun.objects.create(
        school_id=school_id, person_id=_person(actor), file_name=file_name[-200:], day=day,
        format=roll.noted("format"), newest=roll.noted("newest")[:40], state=State.APPLYING,
    )  # fmt: skip
    result = working.write(run, roll, progress or (lambda *_: None))
    if not result.changes_anything:
        run.delete()
    return result


@transaction.atomic
def tidy() -> None:
    """What nobody finished within a day is over, and what was kept to go back goes when its term is."""
    old = ImportRun.objects.filter(state__in=_OPEN, created_at__lt=timezone.now() - _A_DAY)
    old.exclude(state=State.REFUSED).update(state=State.CANCELLED)
    snapshots.forget_old()
    storage.sweep()


def _person(actor: Actor) -> UUID | None:
    return None if actor.person_id == OPERATOR_ID else actor.person_id


def _locked(actor: Actor, run_id: UUID) -> ImportRun:
    actor.require(Permission.IMPORT_PEOPLE)
    run = ImportRun.objects.select_for_update().filter(pk=run_id, school_id=actor.school_id).first()
    if run is None:
        raise Http404("no such import at this school")
    return run


def _own(actor: Actor, run_id: UUID, *states: str) -> ImportRun:
    """The actor's own run, where it is in one of these states."""
    run = _locked(actor, run_id)
    if run.person_id != actor.person_id:
        raise Http404("somebody else's import")
    if run.state not in states:
        raise NotNowError(run.state)
    return run
