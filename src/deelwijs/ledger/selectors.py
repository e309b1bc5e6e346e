"""Reads of the ledger. Whoever calls these has seen to it that the reader may see the school's ledger."""

from __future__ import annotations

from uuid import UUID

from deelwijs.ledger.checking import check
from deelwijs.ledger.models import Anchor, AnchorAddress, ChainCheck, Entry, Head, SigningKey


def first_broken(tenant: UUID) -> int | None:
    """The first entry of a school's chain that does not hold, or None when all is well."""
    fault = check(tenant).fault
    return None if fault is None else fault.seq


def schools_with_entries() -> list[UUID]:
    """Every school that has a chain."""
    return list(Head.objects.values_list("tenant", flat=True))


def latest(tenant: UUID, count: int, before: int | None = None) -> list[Entry]:
    """The last entries, newest first; or those before a number."""
    entries = Entry.objects.filter(tenant=tenant)
    if before is not None:
        entries = entries.filter(seq__lt=before)
    return list(entries.order_by("-seq")[:count])


def about(tenant: UUID, subject: str) -> list[Entry]:
    """The entries about one subject with their payloads, newest first."""
    entries = Entry.objects.filter(tenant=tenant, subject=subject)
    return list(entries.select_related("payload").order_by("-seq"))


def size(tenant: UUID) -> int:
    """How many entries there are."""
    return Head.objects.filter(tenant=tenant).values_list("seq", flat=True).first() or 0


def anchors(tenant: UUID, count: int) -> list[Anchor]:
    """The last anchors, newest first."""
    mine = Anchor.objects.filter(tenant=tenant).select_related("key")
    return list(mine.order_by("-size")[:count])


def anchor(tenant: UUID, number: int) -> Anchor | None:
    """The anchor over so many entries."""
    return Anchor.objects.filter(tenant=tenant, size=number).select_related("key").first()


def last_check(tenant: UUID) -> ChainCheck | None:
    """When the chain was last checked, and what came out."""
    return ChainCheck.objects.filter(tenant=tenant).first()


def mailboxes(tenant: UUID) -> list[str]:
    """The mailboxes that get each anchor."""
    return list(AnchorAddress.objects.filter(tenant=tenant).values_list("email", flat=True))


def key_in_use() -> SigningKey | None:
    """The key that signed last, or that was made last."""
    return SigningKey.objects.order_by("id").last()
