"""One door for every format: what a delivery is follows from its content, nobody is asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Final

from deelwijs.people.importers import edexml, lists, oneroster, sds, sds1
from deelwijs.people.importers.lists import Choices
from deelwijs.people.importers.records import ImportedSchool
from deelwijs.people.importers.roll import Roll
from deelwijs.people.importers.settling import settle
from deelwijs.people.importers.sources import Progress, Source, nobody_looks, open_source, reading
from deelwijs.people.importers.unrolling import school_of

# The first that recognises a delivery reads it.
FORMATS: Final[tuple[ModuleType, ...]] = (sds, sds1, oneroster, edexml)


_BY_NAMES: Final = Choices()


def read_into(
    roll: Roll,
    path: Path,
    *,
    day: date,
    name: str = "",
    choices: Choices = _BY_NAMES,
    progress: Progress = nobody_looks,
) -> None:
    """Pour a delivery into a roll and check it.

    ``day`` is the day on which it is read: nobody is born after it. ``name`` is what the file was called
    where it came from; ``choices`` say how lists are read, and where that must be asked the roll has a note.
    Never raises for what a file says: each fault is a problem with its file and row.
    """
    with open_source(path, roll.report, name) as source:
        if roll.report.stopped():
            return
        with reading(name or path.name, roll.report):
            _read(source.watched(progress), roll, day, name or path.name, choices)
    if not roll.report.stopped() and not roll.noted("ask"):
        settle(roll)


def _read(source: Source, roll: Roll, day: date, name: str, choices: Choices) -> None:
    found = recognise(source)
    if found is not None:
        found.read(source, roll, day)
    elif lists.recognises(source):
        lists.read(source, roll, day, choices)
    else:
        roll.report.add("unknown_format", name)


def recognise(source: Source) -> ModuleType | None:
    """The module of the standard in which this delivery is; None when it may be a list."""
    return next((one for one in FORMATS if one.recognises(source)), None)


def read(path: Path, *, day: date) -> ImportedSchool:
    """Everybody and every class in a delivery, in memory. With errors only the problems are given."""
    with Roll() as roll:
        read_into(roll, path, day=day)
        return ImportedSchool(problems=tuple(roll.problems())) if roll.has_errors else school_of(roll)
