from __future__ import annotations

import uuid

from django.db import models

from deelwijs.people.models import Person, School


class ProtocolVersion(models.Model):
    """An adopted version of a school's protocol. Immutable: a change is a new version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="protocol_versions")
    number = models.PositiveIntegerField()
    corpus = models.CharField(max_length=60)
    valid_from = models.DateField()
    content = models.JSONField()  # the corpus as it was adopted: articles, parameters, wording
    content_hash = models.CharField(max_length=64)
    adopted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    adopted_at = models.DateTimeField(null=True, blank=True)
    council_consent_on = models.DateField(null=True, blank=True)  # the (G)MR's, where one is needed
    council_consent_by = models.CharField(max_length=200, blank=True)
    council_rule = models.CharField(max_length=60, blank=True)  # by which it needs that; empty: by none

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="protocol_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.corpus} {self.number}"

    @property
    def waits_for_council(self) -> bool:
        """Whether it was adopted but does not come into force until the (G)MR's consent is recorded."""
        return bool(self.council_rule) and self.council_consent_on is None


class Draft(models.Model):
    """The working version of a school's protocol. It binds nobody; adopting it makes a version of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="protocol_draft")
    corpus = models.CharField(max_length=60)
    origin = models.CharField(max_length=200)  # what it was begun from, in words
    content = models.JSONField()
    started_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.id)


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


class Receipt(models.Model):
    """Somebody received a version of the protocol: which, when and how (S1). Only ever added."""

    class Way(models.TextChoices):
        ONLINE = "online", "In Deelwijs bevestigd"
        PAPER = "paper", "Op papier gekregen"
        MEETING = "meeting", "In een bijeenkomst gekregen"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="receipts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="protocol_receipts")
    way = models.CharField(max_length=10, choices=Way.choices)
    received_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="receipt_once")]

    def __str__(self) -> str:
        return str(self.id)


class Handout(models.Model):
    """The school hands a version out to a group of people and asks them to confirm before a day."""

    class Audience(models.TextChoices):
        EMPLOYEES = "employee", "Medewerkers"
        PUPILS = "pupil", "Leerlingen"
        GUARDIANS = "guardian", "Ouders en verzorgers"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="handouts")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    due_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "audience"], name="handout_once")]

    def __str__(self) -> str:
        return str(self.id)


class Reminder(models.Model):
    """A mail that asked somebody to confirm a version: the question itself, or a reminder of it."""

    class Step(models.TextChoices):
        QUESTION = "question", "Gevraagd"
        REMINDER = "reminder", "Herinnerd"
        OVERDUE = "overdue", "Herinnerd na de dag"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handout = models.ForeignKey(Handout, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="protocol_reminders")
    step = models.CharField(max_length=10, choices=Step.choices)
    sent_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handout", "person", "sent_on"], name="reminder_once_a_day"),
        ]
        indexes = [models.Index(fields=["person", "sent_on"], name="reminder_of_person")]

    def __str__(self) -> str:
        return str(self.id)
