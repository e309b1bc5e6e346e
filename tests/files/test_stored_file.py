"""Private files: checked when read, gone when erased."""

from __future__ import annotations

import hashlib
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from deelwijs.files.actions import erase, store
from deelwijs.files.models import StoredFile
from deelwijs.files.selectors import DamagedFileError, read
from tests.files.conftest import on_disk

pytestmark = pytest.mark.django_db
DATA = b"pixels of a child" * 100


@pytest.fixture
def stored(folder: Path) -> StoredFile:
    """One file, kept."""
    return store(tenant=uuid4(), data=DATA, media_type="image/jpeg")


def test_a_file_is_known_by_its_hash(stored: StoredFile, folder: Path) -> None:
    row = StoredFile.objects.get()
    assert (row.sha256, row.size, row.media_type) == (
        hashlib.sha256(DATA).hexdigest(),
        len(DATA),
        "image/jpeg",
    )
    assert read(row) == DATA
    (path,) = on_disk(folder)
    assert path.relative_to(folder).parts[0] == str(row.tenant)


def test_the_path_says_nothing_of_the_content(stored: StoredFile, folder: Path) -> None:
    twin = store(tenant=stored.tenant, data=DATA, media_type="image/jpeg")
    assert twin.key != stored.key
    assert stored.sha256[:8] not in stored.key
    assert len(on_disk(folder)) == 2


@pytest.mark.parametrize("damage", [b"", DATA[:-1], DATA + b"x", b"x" + DATA[1:]])
def test_a_damaged_file_is_not_handed_on(stored: StoredFile, folder: Path, damage: bytes) -> None:
    on_disk(folder)[0].write_bytes(damage)
    with pytest.raises(DamagedFileError, match=str(stored.id)):
        read(stored)


def test_a_lost_file_is_missed(stored: StoredFile, folder: Path) -> None:
    on_disk(folder)[0].unlink()
    with pytest.raises(FileNotFoundError):
        read(stored)


def test_erasing_waits_for_the_commit(
    stored: StoredFile,
    folder: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as after_commit:
        erase(file=stored)
        assert len(on_disk(folder)) == 1
    assert len(after_commit) == 1
    after_commit[0]()
    assert on_disk(folder) == []
    row = StoredFile.objects.get()
    assert row.erased_at is not None
    assert row.sha256 == hashlib.sha256(DATA).hexdigest()  # the proof of what it was stays


def test_an_erasure_that_is_undone_keeps_the_file(
    stored: StoredFile,
    folder: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        erase(file=stored)
        transaction.set_rollback(True)
    assert len(on_disk(folder)) == 1
    assert read(StoredFile.objects.get()) == DATA


def test_bytes_that_a_crash_left_behind_are_not_read(stored: StoredFile, folder: Path) -> None:
    """The transaction was committed, and the power went before the bytes did."""
    erase(file=stored)
    assert len(on_disk(folder)) == 1
    with pytest.raises(FileNotFoundError):
        read(StoredFile.objects.get())


def test_erasing_twice_is_erasing_once(
    stored: StoredFile,
    folder: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        erase(file=stored)
    when = StoredFile.objects.get().erased_at
    with django_capture_on_commit_callbacks(execute=True):
        erase(file=StoredFile.objects.get())
    assert StoredFile.objects.get().erased_at == when
    assert on_disk(folder) == []


def test_no_row_without_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("deelwijs.files.storage.os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        store(tenant=uuid4(), data=DATA, media_type="image/jpeg")
    assert not StoredFile.objects.exists()
    assert on_disk(folder) == []
