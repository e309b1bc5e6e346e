from __future__ import annotations

import uuid

from django.db import models

from deelwijs.people.models import School
from deelwijs.protocols.models import ProtocolVersion


class Advice(models.Model):
    """One answer that «Mag dit?» gave: the facts, the verdict and the version it rests on.

    Facts are neutral ("a pupil publishes a photo"); who asked is not kept, nor when beyond the day. With
    these a new version of the protocol can be replayed, to see which answers would change.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="advice")
    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="advice")
    facts = models.JSONField()
    facts_hash = models.CharField(max_length=64)
    outcome = models.CharField(max_length=20)
    articles = models.JSONField()
    given_on = models.DateField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            # The same question on the same day is counted, not kept again.
            models.UniqueConstraint(fields=["version", "facts_hash", "given_on"], name="advice_once_a_day"),
        ]
        indexes = [models.Index(fields=["school", "given_on"])]

    def __str__(self) -> str:
        return f"{self.outcome} {self.given_on}"
