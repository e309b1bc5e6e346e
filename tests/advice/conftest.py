from __future__ import annotations

import pytest

from deelwijs.people.models import School


@pytest.fixture
def kompas(demo_school: School) -> School:
    """The demo school; what a test changes is undone after it."""
    return demo_school
