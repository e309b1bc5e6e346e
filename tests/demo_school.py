"""The demo school for every test that asks: loaded once, then written back row by row.

Loading takes a second, for it goes through the same actions as a school does. Its rows are the same each
time, so they are read once in each process and on each database, and written again wherever they are asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from deelwijs.accounts.models import User
from deelwijs.demo.load import demo_id, load_demo
from deelwijs.people.actor import Actor
from deelwijs.people.models import Person, School
from deelwijs.people.selectors import actors_of

Row = tuple[Any, ...]
OPEN = pytest.StashKey[bool]()  # on a module, while its tests have the demo school under them


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table, as the database itself gives and takes them."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @classmethod
    def read(cls, table: str) -> Rows:
        """All rows of a table."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 (a model's table)
            names = tuple(column[0] for column in cursor.description)
            return cls(table, names, tuple(cursor.fetchall()))

    def without(self, others: Rows) -> Rows:
        """The rows that the others are not."""
        known = set(others.rows)
        return Rows(self.table, self.columns, tuple(row for row in self.rows if row not in known))

    def write(self) -> None:
        """Put the rows in the table."""
        quote = connection.ops.quote_name
        names = ", ".join(map(quote, self.columns))
        places = ", ".join(["%s"] * len(self.columns))
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {quote(self.table)} ({names}) VALUES ({places})",  # noqa: S608 (no value in it)
                self.rows,
            )


@dataclass(frozen=True, slots=True)
class DemoRows:
    """Every row that loading the demo school adds, whichever room it is of."""

    tables: tuple[Rows, ...]

    @classmethod
    def load(cls) -> DemoRows:
        """Load the school, keep its rows and undo it."""
        tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})
        with transaction.atomic():
            before = [Rows.read(table) for table in tables]
            load_demo(progress=lambda _line: None)
            added = [Rows.read(rows.table).without(rows) for rows in before]
            transaction.set_rollback(True)
        return cls(tuple(rows for rows in added if rows.rows))

    def write(self) -> None:
        """Put the school in the database, and let that check it now instead of after each test."""
        for rows in self.tables:
            rows.write()
        connection.check_constraints()


# --- For who asks ---------------------------------------------------------------------------------
def asks_for_demo(item: pytest.Item) -> bool:
    """Whether a test wants the demo school, itself or through a fixture of its room."""
    return "demo_school" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def demo_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> DemoRows:
    """The demo school as rows; the database itself is empty again."""
    with django_db_blocker.unblock():
        return DemoRows.load()


@pytest.fixture(scope="module")
def demo_school_of_module(
    request: pytest.FixtureRequest, demo_rows: DemoRows, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The demo school under those tests of a module that ask for it, and gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo_rows.write()
        request.node.stash[OPEN] = True
        yield
        request.node.stash[OPEN] = False
        transaction.set_rollback(True)


@pytest.fixture
def demo_school(demo_school_of_module: None, db: None) -> School:
    """The demo school as it is today; what a test changes is undone after it."""
    return School.objects.get(pk=demo_id("kompas"))


# --- Its people, by the names of ``school.yaml`` --------------------------------------------------
def user_of(name: str) -> User:
    """The account of somebody who can sign in."""
    user = Person.objects.get(id=demo_id(name)).user
    assert user is not None, name
    return user


def acting(name: str) -> Actor:
    """The same, acting with the roles of today."""
    return actors_of(user_of(name).pk, timezone.localdate())[0]


def browser_of(name: str, client: Client | None = None) -> Client:
    """A browser in which the same is signed in."""
    client = client or Client()
    client.force_login(user_of(name))
    return client
