"""A program: writers that add to one chain at the same time, and the check of what they made.

``python -m tests.ledger.writers PROCESSES THREADS ACTS``, the acts for each thread of each process.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from deelwijs.ledger.actions import record
from deelwijs.ledger.checking import check
from deelwijs.ledger.kinds import Kind
from deelwijs.ledger.models import Entry, Payload


def write(tenant: UUID, name: str, acts: int) -> None:
    """One writer: each act in a transaction of its own."""
    for number in range(acts):
        with transaction.atomic():
            record(
                tenant=tenant, kind=Kind.CONSENT_DECIDED, subject="kind", actor=name, payload={"n": number}
            )
    connection.close()


def outcome(tenant: UUID) -> dict[str, object]:
    """What stands in the chain: its state, and how much of each writer."""
    state = check(tenant)
    actors = Entry.objects.filter(tenant=tenant).values_list("actor", flat=True)
    return {
        "size": state.size,
        "fault": state.fault.code.value if state.fault else None,
        "payloads": Payload.objects.filter(entry__tenant=tenant).count(),
        "by_writer": Counter(actors),
    }


def in_a_child(tenant: UUID, process: int, threads: int, acts: int) -> int:
    """Another process with so many writers; its id."""
    child = os.fork()
    if child:
        return child
    with ThreadPoolExecutor(threads) as pool:
        names = [f"schrijver {process}.{thread}" for thread in range(threads)]
        for job in [pool.submit(write, tenant, name, acts) for name in names]:
            job.result()
    os._exit(0)


def main(processes: int, threads: int, acts: int) -> None:
    call_command("migrate", "ledger", verbosity=0)
    connection.close()  # nothing of it crosses a fork
    tenant = uuid4()
    children = [in_a_child(tenant, process, threads, acts) for process in range(processes)]
    ended = [os.waitpid(child, 0)[1] for child in children]
    print(json.dumps({**outcome(tenant), "ended": ended}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
