from __future__ import annotations

import hashlib

from django.core.files.storage import default_storage

from deelwijs.files.models import StoredFile


class DamagedFileError(Exception):
    """The bytes on disk are not the bytes that were stored."""


def read(file: StoredFile) -> bytes:
    """The bytes of a file, checked against the hash taken when they came in.

    Raises:
        FileNotFoundError: when the bytes were erased.
        DamagedFileError: when they were changed outside Deelwijs.
    """
    # A crash right after the commit can leave bytes behind that were promised to be gone.
    if file.erased_at is not None:
        raise FileNotFoundError(str(file.id))
    with default_storage.open(file.key) as handle:
        data: bytes = handle.read()
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise DamagedFileError(str(file.id))
    return data
