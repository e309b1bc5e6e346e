from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from deelwijs.demo.load import load_demo
from deelwijs.people.models import School


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[School]:
    """The demo school, loaded once for a whole module and gone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demo(progress=lambda _: None)
        transaction.set_rollback(True)


@pytest.fixture
def kompas(loaded: School, db: None) -> School:
    """The demo school; what a test changes is undone after it."""
    return loaded
