"""How an entry is hashed, and how entries follow one another.

Each entry commits to its payload by a salted hash, so that erasing salt and payload (GDPR art. 17)
leaves the chain whole while nobody can guess what the payload was. Each entry also holds the hash of
the one before it, so that a changed, removed or inserted entry shows.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from json.encoder import encode_basestring
from typing import NamedTuple, TypeAlias

from deelwijs.core.canonical import JSON, canonical

ENTRY_TAG = b"deelwijs-ledger-entry-1"
PAYLOAD_TAG = b"deelwijs-ledger-payload-1"
FIRST = "0" * 64  # what the first entry of a chain points back to


class Link(NamedTuple):
    """One entry as the chain of one school sees it, in the order in which it is stored.

    ``at_us`` is microseconds since 1970, UTC: an integer, so that no database can round it. The last three
    are SHA-256 in lower-case hex. A plain tuple in this order does as well: a check reads hundreds of
    thousands of them.
    """

    seq: int
    at_us: int
    kind: str
    subject: str
    actor: str
    payload_commit: str
    prev: str
    hash: str


Row: TypeAlias = "tuple[int, int, str, str, str, str, str, str]"
EntryHash: TypeAlias = "Callable[[int, int, str, str, str, str, str], str]"
_Digest: TypeAlias = "Callable[[int, int, str, str, str, str, bytes], bytes]"


def payload_commitment(salt: bytes, payload: Mapping[str, JSON]) -> str:
    """What the entry says of its payload without saying it: SHA-256 over salt and payload, in hex."""
    return hashlib.sha256(PAYLOAD_TAG + salt + canonical(dict(payload))).hexdigest()


def entry_hasher(tenant: str) -> EntryHash:
    """The function that hashes an entry of this school, from the first seven fields of a ``Link``: SHA-256
    over tag, length of the body, body and the hash before, in hex.

    Raises (the function):
        TypeError: on a text that is none.
        ValueError: when the hash before is no hex.
    """
    digest = _digester(tenant)

    def entry_hash(
        seq: int, at_us: int, kind: str, subject: str, actor: str, payload_commit: str, prev: str
    ) -> str:
        return digest(seq, at_us, kind, subject, actor, payload_commit, bytes.fromhex(prev)).hex()

    return entry_hash


def _digester(tenant: str) -> _Digest:
    """The same in bytes, for who hashes one entry after another.

    The body is the canonical form of the fields (without the hash before) and the tenant. It is put
    together by hand, because this runs for every entry of every check; a test holds it to ``canonical``.
    """
    sha256, text = hashlib.sha256, encode_basestring
    ending = f',"tenant":{text(unicodedata.normalize("NFC", tenant))}}}'

    def digest(
        seq: int, at_us: int, kind: str, subject: str, actor: str, payload_commit: str, prev: bytes
    ) -> bytes:
        written = (
            f'{{"actor":{text(actor)},"at_us":{at_us},"kind":{text(kind)},'
            f'"payload_commit":{text(payload_commit)},"seq":{seq},"subject":{text(subject)}{ending}'
        )
        if not written.isascii():
            # Before it is escaped: a line break in front of a tilde would otherwise become an ñ.
            kind, subject, actor, payload_commit = (
                unicodedata.normalize("NFC", part) for part in (kind, subject, actor, payload_commit)
            )
            written = (
                f'{{"actor":{text(actor)},"at_us":{at_us},"kind":{text(kind)},'
                f'"payload_commit":{text(payload_commit)},"seq":{seq},"subject":{text(subject)}{ending}'
            )
        body = written.encode()
        return sha256(ENTRY_TAG + len(body).to_bytes(8, "big") + body + prev).digest()

    return digest


class BrokenChainError(ValueError):
    """An entry does not follow the one before it; ``seq`` is the number that it should have had."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"the chain is broken at entry {seq}")
        self.seq = seq


def follow(tenant: str, rows: Iterable[Row]) -> Iterator[bytes]:
    """Walk a chain from its first entry and give the hash of each entry that follows the one before.

    A chain cut off at its end still follows: only a root kept elsewhere shows that.

    Raises:
        BrokenChainError: at the first entry that does not follow.
    """
    digest = _digester(tenant)
    seq, prev, before = 1, FIRST, bytes(32)
    try:
        for number, at_us, kind, subject, actor, commit, stated_prev, stated in rows:
            if number != seq or stated_prev != prev:
                break
            before = digest(seq, at_us, kind, subject, actor, commit, before)
            if before.hex() != stated:
                break
            yield before
            seq, prev = seq + 1, stated
        else:
            return
    except (TypeError, UnicodeEncodeError):  # changed into something that is never recorded
        pass
    raise BrokenChainError(seq)


def broken_at(tenant: str, rows: Iterable[Row]) -> int | None:
    """The sequence number of the first entry that does not follow, or None when the chain is whole."""
    try:
        for _ in follow(tenant, rows):
            pass
    except BrokenChainError as broken:
        return broken.seq
    return None
