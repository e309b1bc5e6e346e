from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from deelwijs.accounts.models import User
from deelwijs.demo.load import demo_id, load_demo
from deelwijs.people.actor import Actor
from deelwijs.people.models import Person, School
from deelwijs.people.selectors import actors_of


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[School]:
    """The demo school, loaded once for a whole module and gone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demo(progress=lambda _: None)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def kompas(loaded: School, db: None) -> School:
    """The demo school; what a test changes is undone after it."""
    return loaded


@pytest.fixture
def rector() -> Actor:
    return acting("maarten-van-loon")


def user_of(name: str) -> User:
    user = Person.objects.get(id=demo_id(name)).user
    assert user is not None
    return user


def acting(name: str) -> Actor:
    return actors_of(user_of(name).pk, timezone.localdate())[0]


def browser(name: str) -> Client:
    client = Client()
    client.force_login(user_of(name))
    return client


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
