"""Handing the protocol out, and the proof that somebody received it (S1)."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from deelwijs.demo.load import demo_id
from deelwijs.ledger.models import Entry
from deelwijs.people.actor import Actor
from deelwijs.people.models import Board, Person, School
from deelwijs.protocols.handout import actions, selectors
from deelwijs.protocols.models import Handout, Receipt
from tests.demo_school import acting, browser_of
from tests.protocols.handout.conftest import in_days

pytestmark = pytest.mark.django_db


def test_who_is_asked_sees_it_and_confirms_once(rector: Actor) -> None:
    teacher = acting("pieter-de-wit")
    assert not selectors.must_confirm(teacher, timezone.localdate())
    actions.hand_out(actor=rector, audience=Handout.Audience.EMPLOYEES, due_on=in_days(7))
    assert selectors.must_confirm(teacher, timezone.localdate())
    client = browser_of("pieter-de-wit")
    assert "Bevestig dat u het protocol ontving" in client.get("/protocol/").content.decode()
    for _ in range(2):
        client.post("/protocol/ontvangst/bevestigen/")
    receipt = Receipt.objects.get(person_id=teacher.person_id)
    assert (receipt.way, receipt.recorded_by_id) == (Receipt.Way.ONLINE, teacher.person_id)
    assert not selectors.must_confirm(teacher, timezone.localdate())
    proof = client.get("/protocol/ontvangst/").content.decode()
    assert "Pieter de Wit" in proof
    assert receipt.version.content_hash in proof
    assert Entry.objects.filter(kind="protocol.received").count() == 1


def test_only_the_audience_is_asked(rector: Actor) -> None:
    actions.hand_out(actor=rector, audience=Handout.Audience.EMPLOYEES, due_on=in_days(7))
    assert not selectors.must_confirm(acting("karim-bakkali"), timezone.localdate())


def test_asking_again_moves_the_day(rector: Actor) -> None:
    later = in_days(20)
    for day in (in_days(7), later):
        actions.hand_out(actor=rector, audience=Handout.Audience.PUPILS, due_on=day)
    assert Handout.objects.get().due_on == later


def test_a_day_that_has_passed_is_refused(rector: Actor) -> None:
    yesterday = in_days(-1)
    with pytest.raises(ValidationError):
        actions.hand_out(actor=rector, audience=Handout.Audience.PUPILS, due_on=yesterday)
    page = browser_of("maarten-van-loon").post(
        "/protocol/uitreiken/", {"audience": "pupil", "due_on": yesterday.isoformat()}
    )
    assert page.status_code == 422
    assert "Deze dag is al voorbij" in page.content.decode()
    assert not Handout.objects.exists()


def test_paper_receipts_are_recorded_by_the_leadership(rector: Actor) -> None:
    teacher = acting("pieter-de-wit").person_id
    client = browser_of("maarten-van-loon")
    client.post(
        "/protocol/uitreiken/medewerkers/ontvangen/", {"person": [str(teacher), "nonsense"], "way": "paper"}
    )
    receipt = Receipt.objects.get()
    assert (receipt.person_id, receipt.way, receipt.recorded_by_id) == (teacher, "paper", rector.person_id)
    page = selectors.handout_page(rector, timezone.localdate())
    employees = next(one for one in page.audiences if one.audience is Handout.Audience.EMPLOYEES)
    assert employees.received == 1


def test_a_whole_page_can_be_recorded_at_once(rector: Actor) -> None:
    pupils = [str(demo_id(name)) for name in ("sami-bakkali", "yasmin-bakkali")]
    browser_of("maarten-van-loon").post(
        "/protocol/uitreiken/leerlingen/ontvangen/", {"shown": pupils, "wie": "iedereen", "way": "meeting"}
    )
    assert {str(receipt.person_id) for receipt in Receipt.objects.all()} == set(pupils)


def test_people_of_another_school_are_passed_over(rector: Actor) -> None:
    school = School.objects.create(board=Board.objects.create(name="B"), name="Elders", slug="elders")
    stranger = Person.objects.create(school=school, given_name="Wim")
    recorded = actions.record_receipts(actor=rector, person_ids=[stranger.id], way=Receipt.Way.PAPER)
    assert recorded == []


def test_others_may_not_hand_out() -> None:
    with pytest.raises(PermissionDenied):
        actions.hand_out(actor=acting("pieter-de-wit"), audience=Handout.Audience.PUPILS, due_on=in_days(7))
    assert browser_of("pieter-de-wit").get("/protocol/uitreiken/").status_code == 403


def test_who_is_late_stands_on_top(rector: Actor) -> None:
    handout = actions.hand_out(actor=rector, audience=Handout.Audience.EMPLOYEES, due_on=in_days(7))
    Handout.objects.filter(id=handout.id).update(due_on=in_days(-1))
    page = browser_of("maarten-van-loon").get("/protocol/uitreiken/").content.decode()
    assert "de dag is voorbij" in page
