"""What posts are called, for who reads about them elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from deelwijs.people.names import real_ids
from deelwijs.publications.models import Publication


def titles_of(school_id: UUID, ids: Iterable[str]) -> dict[str, str]:
    """The titles behind those of the ids that are posts of this school. Whoever calls this has seen to it
    that the reader may know them."""
    posts = Publication.objects.filter(school_id=school_id, pk__in=real_ids(ids))
    return {str(pk): title or "bericht zonder titel" for pk, title in posts.values_list("pk", "title")}
