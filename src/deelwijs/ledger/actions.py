from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from deelwijs.core.canonical import JSON
from deelwijs.core.ledger.chain import Link, entry_hasher, payload_commitment
from deelwijs.ledger.anchoring import cover
from deelwijs.ledger.appending import append, locked_head
from deelwijs.ledger.exporting import Wanted, Words, case_file, chain_lines
from deelwijs.ledger.kinds import Kind
from deelwijs.ledger.models import AnchorAddress, Payload

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Act:
    """Something to put in the ledger. ``subject`` and ``actor`` are ids, never names; what else must be
    kept goes into ``payload``."""

    kind: str
    subject: str
    actor: str
    payload: Mapping[str, JSON]


def record(*, tenant: UUID, kind: str, subject: str, actor: str, payload: Mapping[str, JSON]) -> Link:
    """Add one act to the school's chain, in the transaction of the act itself.

    Raises:
        RuntimeError: outside a transaction: the act and its record must stand or fall together.
        ValueError: on a kind that ``ledger.kinds`` does not know.
        TypeError: on a payload that has no canonical form.
    """
    return record_all(tenant=tenant, acts=[Act(kind, subject, actor, payload)])[0]


def record_all(*, tenant: UUID, acts: Sequence[Act]) -> list[Link]:
    """Add acts to the school's chain in this order, under one lock.

    Raises:
        RuntimeError: outside a transaction.
        ValueError: on a kind that ``ledger.kinds`` does not know.
        TypeError: on a payload that has no canonical form.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("ledger entries are made inside the transaction of the act")
    if not acts:
        return []
    salts = [secrets.token_bytes(32) for _ in acts]
    links = list(_chained(tenant, locked_head(tenant), acts, salts))
    append(tenant, links, salts, [dict(act.payload) for act in acts])
    return links


def _chained(
    tenant: UUID, head: tuple[int, str], acts: Sequence[Act], salts: Sequence[bytes]
) -> Iterator[Link]:
    now = (timezone.now() - _EPOCH) // timedelta(microseconds=1)
    entry_hash = entry_hasher(str(tenant))
    last, prev = head
    for seq, (act, salt) in enumerate(zip(acts, salts, strict=True), start=last + 1):
        commit = payload_commitment(salt, act.payload)
        fields = (seq, now, Kind(act.kind).value, act.subject, act.actor, commit, prev)
        prev = entry_hash(*fields)
        yield Link(*fields, prev)


@transaction.atomic
def erase_payloads(*, tenant: UUID, subject: str, actor: str) -> int:
    """Erase what the entries about somebody were about, with the salts (GDPR art. 17); tell how many.

    The entries stay, and with them the chain and every root. That they were erased is an entry of its own.
    """
    payloads = Payload.objects.filter(entry__tenant=tenant, entry__subject=subject)
    payloads = payloads.exclude(entry__kind=Kind.LEDGER_ERASED)
    erased = list(payloads.order_by("entry__seq").values_list("entry__seq", flat=True))
    if erased:
        payloads.delete()
        record(
            tenant=tenant,
            kind=Kind.LEDGER_ERASED,
            subject=subject,
            actor=actor,
            payload={"entries": erased},
        )
    return len(erased)


@transaction.atomic
def send_anchors_to(*, tenant: UUID, emails: Iterable[str], actor: str) -> None:
    """Set the mailboxes that get each anchor of the school from now on."""
    wanted = {email.strip().lower() for email in emails}
    mine = AnchorAddress.objects.filter(tenant=tenant)
    before = set(mine.values_list("email", flat=True))
    if wanted == before:
        return
    mine.exclude(email__in=wanted).delete()
    AnchorAddress.objects.bulk_create(
        AnchorAddress(tenant=tenant, email=email) for email in sorted(wanted - before)
    )
    record(
        tenant=tenant,
        kind=Kind.LEDGER_ADDRESSES,
        subject=str(tenant),
        actor=actor,
        payload={"addresses": len(wanted)},
    )


def export_case(*, tenant: UUID, wanted: Wanted, words: Words, actor: str) -> dict[str, Any]:
    """A case file as plain JSON, up to this moment. That it was made is on record.

    Raises:
        ChainFaultError: when the chain does not hold: nothing is proven with it.
    """
    with transaction.atomic():
        _record_export(tenant, wanted.subject, actor, words.about)
    cover(tenant=tenant)
    return case_file(tenant, wanted, words)


def export_chain(*, tenant: UUID, school: str, actor: str, with_payloads: bool) -> Iterator[str]:
    """A chain file, line by line, up to this moment. That it was made is on record.

    Raises:
        ChainFaultError: when the chain does not hold.
    """
    about = {"keten": "met inhoud" if with_payloads else "zonder inhoud"}
    with transaction.atomic():
        _record_export(tenant, str(tenant), actor, about)
    cover(tenant=tenant)
    return chain_lines(tenant, school, with_payloads=with_payloads)


def _record_export(tenant: UUID, subject: str, actor: str, about: Mapping[str, str]) -> None:
    record(
        tenant=tenant,
        kind=Kind.LEDGER_EXPORTED,
        subject=subject,
        actor=actor,
        payload={"about": dict(about)},
    )
