"""Uploaded files between preview and confirmation: private, bound to one session, gone within a day."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

_TOKEN = re.compile(r"[0-9a-f]{32}\Z")
_LIFETIME = 24 * 60 * 60


def keep(session_key: str, chunks: Iterable[bytes]) -> str:
    """Store an upload for this session; the answer is the token to find it again."""
    sweep()
    token = secrets.token_hex(16)
    path = _path(session_key, token)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.touch(mode=0o600, exist_ok=False)
    with path.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
    return token


def find(session_key: str, token: str) -> Path | None:
    """The upload of this session with this token, as long as it is there."""
    if not _TOKEN.match(token):
        return None
    path = _path(session_key, token)
    return path if path.is_file() else None


def remove(session_key: str, token: str) -> None:
    """Take the upload away; nothing happens when it is gone already."""
    if path := find(session_key, token):
        path.unlink(missing_ok=True)
    sweep()


def sweep() -> None:
    """Take away what somebody left behind: uploads of more than a day old, and empty folders."""
    oldest = time.time() - _LIFETIME
    for folder in _folder().iterdir():
        for path in folder.iterdir():
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)
        if not any(folder.iterdir()):
            folder.rmdir()


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _path(session_key: str, token: str) -> Path:
    # A digest, so that a listing of the folder gives no session away.
    owner = hashlib.sha256(session_key.encode()).hexdigest()[:32]
    return _folder() / owner / f"{token}.zip"
