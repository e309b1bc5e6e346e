"""Deciding: by whom, about whom, with what kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from deelwijs.consents import actions, selectors
from deelwijs.consents.actions import GivenAnswer, ask, decide
from deelwijs.consents.models import ConsentDecision, ConsentRequest, InformationText
from deelwijs.consents.signals import consent_changed
from deelwijs.core.consent import Answer, Capacity, ConsentState
from deelwijs.ledger.models import Entry
from deelwijs.ledger.selectors import first_broken
from deelwijs.people import selectors as people
from deelwijs.protocols.models import ProtocolVersion
from deelwijs.protocols.selectors import in_force
from tests.consents.conftest import World, aged

YES = GivenAnswer("beeld", "website", Answer.YES)
NO = GivenAnswer("beeld", "website", Answer.NO)


def say(
    world: World, who: str, about: str, *answers: GivenAnswer, now: datetime | None = None
) -> list[ConsentDecision]:
    return decide(actor=world.actor(who), person_id=world.person(about).pk, answers=answers, now=now)


def state(world: World, about: str, channel: str = "website") -> ConsentState:
    today = timezone.localdate()
    roster = people.roster(world.school.pk, today)
    rules = in_force(world.school.pk, today).consent_rules
    person = str(world.person(about).pk)
    return selectors.statuses(world.school.pk, roster, today, rules)[person, "beeld", channel].state


def test_a_decision_keeps_all_that_must_be_shown_later(kompas: World) -> None:
    (decision,) = say(kompas, "Karim", "Sami", YES)
    decision.refresh_from_db()
    assert (decision.person, decision.decided_by) == (kompas.person("Sami"), kompas.person("Karim"))
    assert (decision.purpose, decision.channel.key, decision.answer) == ("beeld", "website", "yes")
    assert decision.capacity == Capacity.GUARDIAN
    assert timezone.now() - decision.decided_at < timedelta(minutes=5)
    assert decision.information == InformationText.objects.get(school=kompas.school, purpose="beeld")
    assert state(kompas, "Sami") is ConsentState.GIVEN
    assert state(kompas, "Sami", "instagram") is ConsentState.NOT_ANSWERED


def test_the_text_that_was_shown_stays_with_the_decision(kompas: World) -> None:
    (old,) = say(kompas, "Karim", "Sami", YES)
    protocol = in_force(kompas.school.pk, timezone.localdate())
    same = actions.publish_information(school_id=kompas.school.pk, protocol=protocol)
    assert {text.version for text in same} == {1}
    protocol.purposes[0]["naam"] = "Foto’s, films en geluid"
    ProtocolVersion.objects.filter(school=kompas.school).update(content=dict(protocol.content))
    (new,) = say(kompas, "Karim", "Sami", YES)
    assert (old.information.version, new.information.version) == (1, 2)
    assert old.information.body["naam"] != new.information.body["naam"]
    assert old.information.content_hash != new.information.content_hash


@pytest.mark.parametrize(
    ("who", "about"),
    [
        ("Bas", "Sami"),  # somebody else's child
        ("Ex", "Lotte"),  # a parent without custody
        ("Sami", "Sami"),  # twelve
        ("Karim", "Yasmin"),  # seventeen: decides alone
        ("Noor", "Sami"),  # works here
        ("Pieter", "Noor"),  # a colleague
    ],
)
def test_nobody_decides_for_who_is_not_theirs(kompas: World, who: str, about: str) -> None:
    before = Entry.objects.count()
    with pytest.raises(PermissionDenied):
        say(kompas, who, about, YES)
    assert not ConsentDecision.objects.exists()
    assert Entry.objects.count() == before


@pytest.mark.parametrize(("who", "capacity"), [("Yasmin", "self"), ("Pieter", "self"), ("Noor", "self")])
def test_who_is_old_enough_decides_alone(kompas: World, who: str, capacity: str) -> None:
    (decision,) = say(kompas, who, who, YES)
    assert decision.capacity == capacity
    assert state(kompas, who) is ConsentState.GIVEN


def test_the_sixteenth_birthday_moves_the_decision(kompas: World) -> None:
    sami = kompas.person("Sami")
    sami.birth_date = aged(16)
    sami.save()
    with pytest.raises(PermissionDenied):
        say(kompas, "Karim", "Sami", YES)
    assert say(kompas, "Sami", "Sami", YES)[0].capacity == "self"
    sami.birth_date = aged(16) + timedelta(days=1)
    sami.save()
    with pytest.raises(PermissionDenied):
        say(kompas, "Sami", "Sami", YES)
    assert say(kompas, "Karim", "Sami", YES)[0].capacity == "guardian"


def test_another_school_is_out_of_reach(kompas: World, other: World) -> None:
    for who in ("Karim", "Noor"):
        with pytest.raises(PermissionDenied):
            decide(actor=kompas.actor(who), person_id=other.person("Sami").pk, answers=[YES])
    with pytest.raises(PermissionDenied):
        decide(actor=kompas.actor("Karim"), person_id=uuid4(), answers=[YES])


def test_the_ledger_keeps_ids_and_the_text_but_no_names(kompas: World) -> None:
    (decision,) = say(kompas, "Karim", "Sami", YES)
    entry = Entry.objects.select_related("payload").get(kind="consent.decided")
    assert (entry.tenant, entry.subject, entry.actor) == (
        kompas.school.pk,
        str(decision.person_id),
        str(decision.decided_by_id),
    )
    assert entry.payload.content == {
        "decision": str(decision.pk),
        "purpose": "beeld",
        "channel": "website",
        "answer": "yes",
        "capacity": "guardian",
        "information": decision.information.content_hash,
        "language": "nl",
    }
    assert first_broken(kompas.school.pk) is None


def test_decision_and_entry_stand_or_fall_together(kompas: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Entry.objects.count()

    def broken(**_: Any) -> None:
        raise RuntimeError("the receiver fails")

    consent_changed.connect(broken)
    try:
        with pytest.raises(RuntimeError, match="receiver"):
            say(kompas, "Karim", "Sami", YES)
    finally:
        consent_changed.disconnect(broken)
    assert not ConsentDecision.objects.exists()
    assert Entry.objects.count() == before
    monkeypatch.setattr(actions, "record_all", broken)
    with pytest.raises(RuntimeError):
        say(kompas, "Karim", "Sami", YES)
    assert not ConsentDecision.objects.exists()


def test_half_a_form_is_not_kept(kompas: World) -> None:
    for wrong in (GivenAnswer("beeld", "nergens", Answer.YES), GivenAnswer("iets", "website", Answer.YES)):
        with pytest.raises((KeyError, InformationText.DoesNotExist)):
            say(kompas, "Karim", "Sami", YES, wrong)
    assert not ConsentDecision.objects.exists()


def test_the_news_goes_up_once_for_all_answers(kompas: World) -> None:
    heard: list[Any] = []

    def hear(*, person_id: object, **_: Any) -> None:
        heard.append(person_id)

    consent_changed.connect(hear)
    try:
        say(kompas, "Karim", "Sami", YES, GivenAnswer("beeld", "instagram", Answer.NO))
    finally:
        consent_changed.disconnect(hear)
    assert heard == [kompas.person("Sami").pk]


def request(world: World, about: str = "Sami", purpose: str = "beeld", channel: str = "website") -> Any:
    return ask(
        actor=world.actor("Noor"), person_id=world.person(about).pk, purpose=purpose, channel_key=channel
    )


def test_asking_twice_is_asking_once_and_an_answer_closes_it(kompas: World) -> None:
    first, again = request(kompas), request(kompas)
    elsewhere = request(kompas, channel="instagram")
    assert first == again
    assert Entry.objects.filter(kind="consent.asked").count() == 2
    (decision,) = say(kompas, "Leila", "Sami", NO)
    first.refresh_from_db()
    elsewhere.refresh_from_db()
    assert first.answered_at == decision.decided_at
    assert elsewhere.answered_at is None
    assert request(kompas) != first  # a new question may be asked later


def test_only_who_writes_posts_may_ask(kompas: World) -> None:
    for who in ("Karim", "Pieter", "Yasmin", "Wietske"):
        with pytest.raises(PermissionDenied):
            ask(
                actor=kompas.actor(who),
                person_id=kompas.person("Sami").pk,
                purpose="beeld",
                channel_key="website",
            )


@pytest.mark.parametrize("wrong", [{"purpose": "iets"}, {"channel": "nergens"}])
def test_what_the_school_does_not_know_is_not_asked(kompas: World, wrong: dict[str, str]) -> None:
    with pytest.raises(Http404):
        request(kompas, **wrong)
    assert not ConsentRequest.objects.exists()


def test_nobody_of_another_school_is_asked(kompas: World, other: World) -> None:
    with pytest.raises(Http404):
        ask(
            actor=kompas.actor("Noor"),
            person_id=other.person("Sami").pk,
            purpose="beeld",
            channel_key="website",
        )
    assert not ConsentRequest.objects.exists()
