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


class SigningKey(models.Model):
    """The public half of a key under which roots are signed. The private half is a file outside the
    database; ``succession`` is the note in which the key before vouched for this one."""

    public = models.CharField(max_length=64, unique=True)  # 32 bytes in hex
    made_at = models.DateTimeField()
    succession = models.TextField(blank=True)

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.public


class Anchor(models.Model):
    """A signed root over a school's chain, as it was sent out. Never changed."""

    tenant = models.UUIDField()
    size = models.PositiveBigIntegerField()  # how many entries it covers
    root = models.CharField(max_length=64)  # in hex
    signed_at = models.DateTimeField()
    note = models.TextField()
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="anchors")

    class Meta:
        ordering = ["tenant", "size"]
        constraints = [models.UniqueConstraint(fields=["tenant", "size"], name="ledger_anchor_once")]

    def __str__(self) -> str:
        return f"{self.tenant} {self.size}"


class AnchorAddress(models.Model):
    """A mailbox outside Deelwijs that gets each anchor of a school."""

    tenant = models.UUIDField()
    email = models.EmailField()

    class Meta:
        ordering = ["email"]
        constraints = [models.UniqueConstraint(fields=["tenant", "email"], name="ledger_address_once")]

    def __str__(self) -> str:
        return str(self.pk)


class ChainCheck(models.Model):
    """A school's whole chain was checked: when, on whose initiative, and what came out."""

    class Occasion(models.TextChoices):
        DAILY = "daily", "dagelijkse controle"
        ASKED = "asked", "controle op verzoek"
        COMMAND = "command", "controle op de opdrachtregel"

    tenant = models.UUIDField()
    checked_at = models.DateTimeField()
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    size = models.PositiveBigIntegerField()
    erased = models.PositiveBigIntegerField()  # entries whose payload was erased
    fault = models.CharField(max_length=20, blank=True)  # a code of core.ledger.verify; empty when all holds
    fault_seq = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-checked_at", "-id"]
        indexes = [models.Index(fields=["tenant", "-checked_at"])]

    def __str__(self) -> str:
        return f"{self.tenant} {self.checked_at:%Y-%m-%d}"
