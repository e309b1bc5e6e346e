from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from deelwijs.accounts.models import User
from deelwijs.accounts.roles import Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.mail.models import Message
from deelwijs.people.models import Person, School
from tests.people.conftest import member, other_school, school

__all__ = ["other_school", "school"]  # fixtures

PASSWORD = "een-lang-wachtwoord"
ADDRESS = "noor@kompas.example"
PAGE = "/inloggen/"

Ask = Callable[..., str]


@pytest.fixture
def user(db: None) -> User:
    """Somebody with an account and a password."""
    return User.objects.create_user("Noor@Kompas.example", PASSWORD)


@pytest.fixture
def noor(school: School, user: User) -> Person:
    """Noor, who works at the school and is known there by her address."""
    return known(school, "Noor Dijk", Kind.EMPLOYEE, ADDRESS, user=user)


def known(
    school: School, name: str, kind: Kind, address: str = "", *roles: Role, user: User | None = None
) -> Person:
    """Somebody of whom the school has an address."""
    person = member(school, name, kind, *roles, user=user)
    person.email = address
    person.save()
    return person


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def signed_in_as(client: Client) -> str:
    return str(client.session.get("_auth_user_id"))


@pytest.fixture
def at_once(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Callable[[], AbstractContextManager[Any]]:
    """With this, the worker has done its part when the block ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def ask(client: Client, at_once: Callable[[], AbstractContextManager[Any]]) -> Ask:
    """Ask for a link; the answer is its address in the mail, or nothing."""

    def asking(address: str = ADDRESS, next_page: str = "") -> str:
        Message.objects.all().delete()
        with at_once():
            response = client.post(PAGE, {"email": address, "next": next_page})
        assert response.headers["Location"] == f"{PAGE}?verstuurd=1"
        return link_in_mail()

    return asking


def link_in_mail() -> str:
    """The path of the link in the only mail, or nothing when there is no mail."""
    message = Message.objects.first()
    if message is None:
        return ""
    found = re.search(r"http://testserver(/inloglink/\S+)", message.text)
    assert found
    return found[1]


def words(html: str) -> str:
    """The text of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
