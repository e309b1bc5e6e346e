"""A program: somebody decides, over and over, and is killed in the middle of it, over and over.

``python -m tests.consents.deciding KILLS``. For each kill a child process decides and says so after each
decision; it is killed with -9 at a random moment. Afterwards the register is compared with what was said.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from uuid import UUID

import django

django.setup()

from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from deelwijs.consents.actions import GivenAnswer, decide
from deelwijs.consents.models import ConsentDecision
from deelwijs.core.consent import Answer
from deelwijs.core.people import Affiliation as Kind
from deelwijs.ledger.checking import check
from deelwijs.ledger.models import Entry
from deelwijs.people.actor import Actor
from deelwijs.people.models import Board
from tests.consents.conftest import PURPOSES, World, aged, world


def prepared() -> World:
    """A school with one pupil who decides for herself."""
    call_command("migrate", verbosity=0)
    here = world(Board.objects.create(name="Stichting Windroos"), "Het Kompas College")
    here.add("Yasmin", Kind.PUPIL, born=aged(17))
    return here


def go_on_deciding(actor: Actor, person_id: UUID, out: int) -> None:
    """Two answers at a time, and a line for each time that it is done."""
    for number in range(1_000_000):
        answer = Answer.YES if number % 2 else Answer.NO
        answers = [GivenAnswer(purpose, "website", answer) for purpose in PURPOSES]
        made = decide(actor=actor, person_id=person_id, answers=answers, now=timezone.now())
        os.write(out, (" ".join(str(decision.id) for decision in made) + "\n").encode())


def killed_while_deciding(actor: Actor, person_id: UUID, chance: random.Random) -> Iterator[str]:
    """The decisions that one child had confirmed when it was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        go_on_deciding(actor, person_id, writing)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="ascii") as said:
        first = said.readline()  # it has begun
        time.sleep(chance.uniform(0, 0.08))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for line in [first, *said.readlines()]:
            yield from line.split()


def main(kills: int) -> None:
    here = prepared()
    actor, person_id, tenant = here.actor("Yasmin"), here.person("Yasmin").pk, here.school.pk
    connections.close_all()  # nothing of it crosses a fork
    chance = random.Random(kills)  # noqa: S311
    confirmed = [
        decision for _ in range(kills) for decision in killed_while_deciding(actor, person_id, chance)
    ]
    kept = {str(pk) for pk in ConsentDecision.objects.values_list("pk", flat=True)}
    entries = Entry.objects.filter(tenant=tenant, kind="consent.decided").select_related("payload")
    recorded = [entry.payload.content["decision"] for entry in entries]
    fault = check(tenant).fault
    print(
        json.dumps(
            {
                "confirmed": len(confirmed),
                "lost": len(set(confirmed) - kept),
                "half": len(kept) % len(PURPOSES),
                "without entry": len(kept - set(recorded)),
                "without decision": len(set(recorded) - kept),
                "twice": len(recorded) - len(set(recorded)),
                "fault": fault.code.value if fault else None,
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
