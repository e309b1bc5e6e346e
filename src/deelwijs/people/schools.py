"""What is public about a school, and the school of whoever is signed in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from django.shortcuts import get_object_or_404

from deelwijs.people.actor import Actor
from deelwijs.people.models import School


class PublicSchool(Protocol):
    """What views may know of a school."""

    id: UUID
    name: str
    slug: str
    colour: str


def school_of(actor: Actor) -> School:
    """The school at which the actor acts."""
    return School.objects.get(pk=actor.school_id)


def public_school(slug: str) -> School:
    """The school behind a public address.

    Raises:
        Http404: when there is none.
    """
    return get_object_or_404(School, slug=slug)


def only_school() -> School | None:
    """The school of a house where one school has people; None where none or several have."""
    first_two = list(School.objects.filter(people__isnull=False).distinct()[:2])
    return first_two[0] if len(first_two) == 1 else None


def school_names(school_ids: Iterable[UUID]) -> list[str]:
    """The names of schools, in the order of the alphabet."""
    return list(
        School.objects.filter(pk__in=list(school_ids)).order_by("name").values_list("name", flat=True)
    )
