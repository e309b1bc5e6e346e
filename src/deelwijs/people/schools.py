"""What is public about a school, and the school of whoever is signed in."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from deelwijs.people.actor import Actor
from deelwijs.people.models import School


def school_of(actor: Actor) -> School:
    """The school at which the actor acts."""
    return School.objects.get(pk=actor.school_id)


def public_school(slug: str) -> School:
    """The school behind a public address.

    Raises:
        Http404: when there is none.
    """
    return get_object_or_404(School, slug=slug)
