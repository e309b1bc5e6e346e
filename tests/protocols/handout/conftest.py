from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from deelwijs.people.actor import Actor
from deelwijs.people.models import School
from tests.demo_school import acting


@pytest.fixture(autouse=True)
def kompas(demo_school: School) -> School:
    """The demo school; what a test changes is undone after it."""
    return demo_school


@pytest.fixture
def rector() -> Actor:
    return acting("maarten-van-loon")


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
