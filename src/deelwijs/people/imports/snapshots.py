"""What an import found before it wrote: kept for a while, so that it can be taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from deelwijs.people.import_models import ImportRun, ImportSnapshot
from deelwijs.people.imports.steps import Step, digest, image


def keep(run: ImportRun, number: int, step: Step[Any]) -> None:
    """Remember a step that has just been written."""
    rows: list[list[Any]] = [[str(row.pk), None, digest(row)] for row in step.new]
    rows += [[str(row.pk), before, digest(row)] for before, row in step.changed]
    rows += [[str(row.pk), image(row), None] for row in step.removed]
    ImportSnapshot.objects.create(run=run, number=number, model=step.model.__name__, rows=rows)


def forget(school_id: UUID, *, but: ImportRun) -> None:
    """Only the latest import can be taken back; what was kept of earlier ones goes."""
    ImportSnapshot.objects.filter(run__school_id=school_id).exclude(run=but).delete()


def forget_old() -> int:
    """Take away what has been kept for the term in the settings."""
    limit = timezone.now() - term()
    return ImportSnapshot.objects.filter(run__applied_at__lt=limit).delete()[0]


def term() -> timedelta:
    """How long an import can be taken back."""
    return timedelta(days=settings.IMPORT_UNDO_DAYS)
