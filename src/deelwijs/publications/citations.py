"""How often a decision on a post rested on an article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from deelwijs.protocols.citations import Source, register
from deelwijs.publications.models import Decision

# Every face is judged by the article on images, also where it stands in nobody's way.
_ON_FACES = "A5"


def count(school_id: UUID, since: date, until: date) -> Counter[str]:
    """A decision counts once for an article, however many channels, findings or faces it has."""
    counted: Counter[str] = Counter()
    decided = Decision.objects.filter(
        publication__school_id=school_id, decided_at__date__range=(since, until)
    )
    for assessment in decided.values_list("assessment", flat=True):
        counted.update(set(_articles(assessment)))
    return counted


def _articles(assessment: dict[str, Any]) -> Iterator[str]:
    for channel in assessment["channels"]:
        yield from (finding["article"] for finding in channel["findings"])
        if channel["faces"]:
            yield _ON_FACES


register(Source("publications", "keer genoemd bij een bericht", count))
