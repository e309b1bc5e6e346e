"""What the worker does with a delivery: read it, compare it, write it, take it back.

Each piece of work looks at the run first, so that doing it twice does no harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from deelwijs.ledger.actions import record
from deelwijs.ledger.kinds import Kind
from deelwijs.people.actor import OPERATOR_ID
from deelwijs.people.effects import changing_thousands
from deelwijs.people.import_models import ImportRun
from deelwijs.people.importers.lists import Choices
from deelwijs.people.importers.narrowing import narrow
from deelwijs.people.importers.reading import read_into
from deelwijs.people.importers.roll import Roll
from deelwijs.people.imports import mappings, origin, snapshots, storage
from deelwijs.people.imports.comparing import Comparison, Progress, fingerprint
from deelwijs.people.imports.results import ImportResult
from deelwijs.people.imports.storage import Progress as Shown
from deelwijs.people.imports.undoing import UndoRefusedError, undo

State = ImportRun.State

_FAILED = "Het lukte niet. Er is niets veranderd. Probeer het over een uur opnieuw."
_STALE = "Er is intussen iets veranderd op school. Kijk nog eens wat er nu verandert."
_EXPIRED = "Het bestand is er niet meer. Kies het opnieuw."


class StaleError(ValueError):
    """The school changed between the preview and the yes."""


@dataclass
class _Bar:
    """Shows progress where the website looks, at most once a percent."""

    run_id: UUID
    words: str
    shown: int = -1

    def __call__(self, done: int, total: int) -> None:
        percent = 100 * done // max(total, 1)
        if percent != self.shown:
            self.shown = percent
            storage.tell_progress(self.run_id, Shown(self.words, percent, 100))


@contextmanager
def _in_state(run_id: UUID, state: State) -> Iterator[ImportRun | None]:
    """The run, if it waits for this work. What goes wrong is told on its page and in the log."""
    run = ImportRun.objects.filter(pk=run_id, state=state).first()
    try:
        yield run
    except Exception:
        if run is not None:
            _become(run, State.APPLIED if state is State.UNDOING else State.FAILED, _FAILED)
            storage.erase(run.pk)
        raise


def _become(run: ImportRun, state: State, reason: str = "") -> None:
    run.state, run.reason = state, reason
    run.save(update_fields=["state", "reason", "format", "newest", "schools", "result", "fingerprint"])


# --- Reading ------------------------------------------------------------------------------------------
def read(run_id: UUID) -> None:
    """Read an upload, and work out what it would change."""
    with _in_state(run_id, State.READING) as run:
        path = storage.upload(run_id)
        if run is None:
            return
        if path is None:
            _become(run, State.CANCELLED, _EXPIRED)
            return
        with storage.new_roll(run_id) as roll:
            choices = Choices(mappings.mappings_of(run.school_id), ask=True)
            read_into(
                roll, path, day=run.day, name=run.file_name, choices=choices, progress=_Bar(run_id, "Lezen")
            )
            if roll.noted("ask"):  # the file is needed once more, when somebody has answered
                _become(run, State.ASKING)
                return
            run.format, run.newest = roll.noted("format"), roll.noted("newest")[:40]
            if not roll.has_errors:
                origin.check(run.school, roll)
            storage.erase_upload(run_id)
            if roll.has_errors:
                roll.forget_people()
                _become(run, State.REFUSED)
                return
            run.schools = origin.own_schools(run.school, roll)
            _preview(run, roll)


def compare(run_id: UUID) -> None:
    """Work out anew what a delivery would change: another school of it was chosen."""
    with _in_state(run_id, State.READING) as run:
        if run is None:
            return
        roll = storage.roll(run_id)
        if roll is None:
            _become(run, State.CANCELLED, _EXPIRED)
            return
        with roll:
            _preview(run, roll)


def _preview(run: ImportRun, roll: Roll, reason: str = "") -> None:
    narrow(roll, run.schools)
    comparison = Comparison(run.school_id, roll, run.day, _Bar(run.pk, "Vergelijken"))
    run.result = comparison.run().as_dict()
    run.fingerprint = fingerprint(roll)
    _become(run, State.READY, reason)


# --- Writing ------------------------------------------------------------------------------------------
def apply(run_id: UUID) -> None:
    """Write what was shown, all or nothing. If it is not the same any more, it is shown again."""
    with _in_state(run_id, State.APPLYING) as run:
        if run is None:
            return
        roll = storage.roll(run_id)
        if roll is None:
            _become(run, State.CANCELLED, _EXPIRED)
            return
        with roll:
            try:
                write(run, roll, _Bar(run_id, "Inlezen"), expected=run.fingerprint)
            except StaleError:
                _preview(run, roll, _STALE)
                return
        storage.erase(run_id)


@transaction.atomic
def write(run: ImportRun, roll: Roll, progress: Progress, *, expected: str = "") -> ImportResult:
    """Make the school's people those of the delivery, in one transaction with its entry in the ledger.

    Raises:
        StaleError: the difference is not the ``expected`` one.
    """
    # This holds the school: two imports at once would both think that everybody is new.
    with changing_thousands(run.school_id) as turned:
        comparison = Comparison(run.school_id, roll, run.day, progress)
        for number, step in enumerate(comparison.steps()):
            step.save()
            snapshots.keep(run, number, step)
        if expected and fingerprint(roll) != expected:
            raise StaleError
        turned.update(comparison.context.turned)
        result = comparison.result
        run.result, run.state, run.applied_at = result.as_dict(), State.APPLIED, timezone.now()
        if result.changes_anything:
            snapshots.forget(run.school_id, but=run)
            run.ledger_seq = _record(run, Kind.PEOPLE_IMPORTED)
        run.save()
    return result


def take_back(run_id: UUID) -> None:
    """Put everything back as it was before an import; where that cannot be, the run says why."""
    with _in_state(run_id, State.UNDOING) as run:
        if run is None:
            return
        try:
            _take_back(run)
        except UndoRefusedError as refusal:
            _become(run, State.APPLIED, str(refusal))


@transaction.atomic
def _take_back(run: ImportRun) -> None:
    with changing_thousands(run.school_id) as turned:
        turned.update(undo(run))
        run.state, run.undone_at, run.reason = State.UNDONE, timezone.now(), ""
        run.save()
        _record(run, Kind.PEOPLE_IMPORT_UNDONE)


def _record(run: ImportRun, kind: Kind) -> int:
    entry = record(
        tenant=run.school_id,
        kind=kind,
        subject=str(run.school_id),
        actor=str(run.person_id or OPERATOR_ID),
        payload={"run": str(run.pk), "day": run.day.isoformat(), **run.result},
    )
    return int(entry.seq)
