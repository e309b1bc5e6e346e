"""Reads of imports: the runs of one school, and what was found in a delivery, for who may read one in."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import Http404

from deelwijs.accounts.roles import Permission
from deelwijs.people.actor import Actor
from deelwijs.people.import_models import ImportRun
from deelwijs.people.importers.records import OrgRow
from deelwijs.people.importers.roll import Roll
from deelwijs.people.importers.summary import Counts, summarise
from deelwijs.people.imports import mappings, snapshots, storage
from deelwijs.people.imports.mappings import Question
from deelwijs.people.imports.results import ImportResult
from deelwijs.people.imports.undoing import UndoRefusedError, refuse_if_too_late

State = ImportRun.State

RUNS_SHOWN: Final = 50
PER_PAGE: Final = 50
_EXAMPLES: Final = 3
_BUSY: Final = {State.READING, State.APPLYING, State.UNDOING}
# Only these are seen by others than who chose the file.
_PUBLIC: Final = {State.APPLIED, State.UNDOING, State.UNDONE}
_TONES: Final = {
    State.APPLIED: "ok",
    State.REFUSED: "nee",
    State.FAILED: "nee",
    State.READY: "mits",
    State.ASKING: "mits",
}


@dataclass(frozen=True, slots=True)
class RunCard:
    """One import on screen."""

    id: UUID
    state: str
    label: str
    tone: str
    who: str
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    format: str
    file_name: str
    schools: list[str]
    result: ImportResult
    reason: str
    is_busy: bool
    is_mine: bool
    undo_refusal: str  # empty: as far as can be seen at once it can be taken back
    undo_days: int

    @property
    def can_be_undone(self) -> bool:
        """Whether nothing stands in the way as far as can be seen at once."""
        return self.undo_refusal == ""


def runs(actor: Actor) -> list[RunCard]:
    """The latest imports of the school, newest first."""
    actor.require(Permission.IMPORT_PEOPLE)
    rows = ImportRun.objects.filter(school_id=actor.school_id).select_related("person")
    shown = (
        row for row in rows[: RUNS_SHOWN * 2] if row.state in _PUBLIC or row.person_id == actor.person_id
    )
    return [_card(actor, row) for row in list(shown)[:RUNS_SHOWN]]


def run(actor: Actor, run_id: UUID) -> RunCard:
    """One import. Until it is done only who chose the file sees it.

    Raises:
        Http404: when there is none for this actor.
    """
    actor.require(Permission.IMPORT_PEOPLE)
    row = ImportRun.objects.filter(school_id=actor.school_id, pk=run_id).select_related("person").first()
    if row is None or (row.state not in _PUBLIC and row.person_id != actor.person_id):
        raise Http404("no such import")
    return _card(actor, row)


def _card(actor: Actor, row: ImportRun) -> RunCard:
    state = State(row.state)
    return RunCard(
        id=row.pk,
        state=state.value,
        label=str(state.label),
        tone=_TONES.get(state, "uit"),
        who=row.person.name.full if row.person else "Opdrachtregel",
        created_at=row.created_at,
        applied_at=row.applied_at,
        undone_at=row.undone_at,
        format=row.format,
        file_name=row.file_name,
        schools=row.schools,
        result=ImportResult.of(row.result),
        reason=row.reason,
        is_busy=state in _BUSY,
        is_mine=row.person_id == actor.person_id,
        undo_refusal=_undo_refusal(row),
        undo_days=snapshots.term().days,
    )


def _undo_refusal(row: ImportRun) -> str:
    try:
        refuse_if_too_late(row)
    except UndoRefusedError as refusal:
        return str(refusal)
    return ""


def questions(actor: Actor, run_id: UUID) -> list[Question]:
    """What has to be asked about the columns of a delivery."""
    run(actor, run_id)
    roll = storage.roll(run_id)
    if roll is None:
        return []
    with roll:
        return mappings.questions(roll)


# --- What was found -----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """One kind of problem: how often, and the first sentences."""

    stops: bool
    count: int
    examples: tuple[str, ...]

    @property
    def more(self) -> int:
        """How many like these are not shown."""
        return self.count - len(self.examples)


@dataclass(frozen=True, slots=True)
class Found:
    """What a delivery holds, as far as a page shows it."""

    counts: Counts
    schools: list[OrgRow]
    columns_remembered: bool
    errors: list[ProblemGroup]
    warnings: list[ProblemGroup]

    @property
    def errors_total(self) -> int:
        """How many errors there are."""
        return sum(group.count for group in self.errors)

    @property
    def warnings_total(self) -> int:
        """How many points there are to look at."""
        return sum(group.count for group in self.warnings)


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """Somebody, and what becomes of them."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """A page of a difference."""

    lines: list[DifferenceLine]
    total: int
    number: int
    pages: int

    @property
    def previous(self) -> int | None:
        """The page before this one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def following(self) -> int | None:
        """The page after this one."""
        return self.number + 1 if self.number < self.pages else None


def found(actor: Actor, run_id: UUID) -> Found | None:
    """What was found in a delivery; None when it is not there any more."""
    run(actor, run_id)
    roll = storage.roll(run_id)
    if roll is None:
        return None
    with roll:
        day = ImportRun.objects.values_list("day", flat=True).get(pk=run_id)
        groups = _problem_groups(roll)
        return Found(
            counts=summarise(roll, day),
            schools=roll.schools(),
            columns_remembered=roll.noted("remembered") not in {"", "[]"},
            errors=[group for group in groups if group.stops],
            warnings=[group for group in groups if not group.stops],
        )


def _problem_groups(roll: Roll) -> list[ProblemGroup]:
    kinds = roll.all(
        "SELECT code, stops, count(*) AS count FROM problem GROUP BY code, stops ORDER BY min(rowid)"
    )
    asked = "SELECT words FROM problem WHERE code = ? ORDER BY file, coalesce(line, 0), rowid LIMIT ?"
    return [
        ProblemGroup(
            bool(kind["stops"]),
            kind["count"],
            tuple(row["words"] for row in roll.rows(asked, kind["code"], _EXAMPLES)),
        )
        for kind in kinds
    ]


def problem_rows(actor: Actor, run_id: UUID) -> Iterator[tuple[str, str, str]]:
    """Every problem: file, row and reason.

    Raises:
        Http404: when what was found is not there any more.
    """
    run(actor, run_id)
    roll = storage.roll(run_id)
    if roll is None:
        raise Http404("the delivery is gone")

    def rows() -> Iterator[tuple[str, str, str]]:
        with roll:
            yield from roll.problem_rows()

    return rows()


_NEW: Final = (
    "SELECT trim(given || ' ' || infix) || ' ' || family AS name,"
    " (SELECT group_concat(kind) FROM bond WHERE bond.person = person.id AND bond.here) AS kinds,"
    " (SELECT group_concat(DISTINCT class.code) FROM place JOIN class ON class.id = place.class"
    "  WHERE place.person = person.id AND place.here AND place.active) AS classes"
    " FROM person WHERE fresh AND here AND pk IS NOT NULL ORDER BY family, given, id LIMIT ? OFFSET ?"
)
_TOLD: Final = {
    "gewijzigd": "verb = 'changed' AND who NOT IN (SELECT who FROM difference WHERE verb = 'gone')",
    "weg": "verb = 'gone'",
    "klas": "verb = 'place'",
    "verzorger": "verb = 'care'",
}
DIFFERENCES: Final = ("nieuw", *_TOLD)


def differences(
    actor: Actor, run_id: UUID, kind: str, number: int = 1, size: int = PER_PAGE
) -> DifferencePage:
    """A page of who is new, changed or gone, or of the class lists and the ties of families.

    Raises:
        Http404: when there is nothing to show any more, or no such kind.
    """
    run(actor, run_id)
    roll = storage.roll(run_id)
    if roll is None or kind not in DIFFERENCES:
        raise Http404("no such difference")
    with roll:
        if kind == "nieuw":
            counted = "SELECT count(*) FROM person WHERE fresh AND here AND pk IS NOT NULL"
            return _page(roll, counted, _NEW, number, size)
        which = _TOLD[kind]
        counted = f"SELECT count(DISTINCT who) FROM difference WHERE {which}"
        asked = (
            "SELECT name, group_concat(words, '; ') AS words FROM"
            f" (SELECT * FROM difference WHERE {which} ORDER BY rowid)"
            " GROUP BY who, name ORDER BY name, who LIMIT ? OFFSET ?"
        )
        return _page(roll, counted, asked, number, size)


def _page(roll: Roll, counted: str, asked: str, number: int, size: int) -> DifferencePage:
    total = roll.count(counted)
    pages = max(1, math.ceil(total / size))
    number = min(max(number, 1), pages)
    lines = [_line(row) for row in roll.rows(asked, size, (number - 1) * size)]
    return DifferencePage(lines, total, number, pages)


def _line(row: Any) -> DifferenceLine:
    if "words" in row.keys():  # noqa: SIM118 (a row of SQLite is no dict)
        return DifferenceLine(row["name"], row["words"])
    kinds = ", ".join(KIND_WORDS[kind] for kind in sorted((row["kinds"] or "").split(",")) if kind)
    classes = (row["classes"] or "").replace(",", ", ")
    return DifferenceLine(row["name"], f"{kinds} in {classes}" if classes else kinds)


KIND_WORDS: Final = {"pupil": "leerling", "guardian": "ouder of verzorger", "employee": "medewerker"}
