from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F

from deelwijs.advice.answering import Reply, plain
from deelwijs.advice.models import Advice
from deelwijs.protocols.corpus import content_hash


@transaction.atomic
def keep(*, school_id: UUID, reply: Reply, day: date) -> None:
    """Count an answer, without anything about who asked. Nothing is kept of an interview without an answer.

    There is no ledger entry: an answer binds nobody and no decision rests on it.
    """
    if reply.outcome is None:
        return
    facts = plain(reply.facts)
    advice, created = Advice.objects.get_or_create(
        version_id=reply.protocol.version_id,
        facts_hash=content_hash(facts),
        given_on=day,
        defaults={
            "school_id": school_id,
            "facts": facts,
            "outcome": reply.outcome.value,
            "articles": list(reply.advice.verdict.articles),
        },
    )
    if not created:
        Advice.objects.filter(id=advice.id).update(times=F("times") + 1)
