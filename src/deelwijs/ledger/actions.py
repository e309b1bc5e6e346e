from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from deelwijs.ledger.chain import FIRST, JSON, Link, link_hash, payload_commitment
from deelwijs.ledger.kinds import Kind
from deelwijs.ledger.models import Entry, Head, Payload

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def record(*, tenant: UUID, kind: str, subject: str, actor: str, payload: Mapping[str, JSON]) -> Entry:
    """Add one act to the school's chain, in the transaction of the act itself.

    ``subject`` and ``actor`` are ids, never names; what else must be kept goes into ``payload``.

    Raises:
        RuntimeError: outside a transaction: the act and its record must stand or fall together.
        ValueError: on a kind that ``ledger.kinds`` does not know.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("ledger entries are made inside the transaction of the act")
    head = _locked_head(tenant)
    salt = secrets.token_bytes(32)
    link = Link(
        tenant=str(tenant),
        seq=head.seq + 1,
        at_us=(timezone.now() - _EPOCH) // timedelta(microseconds=1),
        kind=Kind(kind).value,
        subject=subject,
        actor=actor,
        payload_commit=payload_commitment(salt, payload),
        prev=head.hash,
    )
    entry = Entry.objects.create(
        tenant=tenant,
        seq=link.seq,
        at_us=link.at_us,
        kind=link.kind,
        subject=subject,
        actor=actor,
        payload_commit=link.payload_commit,
        prev=link.prev,
        hash=link_hash(link),
    )
    Payload.objects.create(entry=entry, salt=salt, content=dict(payload))
    Head.objects.filter(pk=head.pk).update(seq=entry.seq, hash=entry.hash)
    return entry


def _locked_head(tenant: UUID) -> Head:
    # The head row, not the last entry: locking the tail would let two writers fork the chain.
    Head.objects.get_or_create(tenant=tenant, defaults={"hash": FIRST})
    return Head.objects.select_for_update().get(tenant=tenant)
