"""What the migrations do with rows that were there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = ("people", "0001_initial"), ("people", "0002_families")


def migrate(target: tuple[str, str]) -> Apps:
    """Go to one migration; the models as they are there."""
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    apps: Apps = executor.loader.project_state([target]).apps
    return apps


@pytest.fixture
def back(transactional_db: None) -> Iterator[Apps]:
    """The database as it was, and afterwards as it is."""
    yield migrate(BEFORE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_who_had_the_role_of_the_board_has_a_seat(back: Apps) -> None:
    board = back.get_model("people", "Board").objects.create(name="Stichting Windroos")
    school = back.get_model("people", "School").objects.create(board=board, name="Kompas", slug="kompas")
    person = back.get_model("people", "Person").objects.create(school=school, given_name="Hassan")
    roles = back.get_model("people", "RoleAssignment").objects
    for role in ("board", "manager"):
        roles.create(person=person, role=role)
    now = migrate(AFTER)
    seat = now.get_model("people", "BoardMember").objects.get()
    assert (seat.board_id, seat.person_id, seat.ends_on) == (board.pk, person.pk, None)
    assert list(now.get_model("people", "RoleAssignment").objects.values_list("role", flat=True)) == [
        "manager"
    ]
