"""A leaver, a birthday or a change of custody takes a post down by itself, on its day or at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from deelwijs.demo.data import born
from deelwijs.demo.load import demo_id
from deelwijs.ledger.models import Entry
from deelwijs.people.effects import changing_people, work_through
from deelwijs.people.models import Affiliation, Guardianship, Person, School
from deelwijs.publications.models import Placement
from tests.publications.desk import Desk

State = Placement.State
Commit = Callable[[], AbstractContextManager[list[Any]]]
ONE = timedelta(days=1)


@pytest.fixture
def today(school: School) -> date:
    """Today, and yesterday was worked through."""
    day = timezone.localdate()
    School.objects.filter(pk=school.pk).update(settled_on=day - ONE)
    return day


def state(placement: Placement) -> tuple[str, str]:
    placement.refresh_from_db()
    return placement.state, placement.takedown_reason


def ends(name: str, last_day: date) -> None:
    """Somebody's tie with the school ends, without anybody saying so today."""
    Affiliation.objects.filter(person=demo_id(name)).update(ends_on=last_day)


@pytest.mark.parametrize("who", ["liv-van-den-heuvel", "pieter-de-wit"], ids=["pupil", "employee"])
def test_who_leaves_is_seen_no_more_from_the_day_after_the_last(
    desk: Desk, school: School, today: date, commit: Commit, visitor: None, who: str
) -> None:
    placement, other = desk.online(who), desk.online("finn-obrien")
    ends(who, today)
    with commit():
        work_through(school_id=school.pk, day=today)
    assert state(placement)[0] == State.PUBLISHED
    with commit():
        work_through(school_id=school.pk, day=today + ONE)
    assert state(placement)[0] == State.REMOVED
    assert placement.takedown_person_id == demo_id(who)
    assert state(other)[0] == State.PUBLISHED
    kinds = list(Entry.objects.order_by("-seq").values_list("kind", flat=True)[:3])
    assert kinds == ["takedown.verified", "takedown.requested", "people.turned"]


def test_days_without_a_server_are_made_up_for(
    desk: Desk, school: School, today: date, commit: Commit, visitor: None
) -> None:
    placement = desk.online("liv-van-den-heuvel")
    ends("liv-van-den-heuvel", today + 3 * ONE)
    with commit():
        work_through(school_id=school.pk, day=today + 30 * ONE)
    assert state(placement)[0] == State.REMOVED


def test_custody_ends_on_its_day(
    desk: Desk, school: School, today: date, commit: Commit, visitor: None
) -> None:
    """Anouk said yes. From tomorrow she does not decide, and Stefan has not answered yet."""
    placement = desk.online("liv-van-den-heuvel")
    anouk = Guardianship.objects.get(guardian=demo_id("anouk-van-den-heuvel"))
    Guardianship.objects.filter(pk=anouk.pk).update(ends_on=today)
    with commit():
        work_through(school_id=school.pk, day=today)
    assert state(placement)[0] == State.PUBLISHED
    with commit():
        work_through(school_id=school.pk, day=today + ONE)
    assert state(placement) == (State.REMOVED, "consent_not_answered")


def test_a_change_of_custody_today_works_in_its_own_transaction(
    desk: Desk, school: School, today: date
) -> None:
    placement = desk.online("liv-van-den-heuvel")
    with transaction.atomic(), changing_people(school.pk):
        Guardianship.objects.filter(guardian=demo_id("anouk-van-den-heuvel")).update(has_custody=False)
    assert state(placement) == (State.TAKEDOWN_REQUESTED, "consent_not_answered")


def test_what_is_undone_took_nothing_down(desk: Desk, school: School, today: date) -> None:
    placement = desk.online("liv-van-den-heuvel")
    with transaction.atomic():
        with changing_people(school.pk):
            Guardianship.objects.filter(pupil=demo_id("liv-van-den-heuvel")).delete()
        assert state(placement)[0] == State.TAKEDOWN_REQUESTED
        transaction.set_rollback(True)
    assert state(placement)[0] == State.PUBLISHED


def test_a_guardian_more_leaves_a_yes_a_yes(desk: Desk, school: School, today: date) -> None:
    placement = desk.online("liv-van-den-heuvel")
    with transaction.atomic(), changing_people(school.pk):
        Guardianship.objects.create(
            guardian_id=demo_id("geert-de-groot"), pupil_id=demo_id("liv-van-den-heuvel"), contact_order=3
        )
    assert state(placement)[0] == State.PUBLISHED


def test_at_sixteen_what_is_online_stays_and_what_waits_is_stopped(
    desk: Desk, school: School, today: date, commit: Commit, visitor: None
) -> None:
    decision = desk.submit(desk.with_people("liv-van-den-heuvel", channels=["website", "instagram"]))
    website, instagram = decision.placements.order_by("channel__order")
    assert (state(website)[0], state(instagram)[0]) == (State.PUBLISHED, State.TO_PLACE_BY_HAND)
    turns_sixteen = born(today + ONE, 16, 0)
    Person.objects.filter(pk=demo_id("liv-van-den-heuvel")).update(birth_date=turns_sixteen)
    with commit():
        work_through(school_id=school.pk, day=today + ONE)
    assert state(website)[0] == State.PUBLISHED
    assert state(instagram) == (State.TAKEDOWN_BY_HAND, "consent_to_confirm")


def test_an_ordinary_birthday_changes_nothing(
    desk: Desk, school: School, today: date, commit: Commit
) -> None:
    placement = desk.online("liv-van-den-heuvel")
    Person.objects.filter(pk=demo_id("liv-van-den-heuvel")).update(birth_date=born(today, 13, 0))
    School.objects.filter(pk=school.pk).update(settled_on=today - 40 * ONE)
    with commit():
        assert work_through(school_id=school.pk, day=today) > 0
    assert state(placement)[0] == State.PUBLISHED
