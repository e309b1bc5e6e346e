from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.db.models import Q


def new_token() -> str:
    """What tells a returned mail from every other."""
    # Hexadecimal: some servers change the capitals of the part before the @.
    return secrets.token_hex(12)


class Message(models.Model):
    """One mail to one address: what still has to be handed over, and what came of the rest."""

    class State(models.TextChoices):
        QUEUED = "queued", "Wacht op verzending"
        SENT = "sent", "Verstuurd"
        FAILED = "failed", "Geweigerd door de mailserver"
        BOUNCED = "bounced", "Teruggekomen"
        GIVEN_UP = "given_up", "Opgegeven na vijf dagen"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.UUIDField(null=True, blank=True)  # the school; none for mail of the house itself
    key = models.CharField(max_length=200)  # what this mail is for: the same key is never sent twice
    to = models.CharField(max_length=254)
    sender = models.CharField(max_length=200, blank=True)  # the name shown before the house's own address
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)  # erased as soon as it has been handed over
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    token = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)  # when the state became another than queued
    last_answer = models.CharField(max_length=200, blank=True)  # of the mail server, without addresses

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "key"], condition=Q(tenant__isnull=False), name="mail_once_per_school"
            ),
            models.UniqueConstraint(fields=["key"], condition=Q(tenant__isnull=True), name="mail_once"),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(state="queued"), name="mail_due"),
            models.Index(fields=["tenant", "created_at"], name="mail_of_school"),
        ]

    def __str__(self) -> str:
        return str(self.id)
