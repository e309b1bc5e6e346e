"""Writing is all or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile, File

from deelwijs.files.storage import DurableFileSystemStorage
from tests.files.conftest import on_disk


class Failing(File):  # type: ignore[type-arg]
    """An upload whose sender falls silent halfway."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(None)
        self.error = error
        self.size = 10

    def chunks(self, _size: int | None = None) -> Iterator[bytes]:
        yield b"half"
        raise self.error


@pytest.fixture
def storage(tmp_path: Path) -> DurableFileSystemStorage:
    """A storage whose folder does not exist yet."""
    return DurableFileSystemStorage(location=tmp_path / "deep" / "files")


def test_what_is_saved_can_be_read(storage: DurableFileSystemStorage, tmp_path: Path) -> None:
    name = storage.save("a/b/c", ContentFile(b"pixels"))
    assert name == "a/b/c"
    with storage.open(name) as handle:
        assert handle.read() == b"pixels"
    assert [path.name for path in on_disk(tmp_path)] == ["c"]


@pytest.mark.parametrize("error", [OSError("line lost"), KeyboardInterrupt(), MemoryError()])
def test_half_a_file_is_no_file(
    storage: DurableFileSystemStorage, tmp_path: Path, error: BaseException
) -> None:
    with pytest.raises(type(error)):
        storage.save("a/b", Failing(error))
    assert on_disk(tmp_path) == []
    assert not storage.exists("a/b")


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_or_broken_disk_leaves_nothing(
    storage: DurableFileSystemStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os if step == "fsync" else Path, step, broken)
    with pytest.raises(OSError, match="no space"):
        storage.save("a/b", ContentFile(b"pixels"))
    assert on_disk(tmp_path) == []


def test_bytes_are_flushed_before_the_name_appears_and_folders_after(
    storage: DurableFileSystemStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[tuple[str, bool]] = []
    target = tmp_path / "deep" / "files" / "a" / "b"
    real = os.fsync

    def watched(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        name = "bytes" if path.is_file() else str(path.relative_to(tmp_path))
        flushed.append((name, target.exists()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    storage.save("a/b", ContentFile(b"pixels"))
    assert flushed[0] == ("bytes", False)
    # Each folder that is new has its own name in the folder above it.
    assert sorted(flushed[1:]) == [(".", True), ("deep", True), ("deep/files", True), ("deep/files/a", True)]
    flushed.clear()
    storage.save("a/c", ContentFile(b"pixels"))
    assert flushed == [("bytes", True), ("deep/files/a", True)]


def test_nobody_else_on_the_machine_can_read_it(storage: DurableFileSystemStorage) -> None:
    storage.save("a", ContentFile(b"pixels"))
    assert Path(storage.path("a")).stat().st_mode & 0o077 == 0


def test_a_second_file_never_replaces_the_first(storage: DurableFileSystemStorage) -> None:
    first, second = (storage.save("a", ContentFile(data)) for data in (b"one", b"two"))
    assert first != second
    with storage.open(first) as handle:
        assert handle.read() == b"one"


@pytest.mark.parametrize("name", ["../outside", "/etc/outside"])
def test_a_name_cannot_leave_the_folder(storage: DurableFileSystemStorage, tmp_path: Path, name: str) -> None:
    with pytest.raises(Exception, match=r"(?i)traversal|outside"):
        storage.save(name, ContentFile(b"pixels"))
    assert on_disk(tmp_path) == []
