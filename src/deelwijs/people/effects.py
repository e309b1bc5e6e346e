"""What a change of people, or a new day, brings about: how everybody stands before it and after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from deelwijs.core.people import Turn, turns_between
from deelwijs.ledger.actions import record
from deelwijs.ledger.kinds import Kind
from deelwijs.people.models import Affiliation, Person, Position, School
from deelwijs.people.periods import on_day
from deelwijs.people.roster import standings
from deelwijs.people.signals import people_turned

# Stands in the ledger for what happens by itself.
BY_ITSELF = "deelwijs"


@contextmanager
def changing_people(school_id: UUID) -> Iterator[None]:
    """Everything that writes people goes on inside this, in a transaction.

    It holds the school, so that nobody else changes its people meanwhile, and tells the rooms above who
    stands differently today. What begins on a later day works through on that day.
    """
    School.objects.select_for_update().get(pk=school_id)
    day = timezone.localdate()
    before = standings(school_id, day)
    yield
    keep_functions(school_id, day)
    turned = turns_between(before, standings(school_id, day), day, day)
    if turned:
        _tell(school_id, turned, since=day, day=day)


@contextmanager
def changing_thousands(school_id: UUID) -> Iterator[set[UUID]]:
    """The same for an import, which tells itself who may stand differently afterwards: it puts them in the
    set. Who stood how is not looked up for the whole school twice, so memory does not grow with it."""
    School.objects.select_for_update().get(pk=school_id)
    day = timezone.localdate()
    turned: set[UUID] = set()
    yield turned
    keep_functions(school_id, day)
    if turned:
        _tell(school_id, [str(key) for key in turned], since=day, day=day)


@transaction.atomic
def work_through(*, school_id: UUID, day: date) -> int:
    """Let everything take effect that changed by itself since the last time, up to and including ``day``.

    Safe to call again: a day that was worked through is left alone. After days without a server it makes up
    for all of them. The first time it tells of everybody. Gives the number of people who stand differently.
    """
    school = School.objects.select_for_update().get(pk=school_id)
    since = school.settled_on
    if since is not None and since >= day:
        return 0
    turned = _turned_since(school_id, since, day)
    keep_functions(school_id, day)
    School.objects.filter(pk=school_id).update(settled_on=day)
    if turned:
        record(
            tenant=school_id,
            kind=Kind.PEOPLE_TURNED,
            subject=str(school_id),
            actor=BY_ITSELF,
            payload={
                "since": since.isoformat() if since else None,
                "day": day.isoformat(),
                "people": len(turned),
                "turns": dict(Counter(turn.value for turns in turned.values() for turn in sorted(turns))),
            },
        )
    _tell(school_id, turned, since=since, day=day)
    return len(turned)


def _turned_since(school_id: UUID, since: date | None, day: date) -> Mapping[str, Collection[Turn]]:
    if since is not None:
        return turns_between(standings(school_id, since), standings(school_id, day), since, day)
    everybody = Affiliation.objects.filter(person__school_id=school_id)
    return {str(key): () for key in everybody.values_list("person_id", flat=True).distinct()}


def _tell(school_id: UUID, turned: Collection[str], *, since: date | None, day: date) -> None:
    people_turned.send(
        sender=Person,
        school_id=school_id,
        person_ids=frozenset(UUID(key) for key in turned),
        since=since,
        day=day,
    )


def keep_functions(school_id: UUID, day: date) -> None:
    """Let everybody bear the function of today: a recorded one begins on its day, and outlives any file."""
    positions = Position.objects.filter(on_day(day), person__school_id=school_id).exclude(function="")
    behind = []
    for position in positions.select_related("person"):
        if position.person.function != position.function:
            position.person.function = position.function
            behind.append(position.person)
    Person.objects.bulk_update(behind, ["function"])
