"""Who the ids in a record are, also of people who left."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from deelwijs.people.models import Person


def names_of(school_id: UUID, ids: Iterable[str]) -> dict[str, str]:
    """The names behind those of the ids that are people of this school. Whoever calls this has seen to it
    that the reader may know them."""
    people = Person.objects.filter(school_id=school_id, pk__in=real_ids(ids))
    return {str(person.pk): person.name.full for person in people}


def real_ids(ids: Iterable[str]) -> list[str]:
    """Those that can be the id of a row: a record also names machines."""
    return [id_ for id_ in set(ids) if is_uuid(id_)]


def is_uuid(text: str) -> bool:
    """Whether a text can be the id of a row."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
