from __future__ import annotations

import uuid

from django.db import models

from deelwijs.people.models import School


class ProtocolVersion(models.Model):
    """An adopted version of a school's protocol. Immutable: a change is a new version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="protocol_versions")
    number = models.PositiveIntegerField()
    corpus = models.CharField(max_length=60)
    valid_from = models.DateField()
    content = models.JSONField()  # the corpus as it was adopted: articles, parameters, wording
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="protocol_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.corpus} {self.number}"


class Channel(models.Model):
    """A place where the school publishes, named in its protocol with an owner and a purpose."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="channels")
    key = models.SlugField()
    name = models.CharField(max_length=60)
    provider = models.CharField(max_length=40)  # a folder of publications/channels
    icon = models.CharField(max_length=40, default="globe")
    audience = models.CharField(max_length=200, blank=True)
    is_public = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="channel_once")]

    def __str__(self) -> str:
        return self.name
