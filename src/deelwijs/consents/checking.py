"""May these people be shown on this channel? The question behind every photo, asked of the database by hand.

It is asked for a class, a photo or a list at a time, on registers with millions of answers, so it reads three
narrow results and no model. What stands is for ``core.consent`` to say, as everywhere else; a property test
holds this to ``selectors.statuses``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField
from django.utils import timezone

from deelwijs.consents.selectors import statuses
from deelwijs.core.consent import (
    Answer,
    Capacity,
    ConsentDecision,
    ConsentRules,
    ConsentState,
    alone_since,
    status,
    was_entitled,
)
from deelwijs.core.people import Affiliation, Name, Person
from deelwijs.people import selectors as people

_TIES = """
    SELECT who.id, who.birth_date, tie.kind
    FROM people_person who JOIN people_affiliation tie ON tie.person_id = who.id
    WHERE who.school_id = %s AND who.id IN ({ids})
        AND (who.died_on IS NULL OR who.died_on >= %s)
        AND (tie.starts_on IS NULL OR tie.starts_on <= %s) AND (tie.ends_on IS NULL OR tie.ends_on >= %s)
"""
_GUARDIANS = """
    SELECT care.pupil_id, care.guardian_id
    FROM people_guardianship care
    JOIN people_person who ON who.id = care.guardian_id
    JOIN people_affiliation tie ON tie.person_id = who.id AND tie.kind = 'guardian'
    WHERE care.pupil_id IN ({ids}) AND care.has_custody
        AND (care.starts_on IS NULL OR care.starts_on <= %s) AND (care.ends_on IS NULL OR care.ends_on >= %s)
        AND (who.died_on IS NULL OR who.died_on >= %s)
        AND (tie.starts_on IS NULL OR tie.starts_on <= %s) AND (tie.ends_on IS NULL OR tie.ends_on >= %s)
    ORDER BY care.contact_order
"""
# Of each speaker only the last yes and the last no: what came before them changes nothing any more.
_WORDS = """
    SELECT said.person_id, said.decided_by_id, said.capacity, said.answer, MAX(said.decided_at)
    FROM consents_consentdecision said JOIN protocols_channel channel ON channel.id = said.channel_id
    WHERE said.person_id IN ({ids}) AND said.purpose = %s AND channel.school_id = %s AND channel.key = %s
        AND said.decided_at < %s
    GROUP BY said.person_id, said.decided_by_id, said.capacity, said.answer
"""
_NOBODY = Name("")
_UUID: UUIDField[UUID, UUID] = UUIDField()
_ANSWERS = {one.value: one for one in Answer}
_CAPACITIES = {one.value: one for one in Capacity}


@dataclass(frozen=True, slots=True)
class Use:
    """What something is about: a purpose on a channel of a school."""

    school_id: UUID
    purpose: str
    channel: str


def states(
    use: Use, person_ids: Collection[UUID], day: date, rules: ConsentRules
) -> Mapping[UUID, ConsentState]:
    """What stands at the end of ``day`` for these people, by id; who is not of the school is left out.

    Three queries, whatever the number of people.
    """
    if not person_ids:
        return {}
    keys = {_key(person_id): person_id for person_id in person_ids}
    persons = _persons(use.school_id, list(keys), day)
    words = _words(use, list(keys), day)
    since = {key: alone_since(person, rules) for key, person in persons.items()}
    if not all(was_entitled(word, since[word.person_id]) for word in words if word.person_id in since):
        return _in_full(use, person_ids, day, rules)
    said: dict[str, list[ConsentDecision]] = defaultdict(list)
    for word in words:
        said[word.person_id].append(word)
    return {
        keys[key]: status(person, use.purpose, use.channel, day, said[key], rules).state
        for key, person in persons.items()
    }


def _in_full(
    use: Use, person_ids: Collection[UUID], day: date, rules: ConsentRules
) -> Mapping[UUID, ConsentState]:
    """The same from every word ever said. Needed when a last word does not count, because a date of birth was
    corrected after it: an earlier one may."""
    persons = people.members(use.school_id, person_ids, day)
    found = statuses(use.school_id, persons, day, rules, purpose=use.purpose, channel=use.channel)
    return {UUID(person_id): standing.state for (person_id, _, _), standing in found.items()}


def _persons(school_id: UUID, keys: list[Any], day: date) -> dict[Any, Person]:
    kinds: dict[Any, set[Affiliation]] = defaultdict(set)
    born: dict[Any, date | None] = {}
    for key, birth_date, kind in _rows(_TIES, keys, before=[_key(school_id)], after=[day, day, day]):
        kinds[key].add(Affiliation(kind))
        born[key] = date.fromisoformat(birth_date) if isinstance(birth_date, str) else birth_date
    guardians: dict[Any, dict[Any, None]] = defaultdict(dict)  # once each, in the order of contact
    for pupil, guardian in _rows(_GUARDIANS, keys, before=[], after=[day] * 5):
        guardians[pupil][guardian] = None
    return {
        key: Person(key, _NOBODY, frozenset(held), born[key], tuple(guardians[key]))
        for key, held in kinds.items()
        if held != {Affiliation.FORMER_EMPLOYEE}
    }


def _words(use: Use, keys: list[Any], day: date) -> list[ConsentDecision]:
    zone = timezone.get_current_timezone()
    until = datetime.combine(day + timedelta(days=1), time.min, zone)
    after = [use.purpose, _key(use.school_id), use.channel, until]
    return [
        ConsentDecision(
            id="",
            person_id=person,
            purpose=use.purpose,
            channel=use.channel,
            answer=_ANSWERS[answer],
            decided_by=by,
            capacity=_CAPACITIES[capacity],
            decided_at=_local(at, zone),
        )
        for person, by, capacity, answer, at in _rows(_WORDS, keys, before=[], after=after)
    ]


def _rows(statement: str, keys: list[Any], *, before: list[Any], after: list[Any]) -> list[tuple[Any, ...]]:
    adapted = [connection.ops.adapt_datetimefield_value(v) if isinstance(v, datetime) else v for v in after]
    with connection.cursor() as cursor:
        cursor.execute(statement.format(ids=", ".join(["%s"] * len(keys))), [*before, *keys, *adapted])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _key(person_id: UUID) -> Any:
    """An id as this database keeps it; to the core an id is only something to compare."""
    return _UUID.get_db_prep_value(person_id, connection)


def _local(moment: Any, zone: tzinfo) -> datetime:
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    local: datetime = moment.astimezone(zone)
    return local
