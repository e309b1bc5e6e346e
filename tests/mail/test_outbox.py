"""Ordering a mail, and what can be known of it afterwards."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from deelwijs.mail import actions, selectors, tasks
from deelwijs.mail.answers import Answer
from deelwijs.mail.models import Message
from deelwijs.mail.server_url import MailServer, read_server_url
from tests.mail.conftest import SCHOOL, order, states
from tests.mail.sink import Sink

ELSEWHERE = UUID(int=8)


@pytest.mark.django_db
def test_the_same_key_is_sent_once_per_school(sink: Sink) -> None:
    for tenant in (SCHOOL, SCHOOL, ELSEWHERE, None, None):
        actions.send(tenant=tenant, to="noor@kompas.example", subject="Een", text="Twee", key="k")
    assert Message.objects.count() == 3
    tasks.hand_over()
    actions.send(tenant=SCHOOL, to="noor@kompas.example", subject="Een", text="Twee", key="k")
    tasks.hand_over()
    assert len(sink.reached) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "noor", "noor@", "noor @kompas.example", "a@b.nl\nBcc: c@d.nl"])
def test_what_is_no_address_fails_and_stops_nobody(sink: Sink, address: str) -> None:
    letters = [actions.Letter(to, "Een", "Twee", key=to) for to in (address, "sem@kompas.example")]
    actions.send_all(tenant=SCHOOL, letters=letters)
    tasks.hand_over()
    assert states() == {address: "failed", "sem@kompas.example": "sent"}


@pytest.mark.django_db
def test_a_line_break_makes_no_header(sink: Sink) -> None:
    actions.send(
        tenant=SCHOOL,
        to="noor@kompas.example",
        subject="Een\r\nBcc: sem@kompas.example",
        text="Twee",
        key="k",
    )
    tasks.hand_over()
    assert sink.reached == ["noor@kompas.example"]
    assert sink.received[0].mail["Bcc"] is None


@pytest.mark.django_db
def test_a_mail_that_comes_back(sink: Sink) -> None:
    order("noor", "sem")
    tasks.hand_over()
    token = Message.objects.get(key="noor").token
    for _ in range(2):
        assert actions.bounced(token=token.upper(), words="550 <noor@kompas.example> unknown")
    assert not actions.bounced(token="0" * 24)
    assert states() == {"noor": "bounced", "sem": "sent"}
    assert Message.objects.get(key="noor").last_answer == "550 <adres> unknown"


@pytest.mark.django_db
def test_a_mail_that_comes_back_before_its_answer_was_noted_is_not_sent_again(sink: Sink) -> None:
    order("noor")
    (message,) = actions.claim()
    actions.bounced(token=message.token)
    actions.note(message=message, answer=Answer(250))
    assert states() == {"noor": "bounced"}


@pytest.mark.django_db
def test_a_school_sees_its_own_mails(sink: Sink) -> None:
    order("noor", "weg")
    sink.replies["weg@kompas.example"] = ["550 unknown"]
    actions.send(tenant=ELSEWHERE, to="x@elders.example", subject="Een", text="Twee", key="noor")
    found = selectors.by_key(SCHOOL, ["noor", "weg", "onbekend"])
    assert found["noor"].text == "Dag noor"
    tasks.hand_over()
    found = selectors.by_key(SCHOOL, ["noor", "weg", "onbekend"])
    assert {key: (post.to, post.failed) for key, post in found.items()} == {
        "noor": ("noor@kompas.example", False),
        "weg": ("weg@kompas.example", True),
    }
    assert [post.to for post in selectors.newest(ELSEWHERE)] == ["x@elders.example"]


@pytest.mark.django_db
def test_old_mails_are_forgotten_and_waiting_ones_are_not(sink: Sink) -> None:
    order("noor")
    tasks.hand_over()
    order("sem")
    Message.objects.update(created_at=timezone.now() - timedelta(days=200))
    assert actions.sweep() == 0
    Message.objects.filter(key="noor").update(settled_at=timezone.now() - timedelta(days=181))
    assert actions.sweep() == 1
    assert states() == {"sem": "queued"}


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("", MailServer()),
        ("smtp://relay.example", MailServer("relay.example", 25)),
        ("smtps://a:b@mail.example", MailServer("mail.example", 465, "a", "b", tls=True)),
        (
            "smtp+tls://a%40b.example:p%2Fw@mail.example:2525",
            MailServer("mail.example", 2525, "a@b.example", "p/w", starttls=True),
        ),
    ],
)
def test_the_server_is_one_setting(text: str, server: MailServer) -> None:
    assert read_server_url(text) == server


@pytest.mark.parametrize("text", ["mail.example", "https://secret:secret@mail.example", "smtp://h/path?x=1"])
def test_what_is_no_server_is_refused_without_its_password(text: str) -> None:
    with pytest.raises(ValueError, match=r"looks like smtp\+tls") as refused:
        read_server_url(text)
    assert "secret" not in str(refused.value)
