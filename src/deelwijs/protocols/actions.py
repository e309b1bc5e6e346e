from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from deelwijs.ledger.actions import record
from deelwijs.ledger.kinds import Kind
from deelwijs.protocols import corpus
from deelwijs.protocols.models import ProtocolVersion


@transaction.atomic
def adopt(*, school_id: UUID, valid_from: date, by: str, name: str = corpus.MODEL) -> ProtocolVersion:
    """Put a corpus in force at a school from a day: a new, immutable version."""
    content = corpus.load(name)
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
