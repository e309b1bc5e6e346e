"""How often «Mag dit?» cited an article."""

from __future__ import annotations

from collections import Counter
from datetime import date
from uuid import UUID

from deelwijs.advice.models import Advice
from deelwijs.protocols.citations import Source, register


def count(school_id: UUID, since: date, until: date) -> Counter[str]:
    """Every answer counts, also one that was given before on the same day."""
    counted: Counter[str] = Counter()
    given = Advice.objects.filter(school_id=school_id, given_on__range=(since, until))
    for articles, times in given.values_list("articles", "times"):
        counted.update(dict.fromkeys(articles, times))
    return counted


register(Source("advice", "keer genoemd in «Mag dit?»", count))
