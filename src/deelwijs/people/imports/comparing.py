"""What a delivery changes at a school: worked out in steps, for the preview as well as for the import itself.

The file is the truth about people that came from a file (they have a ``source_id``), as far as it speaks of
them: a list of pupils says nothing about employees. Nobody is deleted: who is gone, or marked for deletion,
keeps a row whose ties end the day before. People without a ``source_id`` (made by hand, or the demo's) are
never touched. A file of changes only (delta) leaves everybody alone whom it does not name.

Rows are looked at some hundreds at a time, so that memory does not grow with the school.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from deelwijs.people.importers.roll import Roll
from deelwijs.people.imports.context import Context, Counter
from deelwijs.people.imports.differences import count_people
from deelwijs.people.imports.matching import match
from deelwijs.people.imports.phases import affiliations, enrolments, groups, guardianships, people
from deelwijs.people.imports.results import ImportResult, Tally
from deelwijs.people.imports.steps import Step

# Told after each page of rows: how many have been looked at, of how many.
Progress = Callable[[int, int], object]


def _nobody_looks(_done: int, _total: int) -> None:
    """No progress is shown."""


class Comparison:
    """One delivery against one school. ``steps`` must be walked to the end before ``result`` is known."""

    def __init__(self, school_id: UUID, roll: Roll, day: date, progress: Progress = _nobody_looks) -> None:
        self.context = Context(school_id, roll, day)
        self.roll = roll
        self.result = ImportResult(Tally(), Tally(), Tally(), Tally())
        self._progress = progress

    def steps(self) -> Iterator[Step[Any]]:
        """Every change, in an order in which it can be written."""
        self.roll.run("DELETE FROM difference")
        match(self.context.school_id, self.roll)
        counters = {"groups": Counter(), "enrolments": Counter(), "guardianships": Counter()}
        phases = (
            groups.steps(self.context, counters["groups"]),
            people.steps(self.context),
            affiliations.steps(self.context),
            enrolments.steps(self.context, counters["enrolments"]),
            guardianships.steps(self.context, counters["guardianships"]),
        )
        whole = self.roll.count("SELECT count(*) FROM person WHERE here")
        for number, phase in enumerate(phases):
            done = 0
            for step, looked_at in phase:
                done += looked_at
                self._progress(number * whole + min(done, whole), len(phases) * whole)
                if step:
                    yield step
        tallies = {name: counter.tally() for name, counter in counters.items()}
        self.result = ImportResult(people=self._people(), **tallies)

    def run(self) -> ImportResult:
        """Look at everything and write nothing."""
        for _ in self.steps():
            pass
        return self.result

    def _people(self) -> Tally:
        counts = count_people(self.roll)
        same = max(0, counts["known"] - counts["changed"])
        return Tally(counts["new"], counts["changed"], counts["gone"], same)


def fingerprint(roll: Roll) -> str:
    """A sign of the difference that was shown, to see whether it is still the same when somebody says yes."""
    mark = hashlib.sha256()
    for row in roll.rows("SELECT who, verb, words FROM difference ORDER BY who, verb, words"):
        mark.update(repr(tuple(row)).encode())
    for row in roll.rows("SELECT id FROM person WHERE fresh AND here AND pk IS NOT NULL ORDER BY id"):
        mark.update(repr(tuple(row)).encode())
    return mark.hexdigest()
