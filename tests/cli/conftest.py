from pathlib import Path

import pytest

from deelwijs.cli import check as command
from deelwijs.vision.sandbox import Inspected
from tests.cli.case import Case


class NoFaces:
    """A photo in which nothing is found: who is on it stands in the file with tags."""

    def __enter__(self) -> "NoFaces":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def inspect(self, _data: bytes, **_: object) -> Inspected:
        return Inspected(b"", 200, 120, ())


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """The files, and a search for faces that finds none."""
    monkeypatch.setattr(command, "Sandbox", NoFaces)
    return Case(tmp_path)
