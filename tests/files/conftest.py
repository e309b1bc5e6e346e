from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.storage import default_storage, storages


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The product's own storage, in an empty folder."""
    place = tmp_path / "files"
    storage_class = type(storages["default"])
    monkeypatch.setattr(default_storage, "_wrapped", storage_class(location=place))
    return place


def on_disk(folder: Path) -> list[Path]:
    """Every file, also hidden and half-written ones."""
    return sorted(path for path in folder.rglob("*") if path.is_file())
