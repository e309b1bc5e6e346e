from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from deelwijs.ledger.chain import FIRST, JSON, Link, link_hash, payload_commitment
from deelwijs.ledger.kinds import Kind
from deelwijs.ledger.models import Entry, Head, Payload

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Act:
    """Something to put in the ledger. ``subject`` and ``actor`` are ids, never names; what else must be
    kept goes into ``payload``."""

    kind: str
    subject: str
    actor: str
    payload: Mapping[str, JSON]


def record(*, tenant: UUID, kind: str, subject: str, actor: str, payload: Mapping[str, JSON]) -> Entry:
    """Add one act to the school's chain, in the transaction of the act itself.

    Raises:
        RuntimeError: outside a transaction: the act and its record must stand or fall together.
        ValueError: on a kind that ``ledger.kinds`` does not know.
    """
    return record_all(tenant=tenant, acts=[Act(kind, subject, actor, payload)])[0]


def record_all(*, tenant: UUID, acts: Sequence[Act]) -> list[Entry]:
    """Add acts to the school's chain in this order, under one lock and in a constant number of queries.

    Raises:
        RuntimeError: outside a transaction.
        ValueError: on a kind that ``ledger.kinds`` does not know.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("ledger entries are made inside the transaction of the act")
    if not acts:
        return []
    head = _locked_head(tenant)
    salts = [secrets.token_bytes(32) for _ in acts]
    entries = Entry.objects.bulk_create(_chained(head, acts, salts))
    Payload.objects.bulk_create(
        Payload(entry=entry, salt=salt, content=dict(act.payload))
        for entry, salt, act in zip(entries, salts, acts, strict=True)
    )
    Head.objects.filter(pk=head.pk).update(seq=entries[-1].seq, hash=entries[-1].hash)
    return entries


def _chained(head: Head, acts: Sequence[Act], salts: list[bytes]) -> Iterator[Entry]:
    now = (timezone.now() - _EPOCH) // timedelta(microseconds=1)
    prev = head.hash
    for seq, (act, salt) in enumerate(zip(acts, salts, strict=True), start=head.seq + 1):
        link = Link(
            tenant=str(head.tenant),
            seq=seq,
            at_us=now,
            kind=Kind(act.kind).value,
            subject=act.subject,
            actor=act.actor,
            payload_commit=payload_commitment(salt, act.payload),
            prev=prev,
        )
        prev = link_hash(link)
        yield Entry(**asdict(link), hash=prev)


def _locked_head(tenant: UUID) -> Head:
    # The head row, not the last entry: locking the tail would let two writers fork the chain.
    heads = Head.objects.select_for_update()
    head = heads.filter(tenant=tenant).first()
    if head is None:
        Head.objects.get_or_create(tenant=tenant, defaults={"hash": FIRST})
        head = heads.get(tenant=tenant)
    return head
