"""How an entry is hashed. No Django: whoever checks the chain needs only this file.

Each entry commits to its payload by a salted hash, so that erasing salt and payload (GDPR art. 17)
leaves the chain whole while nobody can guess what the payload was. Each entry also holds the hash of
the one before it, so that a changed, removed or inserted entry shows.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

JSON: TypeAlias = "bool | int | str | list[JSON] | dict[str, JSON] | None"

ENTRY_TAG = b"deelwijs-ledger-entry-1"
PAYLOAD_TAG = b"deelwijs-ledger-payload-1"
FIRST = "0" * 64  # what the first entry of a chain points back to


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as the chain sees it. ``at_us`` is microseconds since 1970, UTC: an integer, so that no
    database can round it."""

    tenant: str
    seq: int
    at_us: int
    kind: str
    subject: str
    actor: str
    payload_commit: str
    prev: str


def canonical(value: JSON) -> bytes:
    """The one way to write ``value``: sorted keys, no white space, text in NFC, no floats.

    Raises:
        TypeError: on a float or anything else that has no single way to be written.
    """
    return json.dumps(
        _normalised(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def _normalised(value: JSON) -> JSON:
    match value:
        case None | bool() | int():
            return value
        case str():
            return unicodedata.normalize("NFC", value)
        case list():
            return [_normalised(item) for item in value]
        case dict():
            named = {unicodedata.normalize("NFC", key): _normalised(item) for key, item in value.items()}
            if len(named) < len(value):
                raise TypeError("two keys are the same text written in two ways")
            return named
    raise TypeError(f"{type(value).__name__} has no canonical form")


def payload_commitment(salt: bytes, payload: Mapping[str, JSON]) -> str:
    """What the entry says of its payload without saying it: SHA-256 over salt and payload, in hex."""
    return hashlib.sha256(PAYLOAD_TAG + salt + canonical(dict(payload))).hexdigest()


def link_hash(link: Link) -> str:
    """SHA-256 over the entry, its length and the hash of the entry before it, in hex."""
    body = canonical(
        {
            "tenant": link.tenant,
            "seq": link.seq,
            "at_us": link.at_us,
            "kind": link.kind,
            "subject": link.subject,
            "actor": link.actor,
            "payload_commit": link.payload_commit,
        }
    )
    return hashlib.sha256(
        ENTRY_TAG + len(body).to_bytes(8, "big") + body + bytes.fromhex(link.prev)
    ).hexdigest()


def broken_at(links: Iterable[tuple[Link, str]]) -> int | None:
    """The sequence number of the first entry that does not fit, or None when the chain is whole.

    A chain cut off at its end still fits: only a copy of its head kept elsewhere shows that.
    """
    expected_seq, prev = 1, FIRST
    for link, stated_hash in links:
        if link.seq != expected_seq or link.prev != prev or link_hash(link) != stated_hash:
            return expected_seq
        expected_seq, prev = expected_seq + 1, stated_hash
    return None
