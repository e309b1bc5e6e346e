from __future__ import annotations

import hashlib
from functools import partial
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from deelwijs.files.models import StoredFile


def store(*, tenant: UUID, data: bytes, media_type: str) -> StoredFile:
    """Keep ``data`` privately. The bytes are on disk before the row exists; bytes without a row are swept."""
    stored = StoredFile(
        tenant=tenant, sha256=hashlib.sha256(data).hexdigest(), size=len(data), media_type=media_type
    )
    default_storage.save(stored.key, ContentFile(data))
    stored.save()
    return stored


def erase(*, file: StoredFile) -> None:
    """Delete the bytes once the transaction is committed; the row keeps the hash as proof of what it was."""
    if file.erased_at is None:
        file.erased_at = timezone.now()
        file.save(update_fields=["erased_at"])
    transaction.on_commit(partial(default_storage.delete, file.key))
