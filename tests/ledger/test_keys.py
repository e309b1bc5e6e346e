"""The signing key: made once, outside the database, readable by its owner alone, and never forgotten."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from deelwijs.core.ledger.notes import is_successor
from deelwijs.ledger import keys
from deelwijs.ledger.models import SigningKey

pytestmark = pytest.mark.django_db


def test_the_first_use_makes_a_key(key_file: Path) -> None:
    made = keys.signer()
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert keys.signer().record == made.record
    assert SigningKey.objects.count() == 1
    assert list(key_file.parent.iterdir()) == [key_file]


def test_the_private_half_is_not_in_the_database(key_file: Path) -> None:
    private = keys.signer().private.private_bytes_raw().hex()
    row = SigningKey.objects.values().get()
    assert private not in str(row)
    assert private not in key_file.read_text()  # but as PEM
    assert "PRIVATE KEY" in key_file.read_text()


def test_two_that_start_at_once_end_with_one_key(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process made the file between looking and making."""
    first = keys._first()
    monkeypatch.setattr(Path, "exists", lambda _self: False)
    again = keys.signer()
    assert again.private.private_bytes_raw() == first.private_bytes_raw()
    assert list(key_file.parent.glob("*.new")) == []


def test_a_new_key_is_vouched_for_by_the_old_one(key_file: Path) -> None:
    old = keys.signer().record
    new = keys.replace()
    assert keys.signer().record == new != old
    assert is_successor(bytes.fromhex(new.public), new.succession, bytes.fromhex(old.public))
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert SigningKey.objects.count() == 2


def test_a_failure_leaves_the_old_key(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = keys.signer().record

    def full(_key: Any) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keys, "_write", full)
    with pytest.raises(OSError, match="space"):
        keys.replace()
    assert keys.signer().record == old
    assert SigningKey.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"woorden", b"-----BEGIN PUBLIC KEY-----\n"])
def test_a_damaged_file_is_never_replaced_in_silence(key_file: Path, content: bytes) -> None:
    key_file.write_bytes(content)
    with pytest.raises(keys.KeyFileError):
        keys.signer()
    assert key_file.read_bytes() == content


def test_a_lost_key_gives_way_to_one_without_a_word(key_file: Path) -> None:
    old = keys.signer().record
    key_file.unlink()
    new = keys.signer().record
    assert new != old
    assert new.succession == ""


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_forget_a_key(tenant: UUID, change: str) -> None:
    record = keys.signer().record
    mine = SigningKey.objects.filter(pk=record.pk)
    changes = {"update": lambda: mine.update(succession="x"), "delete": lambda: mine._raw_delete("default")}
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        changes[change]()
    assert SigningKey.objects.get(pk=record.pk) == record
