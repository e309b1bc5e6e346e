from collections.abc import Iterator
from pathlib import Path

import pytest

from deelwijs.vision import network
from deelwijs.vision.sandbox import Sandbox


@pytest.fixture(scope="session", autouse=True)
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The prepared network, made once for this run in a folder of its own."""
    folder = tmp_path_factory.mktemp("models")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEELWIJS_MODELS", str(folder))
        network.load.cache_clear()
        yield folder
    network.load.cache_clear()


@pytest.fixture(scope="session")
def sandbox(models: Path) -> Iterator[Sandbox]:
    network.prepare()
    with Sandbox() as made:
        yield made
