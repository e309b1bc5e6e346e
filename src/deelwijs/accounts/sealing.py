"""Secrets that lie in the database, closed with a key that does not: it follows from the secret key.

A copy of the database alone, as in a backup, opens none of them.
"""

from __future__ import annotations

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

_PURPOSE = b"deelwijs.accounts.sealing.1"
_NONCE_BYTES = 12


class SealError(ValueError):
    """What was sealed cannot be opened: another secret key, another purpose, or it was changed."""


def seal(text: str, purpose: str) -> str:
    """Close a text; ``purpose`` keeps one sealed text from passing for another."""
    nonce = os.urandom(_NONCE_BYTES)
    closed = AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, text.encode(), purpose.encode())
    return base64.b64encode(nonce + closed).decode("ascii")


def unseal(sealed: str, purpose: str) -> str:
    """Open what ``seal`` closed.

    Raises:
        SealError: when no key opens it.
    """
    try:
        raw = base64.b64decode(sealed, validate=True)
    except ValueError as error:
        raise SealError("not sealed text") from error
    # After a change of key the former one still opens what it closed.
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            opened = AESGCM(_key(secret)).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], purpose.encode())
        except (InvalidTag, ValueError):
            continue
        return opened.decode()
    raise SealError("no key opens this")


def _key(secret: str | bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=_PURPOSE).derive(force_bytes(secret))
