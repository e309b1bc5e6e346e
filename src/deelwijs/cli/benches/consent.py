"""The check "these 30 people, this channel, today", beside the bare SQL that it needs.

``check`` is what the product does: who these people are on that day, who decides for them, every answer, and
what stands. ``bare`` sends the same statements by hand and throws their rows away. Both are timed in turns,
in one run, on people who differ from turn to turn; a time is the 95th percentile in milliseconds.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from deelwijs.cli.benches.throwaway import throw_away_database

PEOPLE_AT_ONCE = 30
_TURNS = 400
_SEED = 20261125


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured. Times in milliseconds of wall clock, p95."""

    database: str
    people: int
    decisions: int
    check_p95_ms: float
    bare_p95_ms: float
    check_times_bare: float
    queries: int


def measure(people: int, decisions: int) -> dict[str, Any]:
    """Make a register of about this size in a throw-away database, and time the check on it."""
    with throw_away_database() as database:
        from deelwijs.cli.benches.register import make  # noqa: PLC0415 (needs Django)

        register = make(people, decisions)
        checks = [_check(ids) for ids in _samples()]
        queries = len(_statements(checks[0]))
        checked, bare = _in_turns(checks)
        return asdict(
            Figures(
                database=database,
                people=register.people,
                decisions=register.decisions,
                check_p95_ms=checked,
                bare_p95_ms=bare,
                check_times_bare=round(checked / bare, 2),
                queries=queries,
            )
        )


def _samples() -> list[tuple[UUID, list[UUID]]]:
    """Thirty pupils of one school, another school each time."""
    from deelwijs.core.people import Affiliation as Kind  # noqa: PLC0415
    from deelwijs.people.models import Affiliation, School  # noqa: PLC0415

    chance = random.Random(_SEED)  # noqa: S311 (a measurement, no secret)
    schools = list(School.objects.order_by("slug").values_list("id", flat=True))
    samples = []
    for school_id in chance.choices(schools, k=_TURNS):
        pupils = Affiliation.objects.filter(person__school_id=school_id, kind=Kind.PUPIL.value)
        ids = sorted(pupils.values_list("person_id", flat=True))
        samples.append((school_id, chance.sample(ids, PEOPLE_AT_ONCE)))
    return samples


def _check(sample: tuple[UUID, list[UUID]]) -> Callable[[], object]:
    from deelwijs.cli.benches.register import CHANNELS, DAY, PURPOSES  # noqa: PLC0415
    from deelwijs.consents.checking import Use, states  # noqa: PLC0415
    from deelwijs.core.consent import ConsentRules  # noqa: PLC0415

    school_id, ids = sample
    use, rules = Use(school_id, PURPOSES[0], CHANNELS[0]), ConsentRules(age_of_own_consent=16)
    return lambda: states(use, ids, DAY, rules)


def _statements(check: Callable[[], object]) -> list[tuple[str, Sequence[Any]]]:
    """The statements that a check sends, with their parameters."""
    from django.db import connection  # noqa: PLC0415

    sent: list[tuple[str, Sequence[Any]]] = []

    def note(execute: Callable[..., Any], statement: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        sent.append((statement, params))
        return execute(statement, params, many, context)

    with connection.execute_wrapper(note):
        check()
    return sent


def _bare(check: Callable[[], object]) -> Callable[[], None]:
    from django.db import connection  # noqa: PLC0415

    statements = _statements(check)
    connection.ensure_connection()
    raw = connection.connection

    def run() -> None:
        for statement, params in statements:
            cursor = raw.cursor()
            cursor.execute(
                statement if connection.vendor == "postgresql" else statement.replace("%s", "?"), params
            )
            cursor.fetchall()

    return run


def _in_turns(checks: list[Callable[[], object]]) -> tuple[float, float]:
    """The 95th percentiles of the checks and of their bare statements."""
    bares = [_bare(check) for check in checks]
    times: dict[str, list[float]] = {"check": [], "bare": []}
    for check, bare in zip(checks, bares, strict=True):
        for name, run in (("check", check), ("bare", bare)):
            started = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - started)
    return _p95(times["check"]), _p95(times["bare"])


def _p95(seconds: list[float]) -> float:
    ordered = sorted(seconds)
    return round(ordered[int(len(ordered) * 0.95)] * 1000, 3)
