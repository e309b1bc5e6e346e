"""What takes effect by itself on its day, and at once when somebody changes it today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from deelwijs.core.people import Affiliation as Kind
from deelwijs.jobs import periodic
from deelwijs.ledger.models import Entry, Payload
from deelwijs.people import tasks
from deelwijs.people.actor import Actor
from deelwijs.people.effects import work_through
from deelwijs.people.importers.records import ImportedSchool
from deelwijs.people.models import Affiliation, Guardianship, Person, Position, School
from deelwijs.people.signals import people_turned
from tests.core.family import PROPERTY
from tests.people.conftest import imported, member, store
from tests.people.export import DAY, cell, tables

ONE = timedelta(days=1)
Told = list[tuple[set[str], date | None, date]]


@pytest.fixture
def told() -> Iterator[Told]:
    """Who was said to stand differently, by given name, since when and on which day."""
    heard: Told = []

    def hear(*, person_ids: frozenset[UUID], since: date | None, day: date, **_: Any) -> None:
        names = set(Person.objects.filter(pk__in=person_ids).values_list("given_name", flat=True))
        heard.append((names, since, day))

    people_turned.connect(hear, weak=False)
    yield heard
    people_turned.disconnect(hear)


@pytest.fixture
def family(school: School) -> School:
    """On DAY Sami turns 16, custody over Yasmin goes from father to mother, Wim comes and Joris has left."""
    sami = member(school, "Sami Bakkali", Kind.PUPIL)
    Person.objects.filter(pk=sami.pk).update(birth_date=DAY.replace(year=DAY.year - 16))
    yasmin = member(school, "Yasmin Bakkali", Kind.PUPIL)
    mother, father = (member(school, name, Kind.GUARDIAN) for name in ("Leila Fassi", "Karim Bakkali"))
    Guardianship.objects.create(guardian=mother, pupil=yasmin, starts_on=DAY)
    Guardianship.objects.create(guardian=father, pupil=yasmin, ends_on=DAY - ONE)
    member(school, "Joris Prins", Kind.EMPLOYEE, ends_on=DAY - ONE)
    new = member(school, "Wim Wind", Kind.PUPIL)
    Affiliation.objects.filter(person=new).update(starts_on=DAY)
    member(school, "Els Kramer", Kind.EMPLOYEE)
    School.objects.filter(pk=school.pk).update(settled_on=DAY - ONE)
    return school


def turned(school: School, day: date) -> int:
    return work_through(school_id=school.pk, day=day)


# --- By itself ----------------------------------------------------------------------------------
def test_a_day_finds_everybody_who_stands_differently(family: School, told: Told) -> None:
    assert turned(family, DAY) == 4
    assert told == [({"Sami", "Yasmin", "Joris", "Wim"}, DAY - ONE, DAY)]
    family.refresh_from_db()
    assert family.settled_on == DAY
    entry = Entry.objects.get()
    assert (entry.kind, entry.actor, entry.subject) == ("people.turned", "deelwijs", str(family.pk))
    assert Payload.objects.get().content == {
        "since": (DAY - ONE).isoformat(),
        "day": DAY.isoformat(),
        "people": 4,
        "turns": {"birthday": 1, "custody": 1, "joined": 1, "left": 1},
    }


def test_a_day_is_worked_through_once(family: School, told: Told) -> None:
    turned(family, DAY)
    assert turned(family, DAY) == 0
    assert turned(family, DAY - 5 * ONE) == 0
    assert len(told) == 1


def test_missed_days_are_made_up_for(family: School, told: Told) -> None:
    School.objects.filter(pk=family.pk).update(settled_on=DAY - 10 * ONE)
    turned(family, DAY + 20 * ONE)
    assert told == [({"Sami", "Yasmin", "Joris", "Wim"}, DAY - 10 * ONE, DAY + 20 * ONE)]


def test_a_quiet_day_is_told_but_not_recorded(family: School, told: Told) -> None:
    turned(family, DAY)
    turned(family, DAY + ONE)
    assert told[1] == (set(), DAY, DAY + ONE)
    assert Entry.objects.count() == 1


def test_the_first_time_it_is_everybody_also_who_left(family: School, told: Told) -> None:
    School.objects.filter(pk=family.pk).update(settled_on=None)
    assert turned(family, DAY) == Person.objects.filter(school=family).count()
    assert told[0][1] is None
    assert "Joris" in told[0][0]


def test_schools_are_worked_through_one_by_one(family: School, other_school: School, told: Told) -> None:
    member(other_school, "Ina Noord", Kind.PUPIL)
    turned(family, DAY)
    assert "Ina" not in told[0][0]
    other_school.refresh_from_db()
    assert other_school.settled_on is None


def test_a_recorded_function_begins_on_its_day(family: School) -> None:
    els = Person.objects.get(given_name="Els")
    Position.objects.create(person=els, function="Teamleider", starts_on=DAY)
    assert els.function == ""
    turned(family, DAY)
    els.refresh_from_db()
    assert els.function == "Teamleider"


# --- The worker ---------------------------------------------------------------------------------
def test_the_worker_is_asked_every_few_minutes_and_does_it_once(
    family: School, other_school: School, told: Told, django_capture_on_commit_callbacks: Any
) -> None:
    assert "deelwijs.people.tasks.begin_the_day" in {work.task for work in periodic.ordered()}
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            tasks.begin_the_day()
    assert [day for _, _, day in told] == [timezone.localdate()] * 2
    assert set(School.objects.values_list("settled_on", flat=True)) == {timezone.localdate()}


INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def summer_time(instant: datetime) -> bool:
    """Whether it is summer time: from 01:00 UTC on the last Sunday of March to that of October."""
    bounds = []
    for month in (3, 10):
        last = date(instant.year, month, 31)
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        bounds.append(datetime(sunday.year, sunday.month, sunday.day, 1, tzinfo=UTC))
    return bounds[0] <= instant < bounds[1]


@PROPERTY
@given(instant=INSTANTS)
def test_a_day_begins_at_midnight_in_the_netherlands(instant: datetime) -> None:
    """Also on the days of 23 and 25 hours."""
    hours = 2 if summer_time(instant) else 1
    assert timezone.localdate(instant) == (instant + timedelta(hours=hours)).date()


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 3, 2, 22, 59, 59, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 2, 23, 0, tzinfo=UTC), date(2026, 3, 3)),
        (datetime(2026, 7, 2, 21, 59, 59, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 7, 2, 22, 0, tzinfo=UTC), date(2026, 7, 3)),
    ],
)
def test_the_worker_begins_the_day_of_the_school(
    family: School, monkeypatch: pytest.MonkeyPatch, instant: datetime, day: date
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: instant)
    School.objects.update(settled_on=date(2026, 1, 1))
    tasks.begin_the_day_at(family.pk)
    family.refresh_from_db()
    assert family.settled_on == day


# --- Somebody changes it today ------------------------------------------------------------------
def test_an_import_tells_at_once_who_stands_differently(
    actor: Actor, small: ImportedSchool, tmp_path: Path, told: Told
) -> None:
    def read_in(school: ImportedSchool) -> None:
        store(actor, school, timezone.localdate())

    read_in(small)
    everybody = set(Person.objects.filter(source_id__isnull=False).values_list("given_name", flat=True))
    assert told.pop()[0] == everybody
    content = tables()
    cell(content, "users.csv", "p1", "familyName", "Visser")
    read_in(imported(tmp_path, content))
    assert told == []
    cell(content, "users.csv", "p1", "status", "tobedeleted")
    read_in(imported(tmp_path, content))
    ((names, since, day),) = told
    assert names == {Person.objects.get(source_id="p1").given_name}
    assert since == day == timezone.localdate()


def test_an_import_that_fails_tells_nobody(
    actor: Actor, small: ImportedSchool, monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    def fail(**_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("deelwijs.people.imports.working.record", fail)
    with pytest.raises(OSError, match="disk full"):
        store(actor, small, timezone.localdate())
    assert told == []
