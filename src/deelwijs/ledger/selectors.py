from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from deelwijs.ledger.chain import FIRST, Link, broken_at, payload_commitment
from deelwijs.ledger.models import Entry, Head, Payload


def first_broken(tenant: UUID) -> int | None:
    """The first entry of a school's chain that does not hold, or None when all is well.

    Looks at every entry, at every payload that has not been erased, and at the head.
    """
    broken = broken_at(_links(tenant))
    if broken is not None:
        return broken
    for payload in Payload.objects.filter(entry__tenant=tenant).select_related("entry").iterator():
        if not _is_what_was_recorded(payload):
            return payload.entry.seq
    return _broken_end(tenant)


def _is_what_was_recorded(payload: Payload) -> bool:
    try:
        stated = payload_commitment(bytes(payload.salt), payload.content)
    except (TypeError, ValueError):  # changed into something that is never recorded
        return False
    return stated == payload.entry.payload_commit


def _broken_end(tenant: UUID) -> int | None:
    """The head must point at the last entry, by number and by hash: the next entry builds on it."""
    head = Head.objects.filter(tenant=tenant).first()
    last = Entry.objects.filter(tenant=tenant).order_by("-seq").first()
    stated = (head.seq, head.hash) if head else (0, FIRST)
    found = (last.seq, last.hash) if last else (0, FIRST)
    return None if stated == found else found[0] + 1


def _links(tenant: UUID) -> Iterator[tuple[Link, str]]:
    for entry in Entry.objects.filter(tenant=tenant).order_by("seq").iterator():
        link = Link(
            tenant=str(entry.tenant),
            seq=entry.seq,
            at_us=entry.at_us,
            kind=entry.kind,
            subject=entry.subject,
            actor=entry.actor,
            payload_commit=entry.payload_commit,
            prev=entry.prev,
        )
        yield link, entry.hash
