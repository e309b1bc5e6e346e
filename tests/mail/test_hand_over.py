"""Mails reach the mail server: each on its own account, in ordinary life once, and never lost."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from deelwijs.mail import actions, tasks
from deelwijs.mail.models import Message
from deelwijs.mail.waiting import LEASE, wait_after
from tests.mail.conftest import SCHOOL, later, order, states
from tests.mail.sink import DROP, DROP_AFTER, Sink

pytestmark = pytest.mark.django_db
MANY = [f"ouder{number}" for number in range(130)]


def addresses(names: list[str]) -> list[str]:
    return [f"{name}@kompas.example" for name in names]


def test_a_mail_goes_after_commit_and_not_before(
    sink: Sink, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        order("noor")
        assert sink.reached == []
    (received,) = sink.received
    assert (received.to, received.mail["Subject"]) == ("noor@kompas.example", "Protocol")
    assert received.mail.get_content().strip() == "Dag noor"
    message = Message.objects.get()
    assert (message.state, message.text, message.attempts) == ("sent", "", 1)


def test_what_is_undone_is_never_sent(sink: Sink) -> None:
    with transaction.atomic():
        order("noor")
        transaction.set_rollback(True)
    tasks.hand_over()
    assert sink.reached == []


def test_a_server_with_a_limit_per_session_stops_nobody(
    sink: Sink, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    sink.per_session = 20
    with django_capture_on_commit_callbacks(execute=True):
        order(*MANY)
    assert sorted(sink.reached) == sorted(addresses(MANY))
    assert set(states().values()) == {"sent"}
    assert sink.sessions >= len(MANY) / 20


def test_each_batch_has_a_connection_of_its_own(
    sink: Sink, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        order(*MANY)
    assert sink.sessions == 3
    assert len(sink.reached) == len(MANY)


def test_one_refusal_leaves_the_others_alone(sink: Sink) -> None:
    sink.replies["vol@kompas.example"] = ["452 4.2.2 Mailbox full"] * 2
    sink.replies["weg@kompas.example"] = ["550 5.1.1 <weg@kompas.example> unknown"]
    order("vol", "weg", "noor")
    tasks.hand_over()
    assert states() == {"vol": "queued", "weg": "failed", "noor": "sent"}
    assert sink.reached == ["noor@kompas.example"]


def test_what_is_refused_for_now_is_tried_again(sink: Sink) -> None:
    sink.replies["vol@kompas.example"] = ["452 4.2.2 Mailbox full"]
    order("vol")
    before = timezone.now()
    tasks.hand_over()
    message = Message.objects.get()
    assert before + timedelta(minutes=5) <= message.next_attempt_at <= timezone.now() + timedelta(minutes=5)
    tasks.hand_over()
    assert sink.reached == []
    later()
    tasks.hand_over()
    assert sink.reached == ["vol@kompas.example"]


def test_the_wait_grows() -> None:
    waits = [wait_after(attempts) for attempts in range(1, 10)]
    assert waits == sorted(waits)
    assert waits[0] < waits[-1] == timedelta(hours=4)


def test_the_lease_outlasts_the_worker(settings: Any) -> None:
    assert timedelta(seconds=settings.Q_CLUSTER["retry"]) < LEASE


def test_after_five_days_it_is_given_up(sink: Sink) -> None:
    order("oud")
    Message.objects.update(created_at=timezone.now() - timedelta(days=5, minutes=1))
    tasks.hand_over()
    message = Message.objects.get()
    assert (message.state, message.text, sink.reached) == ("given_up", "", [])


@pytest.mark.parametrize("reply", ["550 5.7.1 not yours", "530 5.7.0 sign in first"])
def test_a_refusal_of_our_own_address_is_never_final(sink: Sink, reply: str) -> None:
    sink.sender_reply = reply
    order("noor")
    tasks.hand_over()
    assert states() == {"noor": "queued"}
    sink.sender_reply = "250 ok"
    later()
    tasks.hand_over()
    assert states() == {"noor": "sent"}


@pytest.mark.parametrize("greeting", ["421 busy", "554 no"])
def test_a_closed_door_makes_everybody_wait(sink: Sink, greeting: str) -> None:
    sink.greeting = greeting
    order("noor", "sem")
    tasks.hand_over()
    assert states() == {"noor": "queued", "sem": "queued"}
    assert sink.sessions == 1
    assert greeting[:3] in Message.objects.values_list("last_answer", flat=True)[0]


def test_no_server_makes_everybody_wait(sink: Sink, settings: Any) -> None:
    order("noor")
    settings.EMAIL_PORT = 1
    tasks.hand_over()
    assert Message.objects.get().last_answer == "geen antwoord ConnectionRefusedError"
    assert states() == {"noor": "queued"}


def test_a_connection_that_breaks_before_the_message_is_made_again(sink: Sink) -> None:
    sink.replies["sem@kompas.example"] = [DROP]
    for name in ("noor", "sem", "tess"):
        order(name)
    tasks.hand_over()
    assert sorted(sink.reached) == addresses(["noor", "sem", "tess"])
    assert sink.sessions == 2


def test_a_connection_that_breaks_after_the_message_makes_it_wait(sink: Sink) -> None:
    """It may have arrived: trying at once would send it twice in the same second."""
    sink.replies["sem@kompas.example"] = [DROP_AFTER]
    order("noor", "sem", "tess")
    tasks.hand_over()
    assert states() == {"noor": "sent", "sem": "queued", "tess": "sent"}
    later()
    tasks.hand_over()
    assert sink.reached.count("sem@kompas.example") == 2
    first, second = (one.mail["Message-ID"] for one in sink.received if one.to.startswith("sem"))
    assert first == second


def test_two_processes_never_hold_the_same_mail() -> None:
    order(*MANY)
    first, second, third = (actions.claim() for _ in range(3))
    held = [message.id for batch in (first, second, third) for message in batch]
    assert len(held) == len(set(held)) == len(MANY)
    assert actions.claim() == []


def test_a_process_whose_lease_ended_notes_nothing(sink: Sink) -> None:
    order("noor")
    (slow,) = actions.claim()
    later()
    (fast,) = actions.claim()
    actions.note(message=slow, answer=actions.Answer(550, "", about_recipient=True))
    assert states() == {"noor": "queued"}
    actions.note(message=fast, answer=actions.Answer(250))
    assert states() == {"noor": "sent"}


def test_without_a_server_mails_wait() -> None:
    order("noor")
    tasks.hand_over()
    message = Message.objects.get()
    assert (message.state, message.attempts) == ("queued", 0)


def test_a_mail_that_cannot_be_written_stops_no_other(sink: Sink) -> None:
    order("noor", "sem", "tess")
    Message.objects.filter(key="sem").update(to="sem@@\u0001")
    tasks.hand_over()
    assert states() == {"noor": "sent", "sem": "failed", "tess": "sent"}


def test_the_log_names_nobody(sink: Sink, caplog: pytest.LogCaptureFixture) -> None:
    sink.replies["weg@kompas.example"] = ["550 <weg@kompas.example>: weg is gone"]
    order("noor", "weg")
    with caplog.at_level(logging.DEBUG):
        tasks.hand_over()
    assert "1x 250" in caplog.text
    assert not re.search(r"@|noor|weg|Protocol", caplog.text)
    assert Message.objects.get(key="weg").last_answer == "550 <adres>: weg is gone"


def test_every_mail_has_a_return_address_of_its_own(sink: Sink, settings: Any) -> None:
    settings.MAIL_BOUNCES = "bounce@terug.example"
    order("noor", "sem")
    tasks.hand_over()
    paths = {one.to.partition("@")[0]: one.return_path for one in sink.received}
    tokens = dict(Message.objects.values_list("key", "token"))
    assert paths == {name: f"bounce+{token}@terug.example" for name, token in tokens.items()}
    assert sink.received[0].mail["From"] == "Deelwijs <post@deelwijs.example>"


def test_without_such_a_setting_it_comes_back_to_the_sender(sink: Sink) -> None:
    order("noor")
    tasks.hand_over()
    assert sink.received[0].return_path == "post@deelwijs.example"


def test_letters_with_accents_and_the_name_of_the_school_arrive(sink: Sink) -> None:
    actions.send(
        tenant=SCHOOL, to="zoe@kompas.example", subject="Vóór vrijdag", text="Dag Zoë\n.\nTot straks",
        key="zoe", sender="Het Kompas Collège",
    )  # fmt: skip
    tasks.hand_over()
    mail = sink.received[0].mail
    assert (mail["Subject"], mail["From"]) == ("Vóór vrijdag", "Het Kompas Collège <post@deelwijs.example>")
    assert sink.received[0].data.isascii()
    assert "Dag Zoë" in mail.get_content()
