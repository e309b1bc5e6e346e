from __future__ import annotations

import uuid

from django.db import models


class StoredFile(models.Model):
    """A private file of one school. The row outlives the bytes: ``erased_at`` says when those went."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.UUIDField(db_index=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.id)

    @property
    def key(self) -> str:
        """Where the bytes lie in the storage."""
        return f"{self.tenant}/{self.id.hex[:2]}/{self.id.hex}"
