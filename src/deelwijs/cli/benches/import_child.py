"""One import of one file, in a process of its own so that its memory can be measured. Prints JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from deelwijs.cli.benches.throwaway import throw_away_database
from deelwijs.people.importers.reading import read_into
from deelwijs.people.importers.roll import Roll

_MEGABYTE = 1024 * 1024
# Linux counts in kilobytes, macOS in bytes.
_UNIT = 1 if sys.platform == "darwin" else 1024


def main() -> None:
    """Read a delivery in at an empty school, read it in again, and take it back."""
    path, day = Path(sys.argv[1]), date.fromisoformat(sys.argv[2])
    with throw_away_database():
        print(json.dumps(_measured(path, day)))  # noqa: T201 (for the process that started this one)


def _measured(path: Path, day: date) -> dict[str, Any]:
    from deelwijs.people.import_models import ImportRun  # noqa: PLC0415
    from deelwijs.people.imports import working  # noqa: PLC0415 (needs Django)
    from deelwijs.people.models import Board, School  # noqa: PLC0415

    board = Board.objects.create(name="Bestuur")
    School.objects.create(board=board, name="Meetschool", slug="meetschool")
    figures: dict[str, Any] = {"start_mb": _peak()}
    figures |= _timed("", lambda: _import(path, day))
    result = figures.pop("outcome")
    figures["people"] = result["people"]["new"]
    figures["peak_mb"] = _peak()
    figures |= _timed("again_", lambda: _import(path, day))
    result = figures.pop("outcome")
    figures["changed_by_the_same_file"] = sum(
        tally[key] for tally in result.values() for key in ("new", "changed", "gone")
    )
    run = ImportRun.objects.get()
    run.state = ImportRun.State.UNDOING
    run.save(update_fields=["state"])
    figures |= _timed("undo_", lambda: working.take_back(run.pk))
    del figures["outcome"]
    run.refresh_from_db()
    figures["undone"] = run.state == "undone"
    figures["peak_mb_in_all"] = _peak()
    return figures


def _import(path: Path, day: date) -> dict[str, Any]:
    from deelwijs.people.imports import actions  # noqa: PLC0415 (as above)
    from deelwijs.people.selectors import operator_of  # noqa: PLC0415

    actor = operator_of("meetschool")
    assert actor is not None  # noqa: S101 (made above)
    with Roll() as roll:
        read_into(roll, path, day=day)
        result = actions.apply_import(actor=actor, school_id=actor.school_id, roll=roll, day=day)
    return result.as_dict()


def _timed(name: str, work: Callable[[], Any]) -> dict[str, Any]:
    """What came out, how long that took by the clock, and of the processor: on a busy machine they differ."""
    began, worked = time.perf_counter(), time.process_time()
    outcome = work()
    return {
        "outcome": outcome,
        f"{name}seconds": round(time.perf_counter() - began, 2),
        f"{name}cpu_seconds": round(time.process_time() - worked, 2),
    }


def _peak() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT / _MEGABYTE)


if __name__ == "__main__":
    main()
