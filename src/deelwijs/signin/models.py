from __future__ import annotations

import uuid

from django.db import models


class SignInLink(models.Model):
    """A mail that lets somebody in, once and for a short while. Before it is sent there is no token yet.

    Of the token only its hash is kept: who reads this table cannot sign in with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.EmailField()
    origin = models.CharField(max_length=300)  # the address of the house, as the visitor saw it
    next = models.CharField(max_length=500, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 (unique once sent)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)
