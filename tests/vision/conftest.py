from collections.abc import Iterator
from pathlib import Path

import pytest

from deelwijs.vision.sandbox import Sandbox


@pytest.fixture(scope="session", autouse=True)
def _ready(models: Path) -> None:
    """Every search here is with the fast network."""


@pytest.fixture(scope="session")
def sandbox(models: Path) -> Iterator[Sandbox]:
    with Sandbox() as made:
        yield made
