"""Work that comes back by itself stands in the queue's timetable, once, and keeps its turns."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.conf import Conf
from django_q.models import OrmQ, Schedule
from django_q.scheduler import scheduler

from deelwijs.jobs import periodic
from deelwijs.jobs.periodic import Periodic, next_turn

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture(autouse=True)
def ordered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what a test orders itself."""
    monkeypatch.setattr(periodic, "_ORDERED", {})


@pytest.mark.django_db
def test_the_timetable_follows_what_was_ordered() -> None:
    periodic.every(minutes=5, task="deelwijs.a")
    periodic.daily(at=time(7, 30), task="deelwijs.b")
    periodic.write_down()
    before = {row.name: row.next_run for row in Schedule.objects.all()}
    assert set(before) == {"deelwijs.a", "deelwijs.b"}
    periodic.write_down()
    assert {row.name: row.next_run for row in Schedule.objects.all()} == before
    periodic.every(minutes=9, task="deelwijs.a")
    periodic.daily(at=time(8, 0), task="deelwijs.b")
    periodic.write_down()
    assert Schedule.objects.get(name="deelwijs.a").minutes == 9
    assert timezone.localtime(Schedule.objects.get(name="deelwijs.b").next_run).time() == time(8, 0)


@pytest.mark.django_db
def test_what_is_no_longer_ordered_goes_and_what_is_not_ours_stays() -> None:
    Schedule.objects.create(name="of somebody else", func="x")
    periodic.every(minutes=5, task="deelwijs.a")
    periodic.write_down()
    periodic._ORDERED.clear()
    periodic.write_down()
    assert [row.name for row in Schedule.objects.all()] == ["of somebody else"]


@pytest.mark.django_db
def test_the_queue_takes_the_work_when_it_is_due_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Conf, "SYNC", value=False)
    # A worker between two tasks closes its connections; here that would be the one of the test.
    monkeypatch.setattr("django_q.scheduler.close_old_django_connections", lambda: None)
    periodic.daily(at=time(7, 30), task="deelwijs.mail.tasks.sweep")
    periodic.write_down()
    Schedule.objects.update(next_run=datetime(2026, 1, 1, 6, 30, tzinfo=UTC))
    for _ in range(2):
        scheduler()
    assert OrmQ.objects.count() == 1
    assert Schedule.objects.get().next_run > timezone.now()


@pytest.mark.parametrize(
    ("now", "turn"),
    [
        (datetime(2026, 11, 25, 7, 0, tzinfo=AMSTERDAM), datetime(2026, 11, 25, 7, 30, tzinfo=AMSTERDAM)),
        (datetime(2026, 11, 25, 7, 30, tzinfo=AMSTERDAM), datetime(2026, 11, 26, 7, 30, tzinfo=AMSTERDAM)),
        (datetime(2027, 3, 27, 12, 0, tzinfo=AMSTERDAM), datetime(2027, 3, 28, 7, 30, tzinfo=AMSTERDAM)),
    ],
)
def test_a_daily_turn_keeps_its_hour(now: datetime, turn: datetime) -> None:
    assert next_turn(Periodic("x", at=time(7, 30)), now) == turn


def test_everything_that_the_rooms_order_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert periodic.ordered()
    for work in periodic.ordered():
        assert callable(import_string(work.task))
