"""Bytes that no row speaks of: a crash between the file and its row, or between the row and its erasure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.core.files.storage import default_storage
from django.utils import timezone

from deelwijs.files.models import StoredFile

# Long enough for any upload or worker that is still busy.
ONE_DAY = timedelta(days=1)


def sweep(*, older_than: timedelta = ONE_DAY) -> int:
    """Delete files without a row, files whose row says they are erased, and half files; tell how many.

    Only what has not been touched for ``older_than``. Safe to run at any time, and to run twice.
    """
    before = timezone.now() - older_than
    swept = 0
    for name, key in _lying_about():
        if default_storage.get_modified_time(key) < before and not _is_kept(name):
            default_storage.delete(key)
            swept += 1
    return swept


def _lying_about() -> Iterator[tuple[str, str]]:
    """The name and the key of every file in the private storage."""
    if not default_storage.exists(""):
        return
    for tenant in default_storage.listdir("")[0]:
        for folder in default_storage.listdir(tenant)[0]:
            for name in default_storage.listdir(f"{tenant}/{folder}")[1]:
                yield name, f"{tenant}/{folder}/{name}"


def _is_kept(name: str) -> bool:
    try:
        file_id = UUID(hex=name)
    except ValueError:  # the half file of a write that never ended
        return False
    return StoredFile.objects.filter(id=file_id, erased_at__isnull=True).exists()
