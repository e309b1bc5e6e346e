from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from deelwijs.core.norms import NO_CHOICES, Choices, compile_book
from deelwijs.ledger.actions import record
from deelwijs.ledger.kinds import Kind
from deelwijs.protocols import corpus
from deelwijs.protocols.models import ProtocolVersion


@transaction.atomic
def adopt(
    *,
    school_id: UUID,
    valid_from: date,
    by: str,
    name: str = corpus.MODEL,
    choices: Choices = NO_CHOICES,
) -> ProtocolVersion:
    """Put a corpus in force at a school from a day, as the school reads it: a new, immutable version.

    Raises:
        NormError: when its norms cannot be compiled with these choices; nothing is stored.
    """
    content = corpus.load(name)
    compile_book(content, choices)
    if choices != NO_CHOICES:
        content = {**content, "choices": choices.as_data()}
    last = ProtocolVersion.objects.filter(school_id=school_id).aggregate(last=Max("number"))["last"] or 0
    version = ProtocolVersion.objects.create(
        school_id=school_id,
        number=last + 1,
        corpus=name,
        valid_from=valid_from,
        content=content,
        content_hash=corpus.content_hash(content),
    )
    record(
        tenant=school_id,
        kind=Kind.PROTOCOL_ADOPTED,
        subject=str(version.id),
        actor=by,
        payload={"number": version.number, "content_hash": version.content_hash},
    )
    return version
