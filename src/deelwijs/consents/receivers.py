"""What happens here when people stand differently than before, or a new day begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from deelwijs.consents.models import ConsentDecision
from deelwijs.consents.signals import consent_changed
from deelwijs.core.consent import ConsentRules
from deelwijs.people.signals import people_turned
from deelwijs.protocols.selectors import NoProtocolError, in_force

_AT_ONCE = 500


@receiver(people_turned)
def say_whose_consent_may_have_changed(
    *, school_id: UUID, person_ids: frozenset[UUID], since: date | None, day: date, **_: Any
) -> None:
    """Pass it on for who has something that could change: an answer on record.

    A new day can also bring another version of the protocol into force, with another age. Then it is
    everybody.
    """
    if since is not None and _rules(school_id, since) != _rules(school_id, day):
        everybody = ConsentDecision.objects.filter(school_id=school_id)
        concerned = set(everybody.values_list("person_id", flat=True))
    else:
        concerned = set(_answered_for(school_id, person_ids))
    for person_id in sorted(concerned):
        consent_changed.send(sender=ConsentDecision, school_id=school_id, person_id=person_id, day=day)


def _answered_for(school_id: UUID, person_ids: Iterable[UUID]) -> Iterator[UUID]:
    """In batches: an import can turn thousands of people at once."""
    ids = sorted(person_ids)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        answered = ConsentDecision.objects.filter(school_id=school_id, person_id__in=some)
        yield from answered.values_list("person_id", flat=True).distinct()


def _rules(school_id: UUID, day: date) -> ConsentRules | None:
    try:
        return in_force(school_id, day).consent_rules
    except NoProtocolError:
        return None
