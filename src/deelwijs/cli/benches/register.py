"""A generated register: schools of a thousand people, each pupil with two guardians and a history of answers.

Nothing in it is about anybody. People come in batches; the answers, which are many more, are made by the
database itself from the people that are there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from deelwijs.consents.models import ConsentDecision, InformationText
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.models import Affiliation, Board, Guardianship, Person, School
from deelwijs.protocols.models import Channel

SCHOOL_SIZE = 1_000
PUPILS = 400  # of every school; the others are guardians
PURPOSES = ("beeld", "naam_bij_foto")
CHANNELS = ("website", "instagram")
DAY = date(2026, 11, 25)
BORN = date(2013, 1, 1)
_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Register:
    """What was made: how many people, how many answers."""

    people: int
    decisions: int


def make(people: int, decisions: int) -> Register:
    """Fill the empty database of this process with about so many people and answers."""
    board = Board.objects.create(name="Bestuur")
    schools = max(1, people // SCHOOL_SIZE)
    for number in range(schools):
        with transaction.atomic():
            _add_school(board, number)
    asked = schools * PUPILS * 2 * len(PURPOSES) * len(CHANNELS)
    _add_answers(rounds=max(1, round(decisions / asked)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Register(Person.objects.count(), ConsentDecision.objects.count())


def _add_school(board: Board, number: int) -> None:
    school = School.objects.create(board=board, name="School", slug=f"school-{number}")
    for order, key in enumerate(CHANNELS):
        Channel.objects.create(school=school, key=key, name=key, provider="news_page", order=order)
    for purpose in PURPOSES:
        InformationText.objects.create(school=school, purpose=purpose, version=1, body={}, content_hash="")
    people = [
        Person(
            school=school, given_name="V", family_name=str(place), birth_date=BORN if place < PUPILS else None
        )
        for place in range(SCHOOL_SIZE)
    ]
    pupils, guardians = people[:PUPILS], people[PUPILS:]
    Person.objects.bulk_create(people, _BATCH)
    ties = [(one, Kind.PUPIL) for one in pupils] + [(one, Kind.GUARDIAN) for one in guardians]
    Affiliation.objects.bulk_create((Affiliation(person=one, kind=kind.value) for one, kind in ties), _BATCH)
    Guardianship.objects.bulk_create(
        Guardianship(
            guardian=guardians[(place + order) % len(guardians)], pupil=pupil, contact_order=order + 1
        )
        for place, pupil in enumerate(pupils)
        for order in range(2)
    )


def _add_answers(rounds: int) -> None:
    """Each guardian answers each question so many times, a month apart, with a no now and then."""
    series, key, moment = _WORDS[connection.vendor]
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # the rows come from rows that are there: no need to look again
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            f"""
            INSERT INTO consents_consentdecision
                (id, school_id, person_id, purpose, channel_id, answer, decided_by_id, capacity, decided_at,
                 information_id)
            SELECT {key}, pupil.school_id, pupil.id, text.purpose, channel.id,
                CASE WHEN (care.id + round.n) %% 5 = 0 THEN 'no' ELSE 'yes' END,
                care.guardian_id, 'guardian', {moment}, text.id
            FROM {series}
            CROSS JOIN people_guardianship care
            JOIN people_person pupil ON pupil.id = care.pupil_id
            JOIN protocols_channel channel ON channel.school_id = pupil.school_id
            JOIN consents_informationtext text ON text.school_id = pupil.school_id
            """,  # noqa: S608 (our own words)
            {"last": rounds, "day": DAY.isoformat()},
        )


# The numbers from 1, a new id, and a moment so many months ago, as each database says it.
_WORDS = {
    "postgresql": (
        "generate_series(1, %(last)s) AS round(n)",
        "gen_random_uuid()",
        "%(day)s::timestamptz - round.n * interval '30 days'",
    ),
    "sqlite": (
        "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < %(last)s)"
        " SELECT n FROM c) AS round",
        "lower(hex(randomblob(16)))",
        "datetime(%(day)s, '-' || (round.n * 30) || ' days')",
    ),
}
