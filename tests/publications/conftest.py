from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.test import Client
from django.utils import timezone

from deelwijs.accounts.models import User
from deelwijs.accounts.roles import Role
from deelwijs.people.actor import Actor
from deelwijs.people.models import Board, Person, School
from deelwijs.protocols.actions import adopt
from deelwijs.protocols.models import Channel
from deelwijs.publications.actions import inspection
from deelwijs.publications.channels import news_page
from tests.demo_school import browser_of
from tests.publications.desk import Desk, FoundFaces, actor_of

Commit = Callable[..., AbstractContextManager[list[Any]]]


@pytest.fixture
def school(demo_school: School) -> School:
    """The demo school; what a test changes is undone after it."""
    return demo_school


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Where this test's files lie."""
    kept = tmp_path / "files"
    storage = settings.STORAGES["default"] | {"OPTIONS": {"location": kept}}
    settings.STORAGES = settings.STORAGES | {"default": storage}
    settings.PUBLIC_URL = "http://testserver"
    return kept


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> FoundFaces:
    """Stands in for the search for faces, which takes a process and half a second."""
    stand_in = FoundFaces()
    monkeypatch.setattr(inspection, "inspect", stand_in)
    return stand_in


@pytest.fixture
def desk(school: School, found: FoundFaces, django_capture_on_commit_callbacks: Commit) -> Desk:
    """The communications officer at work; tasks run as soon as an action is committed."""
    return Desk(
        actor_of(school, "noor-van-dijk", Role.EMPLOYEE, Role.COMMUNICATIONS),
        found,
        _now_(django_capture_on_commit_callbacks),
    )


def _now_(capture: Commit) -> Callable[[], AbstractContextManager[list[Any]]]:
    return lambda: capture(execute=True)


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Commit) -> Callable[[], AbstractContextManager[list[Any]]]:
    """Runs what waits for the commit at the end of a block."""
    return _now_(django_capture_on_commit_callbacks)


@pytest.fixture
def signed_in(school: School, client: Client) -> Client:
    """The communications officer's browser."""
    return browser_of("noor-van-dijk", client)


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks whether a post is gone sees the website itself, without a network in between."""

    def look(request: httpx.Request) -> httpx.Response:
        return httpx.Response(Client().get(request.url.path).status_code)

    monkeypatch.setattr(news_page, "_visitor", lambda: httpx.Client(transport=httpx.MockTransport(look)))


@pytest.fixture
def elsewhere(school: School) -> Actor:
    """The communications officer of another school."""
    other = School.objects.create(
        board=Board.objects.create(name="Ander bestuur"), name="Noord", slug="noord"
    )
    Channel.objects.create(school=other, key="website", name="Website", provider="news_page")
    adopt(school_id=other.id, valid_from=timezone.localdate(), by="test")
    person = Person.objects.create(
        school=other, given_name="Ina", user=User.objects.create_user("ina@noord.example")
    )
    person.affiliations.create(kind="employee")
    person.role_assignments.create(role=Role.COMMUNICATIONS)
    return Actor(person.id, other.id, "Ina", frozenset({Role.EMPLOYEE, Role.COMMUNICATIONS}))
