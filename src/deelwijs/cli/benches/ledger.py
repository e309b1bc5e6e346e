"""The ledger measured: acts recorded durably beside a bare insert, and entries checked."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any
from uuid import UUID, uuid4

from deelwijs.cli.benches.throwaway import throw_away_database

ROUNDS = 5
BATCH = 30  # a class: one form with many answers
PAYLOAD = {
    "decision": "0b0f3f0e-6a55-4a52-8a3c-0f6f7c1d2b3a",
    "purpose": "beeld",
    "channel": "website",
    "answer": "yes",
    "capacity": "guardian",
    "information": "135b032fe17e50483bff6d6fe6c04a6e86feca31dc1f94625d73719e77f41bb4",
}


def measure(appends: int, entries: int) -> dict[str, Any]:
    """Rates per second: ``appends`` acts each in a transaction of its own, flushed to disk, and a check of
    ``entries`` entries."""
    with throw_away_database("ledger") as database:
        figures: dict[str, Any] = {"database": database, "appends": appends, "entries": entries}
        return {**figures, **_appending(appends), **_checking(entries)}


# --- Recording ----------------------------------------------------------------------------------
def _appending(appends: int) -> dict[str, Any]:
    """The ways in turn, so that a busy moment of the machine hits all of them."""
    tenant, bare = uuid4(), _bare_inserts()
    each = max(1, appends // ROUNDS)
    turns: dict[str, list[Seconds]] = {"bare": [], "append": [], "classes": []}
    for _ in range(ROUNDS):
        turns["bare"].append(_time(lambda: bare(each)))
        turns["append"].append(_time(lambda: _append(tenant, each)))
        turns["classes"].append(_time(lambda: _append_batches(tenant, each // BATCH + 1)))
    plain, append, classes = (median(turn.wall for turn in turns[way]) for way in turns)
    return {
        "appends_per_second": round(each / append),
        "bare_inserts_per_second": round(each / plain),
        "times_the_bare_insert": round(append / plain, 2),
        "append_cpu_ms": round(1000 * min(turn.cpu for turn in turns["append"]) / each, 3),
        "appends_per_second_in_classes_of_30": round(BATCH * (each // BATCH + 1) / classes),
    }


def _append(tenant: UUID, count: int) -> None:
    from django.db import transaction  # noqa: PLC0415

    from deelwijs.ledger.actions import record  # noqa: PLC0415
    from deelwijs.ledger.kinds import Kind  # noqa: PLC0415

    subject, actor = str(uuid4()), str(uuid4())
    for _ in range(count):
        with transaction.atomic():
            record(tenant=tenant, kind=Kind.CONSENT_DECIDED, subject=subject, actor=actor, payload=PAYLOAD)


def _append_batches(tenant: UUID, batches: int) -> None:
    from django.db import transaction  # noqa: PLC0415

    from deelwijs.ledger.actions import Act, record_all  # noqa: PLC0415
    from deelwijs.ledger.kinds import Kind  # noqa: PLC0415

    acts = [Act(Kind.CONSENT_DECIDED, str(uuid4()), str(uuid4()), PAYLOAD) for _ in range(BATCH)]
    for _ in range(batches):
        with transaction.atomic():
            record_all(tenant=tenant, acts=acts)


def _bare_inserts() -> Callable[[int], None]:
    """One row into the table of entries and nothing else, each in a transaction of its own."""
    from django.db import connection, transaction  # noqa: PLC0415

    tenant: Any = uuid4() if connection.vendor == "postgresql" else uuid4().hex
    done = 0
    statement = (
        "INSERT INTO ledger_entry (tenant, seq, at_us, kind, subject, actor, payload_commit, prev, hash) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
    )

    def insert(count: int) -> None:
        nonlocal done
        for _ in range(count):
            done += 1
            prev, own = f"{done - 1:064x}", f"{done:064x}"
            row = [tenant, done, done, "consent.decided", str(uuid4()), str(uuid4()), own, prev, own]
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, row)

    return insert


# --- Checking -----------------------------------------------------------------------------------
def _checking(entries: int) -> dict[str, Any]:
    """Per second of the clock, and per second of this one thread's own work."""
    from deelwijs.core.ledger.chain import broken_at  # noqa: PLC0415
    from deelwijs.ledger.checking import check, rows  # noqa: PLC0415

    tenant = _filled(entries)
    name = str(tenant)
    chain = _fastest(lambda: _require(broken_at(name, rows(tenant, entries)) is None))
    with_roots = _fastest(lambda: _require(check(tenant, with_payloads=False).fault is None))
    whole = _fastest(lambda: _require(check(tenant).fault is None))
    return {
        "entries_verified_per_second": round(entries / chain.wall),
        "entries_verified_per_cpu_second": round(entries / chain.cpu),
        "entries_verified_with_root_per_cpu_second": round(entries / with_roots.cpu),
        "entries_verified_with_payload_per_cpu_second": round(entries / whole.cpu),
    }


def _require(holds: bool) -> None:  # noqa: FBT001 (one thing, no more)
    """A rate at which nothing was checked is no rate."""
    if not holds:
        raise RuntimeError("the chain that was made to measure does not hold")


def _filled(entries: int) -> UUID:
    """A chain of so many entries."""
    from django.db import transaction  # noqa: PLC0415

    from deelwijs.ledger.actions import Act, record_all  # noqa: PLC0415
    from deelwijs.ledger.kinds import Kind  # noqa: PLC0415

    tenant = uuid4()
    for start in range(0, entries, 5000):
        acts = [
            Act(Kind.CONSENT_DECIDED, str(uuid4()), str(uuid4()), PAYLOAD)
            for _ in range(min(5000, entries - start))
        ]
        with transaction.atomic():
            record_all(tenant=tenant, acts=acts)
    return tenant


@dataclass(frozen=True, slots=True)
class Seconds:
    """What a piece of work took: on the clock, and of this process."""

    wall: float
    cpu: float


def _fastest(work: Callable[[], object]) -> Seconds:
    """The quickest of a few turns, each of the two by itself: what the work takes on a quiet machine."""
    turns = [_time(work) for _ in range(ROUNDS)]
    return Seconds(min(turn.wall for turn in turns), min(turn.cpu for turn in turns))


def _time(work: Callable[[], object]) -> Seconds:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Seconds(time.perf_counter() - wall, time.process_time() - cpu)
