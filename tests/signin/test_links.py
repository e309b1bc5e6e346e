"""A link in a mail: it lets the reader of the mail in, once and for a short while."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deelwijs.accounts.models import User
from deelwijs.core.people import Affiliation as Kind
from deelwijs.ledger.models import Entry
from deelwijs.mail.models import Message
from deelwijs.people.models import Affiliation, Person, School
from deelwijs.signin import links
from deelwijs.signin.models import SignInLink
from tests.signin.conftest import ADDRESS, PAGE, Ask, is_signed_in, known, signed_in_as, words


@pytest.fixture
def parent(school: School) -> Person:
    """A parent of whom the school knows an address; there is no account yet."""
    return known(school, "Karim Bakkali", Kind.GUARDIAN, ADDRESS)


def test_a_parent_comes_in_without_an_account(client: Client, parent: Person, ask: Ask) -> None:
    address = ask(next_page="/toestemming/")
    assert User.objects.count() == 0  # asking makes nothing
    assert "Nog één klik" in client.get(address).content.decode()
    assert not is_signed_in(client)  # a mail program that looks at the link uses nothing up
    assert client.post(address).headers["Location"] == "/toestemming/"
    parent.refresh_from_db()
    assert signed_in_as(client) == str(parent.user_id)
    entry = Entry.objects.get(kind="sign_in.joined")
    assert (entry.tenant, entry.subject) == (parent.school_id, str(parent.pk))


def test_the_mail_says_what_it_is(client: Client, parent: Person, ask: Ask) -> None:
    ask()
    message = Message.objects.get()
    assert (message.to, message.sender) == (ADDRESS, "Het Kompas College")
    assert message.subject == "Inloggen bij Het Kompas College"
    assert "15 minuten" in message.text
    assert "Karim" not in message.text  # a mail may end up in the wrong hands


def test_a_link_works_once(client: Client, parent: Person, ask: Ask) -> None:
    address = ask()
    client.post(address)
    client.logout()
    for response in (client.post(address), client.get(address)):
        assert response.status_code == 410
        assert "werkt niet meer" in words(response.content.decode())
    assert not is_signed_in(client)


def test_a_link_expires(client: Client, parent: Person, ask: Ask) -> None:
    address = ask()
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(address).status_code == 410
    assert not is_signed_in(client)
    links.sweep()
    assert not SignInLink.objects.exists()


def test_the_table_does_not_open_the_door(client: Client, parent: Person, ask: Ask) -> None:
    ask()
    kept = SignInLink.objects.get()
    assert client.post(f"/inloglink/{kept.token_hash}/").status_code == 410
    assert client.post(f"/inloglink/{kept.pk}/").status_code == 410


def test_known_and_unknown_get_the_same_answer_for_the_same_work(client: Client, parent: Person) -> None:
    """The question only goes in the queue; who it is about is found out after the answer."""
    seen = []
    for address in (ADDRESS, "wie@kompas.example"):
        with CaptureQueriesContext(connection) as queries:
            response = client.post(PAGE, {"email": address})
        page = client.get(response.headers["Location"]).content.decode()
        seen.append((response.status_code, response.headers["Location"], len(queries), words(page)))
    assert seen[0] == seen[1]


def test_nobody_else_gets_a_mail(client: Client, school: School, ask: Ask) -> None:
    assert ask("wie@kompas.example") == ""
    assert not SignInLink.objects.exists()  # nor does the address stay here


def test_who_left_gets_no_mail(client: Client, parent: Person, ask: Ask) -> None:
    Affiliation.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert ask() == ""


def test_who_left_in_between_does_not_come_in(client: Client, parent: Person, ask: Ask) -> None:
    address = ask()
    Affiliation.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert client.post(address).status_code == 410
    assert not is_signed_in(client)


def test_two_people_with_one_address_cannot_be_told_apart(
    client: Client, school: School, parent: Person, ask: Ask
) -> None:
    known(school, "Samira Bakkali", Kind.GUARDIAN, ADDRESS.upper())
    assert ask() == ""


def test_a_mailbox_is_not_filled(client: Client, parent: Person, ask: Ask) -> None:
    assert [bool(ask()) for _ in range(5)] == [True, True, True, False, False]


def test_the_worker_may_run_twice(client: Client, parent: Person, ask: Ask) -> None:
    ask()
    links.send(link_id=SignInLink.objects.get().pk)
    assert Message.objects.count() == 1


def test_an_account_that_was_stopped_stays_out(client: Client, parent: Person, ask: Ask) -> None:
    client.post(ask())
    client.logout()
    User.objects.update(is_active=False)
    assert client.post(ask()).status_code == 410


def test_the_house_has_one_address_to_the_world(
    client: Client, parent: Person, ask: Ask, settings: pytest.FixtureRequest
) -> None:
    settings.PUBLIC_URL = "https://deelwijs.kompas.example"  # type: ignore[attr-defined]
    with pytest.raises(AssertionError):
        ask()
    assert "https://deelwijs.kompas.example/inloglink/" in Message.objects.get().text
