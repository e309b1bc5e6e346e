"""What the public news page shows."""

from __future__ import annotations

from dataclasses import dataclass

from deelwijs.people.schools import public_school
from deelwijs.publications import selectors
from deelwijs.publications.models import Placement

NEWEST = 30


@dataclass(frozen=True, slots=True)
class FrontPage:
    """A school's news."""

    school_name: str
    school_slug: str
    items: list[Placement]


def front_page(slug: str) -> FrontPage:
    """The newest items of a school.

    Raises:
        Http404: when there is no such school.
    """
    return FrontPage(public_school(slug).name, slug, list(selectors.news(slug)[:NEWEST]))
