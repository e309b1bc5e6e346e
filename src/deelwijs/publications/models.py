from __future__ import annotations

import uuid

from django.db import models

from deelwijs.core.finding import Outcome
from deelwijs.core.geometry import Box
from deelwijs.core.publication import Act, Lesson, LessonPermission, Standing, Tag
from deelwijs.files.models import StoredFile
from deelwijs.people.models import Person, School
from deelwijs.protocols.models import Channel, ProtocolVersion

LONGEST_TITLE = 160
LONGEST_ALT_TEXT = 500


class Publication(models.Model):
    """A post with its photos, from the first word until it is gone again."""

    class State(models.TextChoices):
        DRAFT = "draft", "Concept"
        SUBMITTED = "submitted", "Geplaatst"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="publications")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="publications")
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    text = models.TextField(blank=True)
    act = models.CharField(max_length=20, choices=[(a.value, a.name) for a in Act], default=Act.PUBLISH)
    standing = models.CharField(
        max_length=10, choices=[(s.value, s.name) for s in Standing], default=Standing.WORK
    )
    channels = models.ManyToManyField(Channel, related_name="publications", blank=True)
    lesson = models.CharField(max_length=12, choices=[(v.value, v.name) for v in Lesson], default=Lesson.NO)
    lesson_permission = models.CharField(
        max_length=10, choices=[(v.value, v.name) for v in LessonPermission], default=LessonPermission.NONE
    )
    lesson_granted_by = models.JSONField(default=list, blank=True)
    accepted_words = models.JSONField(default=list, blank=True)
    everyone_marked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    everyone_marked_at = models.DateTimeField(null=True, blank=True)
    consulted_with = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-saved_at"]
        indexes = [models.Index(fields=["school", "state", "-saved_at"])]

    def __str__(self) -> str:
        return str(self.id)


class Photo(models.Model):
    """A photo of a post. What was uploaded is replaced by an upright copy without hidden data."""

    class State(models.TextChoices):
        WAITING = "waiting", "Wordt bekeken"
        READY = "ready", "Klaar"
        REJECTED = "rejected", "Kan niet"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="photos")
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    problem = models.CharField(max_length=40, blank=True)
    upload = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    working_copy = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    alt_text = models.CharField(max_length=LONGEST_ALT_TEXT, blank=True)
    left_out_on = models.JSONField(default=list, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return str(self.id)


class Face(models.Model):
    """A face in a photo, found by the detector or marked by hand, and what a person said about it.

    Only a place in a picture: nothing about the face itself is ever stored.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="faces")
    number = models.PositiveIntegerField()
    x = models.IntegerField()
    y = models.IntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    certain = models.BooleanField(default=True)
    by_hand = models.BooleanField(default=False)
    tag = models.CharField(max_length=12, choices=[(t.value, t.name) for t in Tag], default=Tag.UNTAGGED)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="faces")
    covered_on = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["photo", "number"], name="face_number_once"),
            models.CheckConstraint(
                condition=models.Q(tag=Tag.PERSON, person__isnull=False)
                | (~models.Q(tag=Tag.PERSON) & models.Q(person__isnull=True)),
                name="face_person_when_tagged",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def box(self) -> Box:
        """Where the face is, in pixels of the upright photo."""
        return Box(self.x, self.y, self.width, self.height)


class Decision(models.Model):
    """What was decided about one exact content: the assessment as it stood, by whom, under which version
    of the protocol. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="decisions")
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=[(o.value, o.name) for o in Outcome])
    content_hash = models.CharField(max_length=64)
    protocol_version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="+")
    assessment = models.JSONField()
    people = models.ManyToManyField(Person, related_name="+")  # everybody who is shown or named

    class Meta:
        ordering = ["-decided_at"]

    def __str__(self) -> str:
        return str(self.id)


class Placement(models.Model):
    """One decision on one channel, from "put it there" until "it is gone"."""

    class State(models.TextChoices):
        REQUESTED = "requested", "Wordt geplaatst"
        TO_PLACE_BY_HAND = "to_place_by_hand", "Zelf plaatsen"
        PUBLISHED = "published", "Staat online"
        STOPPED = "stopped", "Niet geplaatst"
        TAKEDOWN_REQUESTED = "takedown_requested", "Gaat weg"
        TAKEDOWN_BY_HAND = "takedown_by_hand", "Zelf weghalen"
        TAKEDOWN_FAILED = "takedown_failed", "Nog niet weg"
        REMOVED = "removed", "Weg"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="placements")
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="placements")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="placements")
    state = models.CharField(max_length=20, choices=State.choices, default=State.REQUESTED)
    slug = models.SlugField(max_length=200, unique=True)
    title = models.CharField(max_length=LONGEST_TITLE)
    text = models.TextField(blank=True)
    address = models.URLField(max_length=500, blank=True)
    requested_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    takedown_requested_at = models.DateTimeField(null=True, blank=True)
    takedown_person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    takedown_reason = models.CharField(max_length=40, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    evidence = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-requested_at", "channel__order"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "channel"], name="placement_once"),
        ]
        indexes = [models.Index(fields=["publication", "state"])]

    def __str__(self) -> str:
        return str(self.id)


class PlacedFile(models.Model):
    """A file as the public may see it: covered, cleaned, under an address that cannot be guessed."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="files")
    # The record of what went out outlives the photo in the draft.
    photo = models.ForeignKey(Photo, on_delete=models.SET_NULL, null=True, related_name="placed_files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=40, unique=True)
    alt_text = models.CharField(max_length=LONGEST_ALT_TEXT)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        ordering = ["photo__order", "id"]

    def __str__(self) -> str:
        return self.token

    @property
    def number(self) -> str:
        """Which photo of the post this is, for a label."""
        return str(self.photo.order) if self.photo else ""
