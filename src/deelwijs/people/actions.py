"""Writes to people: atomic, and each with its entry in the ledger."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from deelwijs.accounts.roles import Permission
from deelwijs.ledger.actions import record
from deelwijs.people.actor import Actor
from deelwijs.people.cards import ImportResult
from deelwijs.people.changes import changes_of
from deelwijs.people.effects import changing_people
from deelwijs.people.importers.records import ImportedSchool


class ImportRefusedError(ValueError):
    """The file has errors; nothing was stored."""


@transaction.atomic
def apply_import(*, actor: Actor, school_id: UUID, imported: ImportedSchool, day: date) -> ImportResult:
    """Make the school's people those of the import, all or nothing. The same file again changes nothing.

    Raises:
        ImportRefusedError: when the import has errors.
        PermissionDenied: when the actor may not import, or not at this school.
    """
    actor.require(Permission.IMPORT_PEOPLE)
    if actor.school_id != school_id:
        raise PermissionDenied("another school")
    if imported.errors:
        raise ImportRefusedError(f"{len(imported.errors)} errors in the file")
    # Two imports at once would both think that everybody is new; this holds the school.
    with changing_people(school_id):
        changes = changes_of(school_id, imported, day)
        if not changes.result.changes_anything:
            return changes.result
        changes.save()
        record(
            tenant=school_id,
            kind="people.imported",
            subject=str(school_id),
            actor=str(actor.person_id),
            payload={"day": day.isoformat(), **asdict(changes.result)},
        )
    return changes.result
