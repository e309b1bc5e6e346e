from __future__ import annotations

import uuid

from django.db import models

from deelwijs.core.consent import Answer, Capacity
from deelwijs.people.models import Person, School
from deelwijs.protocols.models import Channel


class InformationText(models.Model):
    """What somebody reads before deciding. Immutable: a change is a new version, so that every decision
    can show the very words it rests on (GDPR art. 7(1))."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="information_texts")
    purpose = models.CharField(max_length=40)
    language = models.CharField(max_length=10, default="nl")
    version = models.PositiveIntegerField()
    body = models.JSONField()
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "purpose", "language", "version"], name="information_text_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.language} {self.version}"


class ConsentDecision(models.Model):
    """One answer by one person, for one person, purpose and channel. Only ever added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="consent_decisions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consent_decisions")
    purpose = models.CharField(max_length=40)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="consent_decisions")
    answer = models.CharField(max_length=3, choices=[(answer.value, answer.name) for answer in Answer])
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents_decided")
    capacity = models.CharField(max_length=10, choices=[(c.value, c.name) for c in Capacity])
    decided_at = models.DateTimeField()
    information = models.ForeignKey(InformationText, on_delete=models.PROTECT, related_name="decisions")

    class Meta:
        indexes = [models.Index(fields=["person", "channel", "purpose", "decided_at"])]

    def __str__(self) -> str:
        return str(self.id)


class ConsentRequest(models.Model):
    """The school asks those who decide for a person to answer; open until one of them does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="consent_requests")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consent_requests")
    purpose = models.CharField(max_length=40)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="consent_requests")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents_asked")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "channel"],
                condition=models.Q(answered_at__isnull=True),
                name="one_open_request",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
