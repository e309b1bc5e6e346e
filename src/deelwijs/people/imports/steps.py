"""A step of an import: some hundreds of rows of one table to add, to rewrite and to remove."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import Model

# Rows that are looked at, written and remembered together. SQLite takes so many values in one query.
CHUNK = 500

M = TypeVar("M", bound=Model)

Image = dict[str, Any]


@dataclass(slots=True)
class Step(Generic[M]):
    """Changes to one table. ``changed`` holds each row with what it was before."""

    model: type[M]
    new: list[M] = field(default_factory=list)
    changed: list[tuple[Image, M]] = field(default_factory=list)
    removed: list[M] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)  # that differ in any of the changed rows

    def take(self, row: M, values: dict[str, Any]) -> dict[str, Any]:
        """Give the row these values; the answer is what it had where that differed."""
        old = {name: getattr(row, name) for name in values if getattr(row, name) != values[name]}
        if old:
            before = image(row)
            for name in old:
                setattr(row, name, values[name])
            self.changed.append((before, row))
            self.fields |= old.keys()
        return old

    def save(self) -> None:
        """Write it; the number of queries grows with the rows by hundreds, not one by one."""
        manager = self.model._default_manager  # noqa: SLF001 (Django's documented name for it)
        manager.bulk_create(self.new, batch_size=CHUNK)
        if self.changed:
            manager.bulk_update([row for _, row in self.changed], sorted(self.fields), batch_size=CHUNK)
        if self.removed:
            manager.filter(pk__in=[row.pk for row in self.removed]).delete()

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.removed)


def image(row: Model) -> Image:
    """All that the database holds of a row, in a form that JSON keeps to the last digit."""
    kept = {}
    for column in row._meta.concrete_fields:  # noqa: SLF001 (as above)
        value = column.value_from_object(row)
        plain = value is None or isinstance(value, bool | int | float | str | list | dict)
        kept[column.attname] = value if plain else column.value_to_string(row)
    return kept


def restored(model: type[M], kept: Image) -> M:
    """The row of an image."""
    columns = {column.attname: column for column in model._meta.concrete_fields}  # noqa: SLF001
    return model(**{name: columns[name].to_python(value) for name, value in kept.items() if name in columns})


def digest(row: Model) -> str:
    """A short sign of what a row holds, to see later whether somebody changed it."""
    text = json.dumps(image(row), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:24]
