"""The check of a file of proof: what holds, what was erased, and what does not hold and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from deelwijs.core.canonical import digest
from deelwijs.core.ledger import notes
from deelwijs.core.ledger.chain import BrokenChainError, Row, entry_hasher, follow, payload_commitment
from deelwijs.core.ledger.merkle import Peaks, is_consistent, root_above
from deelwijs.core.ledger.notes import Checkpoint, NoteError
from deelwijs.core.ledger.proof import CaseFile, ChainHeader, Header, Proven


class Code(StrEnum):
    """What can be wrong with a proof."""

    KEY = "key"  # a key follows another without its word, or is not the one that was asked for
    SIGNATURE = "signature"  # a root is not signed by a key of the file, or is no root of this school
    ROOT = "root"  # a root does not add to the one before it, or is not the root over the entries
    CHAIN = "chain"  # an entry does not follow the one before it
    ENTRY = "entry"  # an entry is not what its hash says
    PATH = "path"  # an entry does not lie under its root
    PAYLOAD = "payload"  # a payload is not what was recorded
    ORDER = "order"  # entries do not stand in their order, or stand there twice
    FOREIGN = "foreign"  # an entry is about something else
    TEXT = "text"  # a text is not what its hash says, or no entry rests on it
    CUT_OFF = "cut_off"  # a root covers more entries than there are
    ANCHOR = "anchor"  # the root that was kept elsewhere is another one
    UNKNOWN_ANCHOR = "unknown_anchor"  # the file cannot be compared with the root that was kept elsewhere


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not hold, with the number of the entry, or of the root or key in the file."""

    code: Code
    seq: int | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """A root that was kept elsewhere: on paper, or in a mailbox."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Trust:
    """What whoever checks knows from elsewhere: a root, the fingerprint of a key, or nothing."""

    anchor: Anchor | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome. ``uncovered`` counts the entries after the last root: only the chain speaks for them."""

    faults: tuple[Fault, ...]
    entries: int
    payloads: int
    erased: int
    texts: int
    uncovered: int
    roots: tuple[Checkpoint, ...]
    keys: tuple[bytes, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


NOTHING = Trust()


def check_case(case: CaseFile, trust: Trust = NOTHING) -> Report:
    """Check a case file by itself, and against what is known from elsewhere."""
    faults = list(_key_faults(case.header, trust))
    roots = _signed_roots(case.header, faults)
    faults += _succession_of_roots(case.header, roots)
    faults += _case_anchor(roots, trust)
    faults += _entry_faults(case, roots)
    faults += _text_faults(case)
    return Report(
        faults=tuple(faults),
        entries=len(case.entries),
        payloads=sum(entry.payload is not None for entry in case.entries),
        erased=sum(entry.payload is None for entry in case.entries),
        texts=len(case.texts),
        uncovered=0,
        roots=tuple(root for root in roots if root),
        keys=tuple(key.public for key in case.header.keys),
    )


def check_chain(header: ChainHeader, entries: Iterable[Proven], trust: Trust = NOTHING) -> Report:
    """Check a whole chain while it is read; after an entry that does not follow nothing is looked at."""
    faults = list(_key_faults(header.header, trust))
    roots = _signed_roots(header.header, faults)
    tally = _Tally(header.has_payloads)
    peaks = Peaks()
    found: dict[int, bytes] = {}
    wanted = {root.size for root in roots if root} | ({trust.anchor.size} if trust.anchor else set())
    if 0 in wanted:
        found[0] = peaks.root()
    try:
        for stated in follow(header.header.tenant, tally.rows(entries)):
            peaks.add(stated)
            if peaks.size in wanted:
                found[peaks.size] = peaks.root()
    except BrokenChainError as broken:
        faults.append(Fault(Code.CHAIN, broken.seq))
    else:
        faults += _roots_over(roots, found)
        faults += _chain_anchor(found, trust)
    faults += tally.faults
    return Report(
        faults=tuple(faults),
        entries=peaks.size,
        payloads=tally.payloads,
        erased=tally.erased,
        texts=0,
        uncovered=max(0, peaks.size - max((root.size for root in roots if root), default=0)),
        roots=tuple(root for root in roots if root),
        keys=tuple(key.public for key in header.header.keys),
    )


class _Tally:
    """Looks at the payloads of a chain while its entries pass by."""

    def __init__(self, has_payloads: bool) -> None:  # noqa: FBT001 (one place makes it)
        self.has_payloads = has_payloads
        self.payloads = self.erased = 0
        self.faults: list[Fault] = []

    def rows(self, entries: Iterable[Proven]) -> Iterator[Row]:
        for entry in entries:
            if self.has_payloads and entry.payload is None:
                self.erased += 1
            elif self.has_payloads:
                self.payloads += 1
                if not _is_what_was_recorded(entry):
                    self.faults.append(Fault(Code.PAYLOAD, entry.link.seq))
            yield entry.link


# --- Keys and roots -----------------------------------------------------------------------------
def _key_faults(header: Header, trust: Trust) -> Iterator[Fault]:
    publics = [key.public for key in header.keys]
    if len(set(publics)) < len(publics):
        yield Fault(Code.KEY)
    if header.keys and header.keys[0].note is not None:
        yield Fault(Code.KEY, number=1)  # the word of a key that is not there
    for number, (before, key) in enumerate(zip(publics, header.keys[1:], strict=False), start=2):
        # Without a note the key before was lost; that is for people to judge, and no fault of the file.
        if key.note is not None and not notes.is_successor(key.public, key.note, before):
            yield Fault(Code.KEY, number=number)
    if trust.fingerprint and not _leads_from(trust.fingerprint, header):
        yield Fault(Code.KEY)


def _leads_from(fingerprint: str, header: Header) -> bool:
    """Whether the key that somebody knows is the file's first one, or each later one was vouched for."""
    wanted = "".join(fingerprint.split()).lower()
    known = [notes.fingerprint(key.public).replace(" ", "") for key in header.keys]
    if wanted not in known:
        return False
    at = known.index(wanted)
    return all(key.note is not None for key in header.keys[at + 1 :])


def _signed_roots(header: Header, faults: list[Fault]) -> list[Checkpoint | None]:
    """The roots whose signature holds; in the place of another stands None."""
    roots = [_signed_root(header, root.note) for root in header.roots]
    faults += [Fault(Code.SIGNATURE, number=number) for number, root in enumerate(roots, 1) if root is None]
    return roots


def _signed_root(header: Header, text: str) -> Checkpoint | None:
    try:
        note = notes.read_note(text)
        checkpoint = notes.read_checkpoint(note.text)
    except NoteError:
        return None
    is_signed = note.signer(key.public for key in header.keys) is not None
    return checkpoint if is_signed and checkpoint.tenant == header.tenant else None


def _succession_of_roots(header: Header, roots: list[Checkpoint | None]) -> Iterator[Fault]:
    for number in range(1, len(roots)):
        old, new = roots[number - 1], roots[number]
        path = header.roots[number].consistency
        if old and new and not is_consistent(old.size, old.root, new.size, new.root, path):
            yield Fault(Code.ROOT, number=number + 1)


def _roots_over(roots: list[Checkpoint | None], found: dict[int, bytes]) -> Iterator[Fault]:
    for number, root in enumerate(roots, start=1):
        if root and root.size not in found:
            yield Fault(Code.CUT_OFF, number=number)
        elif root and found[root.size] != root.root:
            yield Fault(Code.ROOT, number=number)


def _case_anchor(roots: list[Checkpoint | None], trust: Trust) -> Iterator[Fault]:
    if trust.anchor is None:
        return
    same_size = [root for root in roots if root and root.size == trust.anchor.size]
    if not same_size:
        yield Fault(Code.UNKNOWN_ANCHOR)
    elif any(root.root != trust.anchor.root for root in same_size):
        yield Fault(Code.ANCHOR)


def _chain_anchor(found: dict[int, bytes], trust: Trust) -> Iterator[Fault]:
    if trust.anchor is None:
        return
    if trust.anchor.size not in found:
        yield Fault(Code.CUT_OFF)
    elif found[trust.anchor.size] != trust.anchor.root:
        yield Fault(Code.ANCHOR)


# --- Entries and texts --------------------------------------------------------------------------
def _entry_faults(case: CaseFile, roots: list[Checkpoint | None]) -> Iterator[Fault]:
    entry_hash = entry_hasher(case.header.tenant)
    before: Proven | None = None
    for entry in case.entries:
        link = entry.link
        if before and link.seq <= before.link.seq:
            yield Fault(Code.ORDER, link.seq)
        if before and link.seq == before.link.seq + 1 and link.prev != before.link.hash:
            yield Fault(Code.CHAIN, link.seq)
        if link.subject != case.subject:
            yield Fault(Code.FOREIGN, link.seq)
        if not _is_its_hash(entry, entry_hash(*link[:-1])):
            yield Fault(Code.ENTRY, link.seq)
        elif not _lies_under(entry, roots):
            yield Fault(Code.PATH, link.seq)
        if entry.payload is not None and not _is_what_was_recorded(entry):
            yield Fault(Code.PAYLOAD, link.seq)
        before = entry


def _is_its_hash(entry: Proven, found: str) -> bool:
    return entry.link.seq > 0 and found == entry.link.hash


def _lies_under(entry: Proven, roots: list[Checkpoint | None]) -> bool:
    root = roots[entry.root] if 0 <= entry.root < len(roots) else None
    try:
        return root is not None and root.root == root_above(
            bytes.fromhex(entry.link.hash), entry.link.seq - 1, root.size, entry.path
        )
    except ValueError:
        return False


def _is_what_was_recorded(entry: Proven) -> bool:
    try:
        stated = payload_commitment(entry.salt or b"", entry.payload or {})
    except (TypeError, ValueError):  # changed into something that is never recorded
        return False
    return stated == entry.link.payload_commit


def _text_faults(case: CaseFile) -> Iterator[Fault]:
    named = {
        value for entry in case.entries for value in (entry.payload or {}).values() if isinstance(value, str)
    }
    for number, text in enumerate(case.texts, start=1):
        try:
            is_same = digest(text.content) == text.hash
        except (TypeError, ValueError):
            is_same = False
        if not is_same or text.hash not in named:
            yield Fault(Code.TEXT, number=number)
