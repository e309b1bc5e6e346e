"""The key under which roots are signed: one for the installation, in a file beside the database.

Whoever gets only the database, a backup of it included, cannot sign. Each public key stays on record.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from deelwijs.core.ledger.notes import succession
from deelwijs.ledger.models import SigningKey


class KeyFileError(RuntimeError):
    """The file with the signing key cannot be used."""


@dataclass(frozen=True, slots=True)
class Signer:
    """The key that signs today, with its public half on record."""

    private: Ed25519PrivateKey
    record: SigningKey


def signer() -> Signer:
    """The key that signs today. It is made when there is none.

    Raises:
        KeyFileError: when the file cannot be read or holds no key.
        OSError: when the file cannot be made.
    """
    private = _read(_file()) if _file().exists() else _first()
    public = private.public_key().public_bytes_raw().hex()
    record, _ = SigningKey.objects.get_or_create(public=public, defaults={"made_at": timezone.now()})
    return Signer(private, record)


@transaction.atomic
def replace() -> SigningKey:
    """Take a new key. The old one vouches for it and is forgotten; what it signed keeps its worth."""
    old = signer()
    new, now = Ed25519PrivateKey.generate(), timezone.now()
    public = new.public_key().public_bytes_raw()
    record = SigningKey.objects.create(
        public=public.hex(), made_at=now, succession=succession(public, now, old.private)
    )
    # Last, so that a failure leaves the old key where it was. Should only the commit fail, then the new
    # key goes on record by itself when it first signs, without the word of the old one.
    _write(new).rename(_file())
    return record


def _file() -> Path:
    path: Path = settings.LEDGER_KEY_FILE
    return path


def _first() -> Ed25519PrivateKey:
    """Make the first key; where two processes do so at once, one of the two keys is kept by both."""
    made = _write(Ed25519PrivateKey.generate())
    try:
        with suppress(FileExistsError):
            os.link(made, _file())
    finally:
        made.unlink()
    return _read(_file())


def _write(key: Ed25519PrivateKey) -> Path:
    """The key in a file of its own, on disk and readable by its owner alone."""
    draft = _file().with_name(f"{_file().name}.{os.getpid()}.new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.flush()
        os.fsync(file.fileno())
    return draft


def _read(path: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise KeyFileError(f"{path} cannot be read as a key") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"{path} holds a key of another kind")
    return key
