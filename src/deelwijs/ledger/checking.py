"""The check of a school's whole chain in the database: entries, payloads, head and signed roots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from deelwijs.core.ledger import notes
from deelwijs.core.ledger.chain import FIRST, BrokenChainError, Row, follow, payload_commitment
from deelwijs.core.ledger.merkle import Peaks
from deelwijs.core.ledger.verify import Code, Fault
from deelwijs.ledger.models import Anchor, Entry, Head, Payload

_COLUMNS = ("seq", "at_us", "kind", "subject", "actor", "payload_commit", "prev", "hash")
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class ChainState:
    """A chain as it was found: how many entries hold, the root over them, and the first thing wrong."""

    size: int
    root: bytes
    erased: int
    fault: Fault | None


def check(tenant: UUID, *, with_payloads: bool = True) -> ChainState:
    """Look at every entry, every payload that was not erased, the head, and every root that was signed.

    Others may write meanwhile: what comes after the last entry at the start is left for the next check.
    Without the payloads (which take most of the time) ``erased`` is 0.
    """
    head, last = _head(tenant), _last(tenant)
    anchors = list(Anchor.objects.filter(tenant=tenant).select_related("key").order_by("size"))
    wanted = {anchor.size for anchor in anchors}
    roots: dict[int, bytes] = {}
    peaks, fault = Peaks(), None
    try:
        for tip in follow(str(tenant), rows(tenant, last[0])):
            peaks.add(tip)
            if peaks.size in wanted:
                roots[peaks.size] = peaks.root()
            if peaks.size == head[0] and tip.hex() != head[1]:
                fault = Fault(Code.CHAIN, last[0] + 1)
    except BrokenChainError as broken:
        fault = Fault(Code.CHAIN, broken.seq)
    payloads, wrong = _payloads(tenant, last[0]) if with_payloads else (peaks.size, None)
    fault = fault or wrong or _cut_off(tenant, head, last) or _anchor_fault(tenant, anchors, roots)
    return ChainState(peaks.size, peaks.root(), max(0, peaks.size - payloads), fault)


def rows(tenant: UUID, up_to: int) -> Iterator[Row]:
    """The entries of a chain as plain tuples, in their order."""
    entries = Entry.objects.filter(tenant=tenant, seq__lte=up_to).order_by("seq")
    return entries.values_list(*_COLUMNS).iterator(chunk_size=_AT_ONCE)


def _head(tenant: UUID) -> tuple[int, str]:
    return Head.objects.filter(tenant=tenant).values_list("seq", "hash").first() or (0, FIRST)


def _last(tenant: UUID) -> tuple[int, str]:
    entries = Entry.objects.filter(tenant=tenant).order_by("-seq")
    return entries.values_list("seq", "hash").first() or (0, FIRST)


def _payloads(tenant: UUID, up_to: int) -> tuple[int, Fault | None]:
    """How many payloads there are, and the first that is not what was recorded."""
    found = Payload.objects.filter(entry__tenant=tenant, entry__seq__lte=up_to).order_by("entry__seq")
    count = 0
    for seq, commit, salt, content in found.values_list(
        "entry__seq", "entry__payload_commit", "salt", "content"
    ).iterator(chunk_size=_AT_ONCE):
        if not is_what_was_recorded(bytes(salt), content, commit):
            return count, Fault(Code.PAYLOAD, seq)
        count += 1
    return count, None


def is_what_was_recorded(salt: bytes, content: object, commit: str) -> bool:
    """Whether a payload is the one to which an entry commits."""
    try:
        return isinstance(content, dict) and payload_commitment(salt, content) == commit
    except (TypeError, ValueError):  # changed into something that is never recorded
        return False


def _cut_off(tenant: UUID, before: tuple[int, str], last: tuple[int, str]) -> Fault | None:
    """The head must point at the last entry, by number and by hash: the next entry builds on it.

    It is read before and after the last entry, so that an entry made meanwhile accuses nobody.
    """
    after = _head(tenant)
    follows = before[0] <= last[0] <= after[0]
    is_last = after[0] > last[0] or after == last
    return None if follows and is_last else Fault(Code.CUT_OFF, last[0] + 1)


def _anchor_fault(tenant: UUID, anchors: Iterable[Anchor], roots: dict[int, bytes]) -> Fault | None:
    for number, anchor in enumerate(anchors, start=1):
        if anchor.size not in roots:
            return Fault(Code.CUT_OFF, number=number)
        if not _is_signed(tenant, anchor):
            return Fault(Code.SIGNATURE, number=number)
        if roots[anchor.size].hex() != anchor.root:
            return Fault(Code.ROOT, number=number)
    return None


def _is_signed(tenant: UUID, anchor: Anchor) -> bool:
    public = bytes.fromhex(anchor.key.public)
    try:
        note = notes.read_note(anchor.note)
        stated = notes.read_checkpoint(note.text)
    except notes.NoteError:
        return False
    same = (stated.tenant, stated.size, stated.root.hex()) == (str(tenant), anchor.size, anchor.root)
    return same and note.signer([public]) == public
