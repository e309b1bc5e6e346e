"""Who has not confirmed is asked by mail, reminded on the days in the rule, and left alone once confirmed."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from deelwijs.demo.load import demo_id
from deelwijs.ledger.models import Entry
from deelwijs.mail.models import Message
from deelwijs.people.actor import Actor
from deelwijs.people.models import Affiliation, Person, School
from deelwijs.protocols.actions import adopt
from deelwijs.protocols.handout import actions, rhythm
from deelwijs.protocols.handout.reminding import remind_all
from deelwijs.protocols.models import Handout, Receipt, Reminder
from tests.demo_school import acting, browser_of
from tests.protocols.handout.conftest import in_days

pytestmark = pytest.mark.django_db
EMPLOYEES, PUPILS, GUARDIANS = Handout.Audience
PIETER = "pieter.de.wit@hetkompas.example"


def mails_to(address: str) -> list[Message]:
    return list(Message.objects.filter(to=address).order_by("created_at", "key"))


def with_address(kind: str) -> set[str]:
    still_here = {"affiliations__kind": kind, "affiliations__ends_on": None}  # one employee has left
    people = Person.objects.filter(**still_here).exclude(email="")
    return set(people.values_list("email", flat=True))


def every_day(first: int, last: int) -> None:
    for offset in range(first, last + 1):
        remind_all(in_days(offset))


def test_everybody_of_the_audience_with_an_address_is_asked_at_once(rector: Actor) -> None:
    actions.hand_out(actor=rector, audience=EMPLOYEES, due_on=in_days(14))
    asked = Counter(Message.objects.values_list("to", flat=True))
    assert set(asked) == with_address("employee")
    assert set(asked.values()) == {1}
    (mail,) = mails_to(PIETER)
    assert mail.subject == "Lees het protocol sociale media van Het Kompas College"
    assert mail.sender == "Het Kompas College"
    assert "Dag Pieter," in mail.text
    assert "/protocol/ontvangst/" in mail.text
    entry = Entry.objects.get(kind="protocol.reminded")
    assert entry.payload.content["people"] == len(asked)


def test_reminders_come_on_the_days_of_the_rule(rector: Actor) -> None:
    actions.hand_out(actor=rector, audience=EMPLOYEES, due_on=in_days(14))
    every_day(0, 40)
    days = Reminder.objects.filter(person=demo_id("pieter-de-wit")).order_by("sent_on")
    expected = [14 + offset for offset in rhythm.rhythm_on(timezone.localdate()).days]
    assert list(days.values_list("sent_on", flat=True)) == [in_days(0), *map(in_days, expected)]
    subjects = {mail.subject for mail in mails_to(PIETER)}
    assert subjects == {
        "Lees het protocol sociale media van Het Kompas College",
        "Herinnering: bevestig het protocol sociale media",
        "Het protocol sociale media wacht nog op uw bevestiging",
    }


def test_they_stop_at_the_confirmation(rector: Actor) -> None:
    actions.hand_out(actor=rector, audience=EMPLOYEES, due_on=in_days(14))
    actions.confirm(actor=acting("pieter-de-wit"))
    every_day(0, 40)
    assert len(mails_to(PIETER)) == 1


def test_a_receipt_on_paper_stops_them_too(rector: Actor) -> None:
    actions.record_receipts(actor=rector, person_ids=[demo_id("pieter-de-wit")], way=Receipt.Way.PAPER)
    actions.hand_out(actor=rector, audience=EMPLOYEES, due_on=in_days(14))
    assert mails_to(PIETER) == []


def test_running_twice_on_a_day_is_running_once(rector: Actor) -> None:
    actions.hand_out(actor=rector, audience=EMPLOYEES, due_on=in_days(14))
    before = Message.objects.count()
    for _ in range(2):
        remind_all(in_days(0))
    assert Message.objects.count() == before
    for _ in range(2):
        remind_all(in_days(7))
    assert Message.objects.count() == 2 * before


def test_pupils_are_je_and_the_others_are_u(rector: Actor) -> None:
    for audience in (PUPILS, GUARDIANS):
        actions.hand_out(actor=rector, audience=audience, due_on=in_days(14))
    sofia = Person.objects.get(id=demo_id("sofia-lindqvist"))
    karim = Person.objects.get(id=demo_id("karim-bakkali"))
    assert "dat je het gekregen hebt" in mails_to(sofia.email)[0].text
    assert "dat u het gekregen hebt" in mails_to(karim.email)[0].text


def test_who_is_in_two_audiences_is_asked_once(rector: Actor) -> None:
    Affiliation.objects.create(person_id=demo_id("pieter-de-wit"), kind="guardian")
    for audience in (EMPLOYEES, GUARDIANS):
        actions.hand_out(actor=rector, audience=audience, due_on=in_days(14))
    assert len(mails_to(PIETER)) == 1


def test_who_joins_later_is_asked_then_and_who_left_is_not(rector: Actor, kompas: School) -> None:
    actions.hand_out(actor=rector, audience=EMPLOYEES, due_on=in_days(14))
    Affiliation.objects.filter(person=demo_id("pieter-de-wit")).update(ends_on=in_days(2))
    newcomer = Person.objects.create(school=kompas, given_name="Wim", email="wim@hetkompas.example")
    Affiliation.objects.create(person=newcomer, kind="employee", starts_on=in_days(20))
    every_day(0, 20)
    assert len(mails_to(PIETER)) == 1
    (mail,) = mails_to("wim@hetkompas.example")
    assert mail.subject.startswith("Lees het protocol")
    assert "vóór" not in mail.text  # the day has passed before Wim came


def test_a_newer_version_ends_the_reminders_of_the_older_one(rector: Actor, kompas: School) -> None:
    actions.hand_out(actor=rector, audience=EMPLOYEES, due_on=in_days(14))
    adopt(school_id=kompas.id, valid_from=in_days(3), by="x")
    before = Message.objects.count()
    every_day(3, 30)
    assert Message.objects.count() == before


def test_an_address_that_does_not_work_gets_no_more_mail(rector: Actor) -> None:
    actions.hand_out(actor=rector, audience=EMPLOYEES, due_on=in_days(14))
    Message.objects.filter(to=PIETER).update(state=Message.State.BOUNCED)
    every_day(1, 30)
    assert len(mails_to(PIETER)) == 1


def test_the_leadership_can_remind_now_but_nobody_twice_a_day(rector: Actor) -> None:
    actions.hand_out(actor=rector, audience=EMPLOYEES, due_on=in_days(14))
    assert actions.send_reminder(actor=rector, audience=EMPLOYEES) == 0
    Reminder.objects.update(sent_on=in_days(-1))
    Message.objects.all().delete()
    page = browser_of("maarten-van-loon").post("/protocol/uitreiken/medewerkers/herinneren/", follow=True)
    assert "krijgen een mail" in page.content.decode()
    assert len(mails_to(PIETER)) == 1
    assert actions.send_reminder(actor=rector, audience=EMPLOYEES) == 0


def test_others_may_not_remind(rector: Actor) -> None:
    with pytest.raises(PermissionDenied):
        actions.send_reminder(actor=acting("pieter-de-wit"), audience=EMPLOYEES)
    with pytest.raises(Http404):
        actions.send_reminder(actor=rector, audience=EMPLOYEES)


def test_a_large_school_costs_no_more_queries(
    rector: Actor, kompas: School, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    crowd = Person.objects.bulk_create(
        Person(school=kompas, given_name=f"Ouder{number}", email=f"ouder{number}@post.example")
        for number in range(300)
    )
    Affiliation.objects.bulk_create(Affiliation(person=person, kind="guardian") for person in crowd)
    with django_assert_max_num_queries(45):
        actions.hand_out(actor=rector, audience=GUARDIANS, due_on=in_days(14))
    assert Message.objects.count() > 300


def test_the_rules_are_dated_and_sourced(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = rhythm._rules()
    assert [since for since, _ in rules] == sorted(since for since, _ in rules)
    assert all(min(rule.days) < 0 < max(rule.days) for _, rule in rules)
    other = rules[0][1].__class__(days=(3,))
    monkeypatch.setattr(rhythm, "_rules", lambda: [*rules, (date(2030, 1, 1), other)])
    assert rhythm.rhythm_on(date(2029, 12, 31)) == rules[-1][1]
    assert rhythm.rhythm_on(date(2030, 1, 1) + timedelta(days=1)) is other
    assert rhythm.rhythm_on(date(1999, 1, 1)) == rules[0][1]
