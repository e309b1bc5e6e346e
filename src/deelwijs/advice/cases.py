"""The questions that «Mag dit?» answered, as cases to hold a changed protocol against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from deelwijs.advice.models import Advice
from deelwijs.protocols.cases import Case, register


def asked_since(school_id: UUID, day: date) -> Iterator[Case]:
    """Every question since a day, each once with how often it was asked."""
    rows = Advice.objects.filter(school_id=school_id, given_on__gte=day)
    facts: dict[str, dict[str, Any]] = {}
    times: Counter[str] = Counter()
    for key, given, count in rows.values_list("facts_hash", "facts", "times").iterator():
        facts.setdefault(key, given)
        times[key] += count
    return (Case(facts[key], count) for key, count in times.items())


register("advice", asked_since)
