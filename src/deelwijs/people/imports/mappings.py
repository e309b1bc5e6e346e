"""How a school reads its lists: what somebody chose, for every list with that heading."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from deelwijs.people.import_models import ColumnMapping
from deelwijs.people.importers.columns import ListMapping
from deelwijs.people.importers.roll import Roll


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """A column on the page: its name, cells to look at, what it seems to hold, or what is never kept."""

    header: str
    samples: tuple[str, ...]
    field: str
    never: str


@dataclass(frozen=True, slots=True)
class Question:
    """A list of which it is not clear what it holds."""

    label: str
    fingerprint: str
    kind: str
    columns: tuple[AskedColumn, ...]


def questions(roll: Roll) -> list[Question]:
    """What has to be asked before the delivery can be read; nothing when all is clear."""
    text = roll.noted("ask")
    return [_question(one) for one in json.loads(text)] if text else []


def _question(one: dict[str, Any]) -> Question:
    columns = tuple(
        AskedColumn(
            column["header"],
            tuple(column["samples"]),
            one["fields"].get(column["header"], ""),
            column["never"],
        )
        for column in one["columns"]
    )
    return Question(one["label"], one["fingerprint"], one["kind"], columns)


def mappings_of(school_id: UUID) -> dict[str, ListMapping]:
    """What the school chose, by the fingerprint of the heading."""
    rows = ColumnMapping.objects.filter(school_id=school_id)
    return {row.header: ListMapping(row.kind, row.fields) for row in rows}


def remember(school_id: UUID, chosen: Mapping[str, ListMapping]) -> None:
    """Keep what somebody chose; the caller holds the transaction."""
    for header, mapping in chosen.items():
        ColumnMapping.objects.update_or_create(
            school_id=school_id,
            header=header,
            defaults={"kind": mapping.kind, "fields": dict(mapping.fields)},
        )


def forget(school_id: UUID, roll: Roll) -> int:
    """Let the columns of a delivery be asked again next time; the answer is how many lists that concerns."""
    used = json.loads(roll.noted("remembered") or "[]")
    return ColumnMapping.objects.filter(school_id=school_id, header__in=used).delete()[0]
