from __future__ import annotations

from django.db import models


class Head(models.Model):
    """Where a school's chain ends. Its row is the lock under which the next entry is made."""

    tenant = models.UUIDField(primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.tenant} {self.seq}"


class Entry(models.Model):
    """One act. The database refuses to change or delete it; what it was about stands in its payload."""

    tenant = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    at_us = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=100)
    actor = models.CharField(max_length=100)
    payload_commit = models.CharField(max_length=64)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["tenant", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "seq"], name="ledger_seq_once"),
            models.UniqueConstraint(fields=["tenant", "prev"], name="ledger_no_fork"),
        ]
        indexes = [models.Index(fields=["tenant", "subject"])]

    def __str__(self) -> str:
        return f"{self.tenant} {self.seq} {self.kind}"


class Payload(models.Model):
    """What an entry was about, with the salt of its commitment. May be erased; the chain stays whole."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="payload")
    salt = models.BinaryField(max_length=32)
    content = models.JSONField()

    def __str__(self) -> str:
        return str(self.entry_id)
