"""What is kept of an import: that it was, how to take it back, and how a school's columns are read."""

from __future__ import annotations

import uuid

from django.db import models


class ImportRun(models.Model):
    """One delivery from the school's administration, from upload to done or undone. No names in it."""

    class State(models.TextChoices):
        READING = "reading", "Wordt gelezen"
        ASKING = "asking", "Wacht op uw keuze"
        REFUSED = "refused", "Niet ingelezen: fouten"
        READY = "ready", "Wacht op uw ja"
        APPLYING = "applying", "Wordt ingelezen"
        APPLIED = "applied", "Ingelezen"
        UNDOING = "undoing", "Wordt teruggedraaid"
        UNDONE = "undone", "Teruggedraaid"
        CANCELLED = "cancelled", "Gestopt"
        FAILED = "failed", "Niet gelukt"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="import_runs")
    # Nobody: it was read in at the server's command line.
    person = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=20, choices=State.choices, default=State.READING)
    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=80, blank=True)
    day = models.DateField()
    schools = models.JSONField(default=list)  # ids in the source: what the delivery was narrowed to
    result = models.JSONField(default=dict)  # counts
    fingerprint = models.CharField(max_length=64, blank=True)  # of the difference that was shown
    newest = models.CharField(max_length=40, blank=True)  # when the latest change in the source was made
    reason = models.CharField(max_length=300, blank=True)  # why it stopped, or could not be taken back
    ledger_seq = models.PositiveBigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["school", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.id} {self.state}"


class ImportSnapshot(models.Model):
    """Some hundreds of rows as they were before an import, and a sign of what they became.

    Each of ``rows`` is [key, what it was or null when it was new, sign of what it became or null when it was
    removed]. Kept until the next import or until the term in the settings is over.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="snapshots")
    number = models.PositiveIntegerField()
    model = models.CharField(max_length=40)
    rows = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="snapshot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.number}"


class ColumnMapping(models.Model):
    """How a school reads files with this heading; the next one needs no question."""

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="column_mappings")
    header = models.CharField(max_length=64)  # a sign of the column names in their order
    kind = models.CharField(max_length=20)
    fields = models.JSONField()  # column name -> field, only of columns that are read
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "header"], name="mapping_once_per_header"),
        ]

    def __str__(self) -> str:
        return self.header[:8]


class Lesson(models.Model):
    """A lesson from a timetable: of a class or of a teacher, on one day."""

    school = models.ForeignKey("people.School", on_delete=models.CASCADE, related_name="lessons")
    group = models.ForeignKey(
        "people.Group", on_delete=models.CASCADE, null=True, blank=True, related_name="lessons"
    )
    teacher = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="lessons"
    )
    uid = models.CharField(max_length=255)  # of the source; with the start it tells lessons of a series apart
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    summary = models.CharField(max_length=200, blank=True)
    location = models.CharField(max_length=100, blank=True)
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(group__isnull=False, teacher__isnull=True)
                | models.Q(group__isnull=True, teacher__isnull=False),
                name="lesson_of_a_class_or_a_teacher",
            ),
            models.UniqueConstraint(fields=["group", "uid", "starts_at"], name="lesson_once_per_class"),
            models.UniqueConstraint(fields=["teacher", "uid", "starts_at"], name="lesson_once_per_teacher"),
        ]
        indexes = [models.Index(fields=["school", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"
