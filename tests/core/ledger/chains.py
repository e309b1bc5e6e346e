"""Chains, keys and files of proof in memory, for tests that need no database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deelwijs.core.canonical import digest
from deelwijs.core.ledger import notes
from deelwijs.core.ledger.chain import FIRST, Link, entry_hasher, payload_commitment
from deelwijs.core.ledger.merkle import Tree
from deelwijs.core.ledger.proof import (
    CaseFile,
    ChainHeader,
    Header,
    Key,
    Proven,
    Root,
    Text,
    case_as_json,
    chain_header_as_json,
    entry_as_json,
)
from deelwijs.core.ledger.verify import Anchor, Trust

TENANT = "7d0c7c2e-4a8e-4a63-9c2f-0f6f7c1d2b3a"
MORNING = datetime(2026, 11, 23, 7, tzinfo=UTC)
FIRST_KEY, NEXT_KEY = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2))
TEXT: dict[str, Any] = {"id": "beeld", "naam": "Zoë’s foto", "gevolgen": ["een", "twee"]}
CHILD = "kind 1"


def salt(seq: int) -> bytes:
    """The salt of an entry."""
    return bytes([seq % 256]) * 32


def payload(seq: int) -> dict[str, Any]:
    """What an entry is about."""
    return {"n": seq, "answer": "yes" if seq % 2 else "no", "information": digest(TEXT), "met": ["é", None]}


def chain(length: int, tenant: str = TENANT) -> list[Link]:
    """A whole chain of so many acts, about three children in turn."""
    made: list[Link] = []
    entry_hash, prev = entry_hasher(tenant), FIRST
    for seq in range(1, length + 1):
        commit = payload_commitment(salt(seq), payload(seq))
        at = 1_780_000_000_000_000 + seq
        fields = (seq, at, "consent.decided", f"kind {seq % 3}", "moeder", commit, prev)
        prev = entry_hash(*fields)
        made.append(Link(*fields, prev))
    return made


def tree_of(links: Iterable[Link]) -> Tree:
    """The tree over a chain."""
    return Tree(bytes.fromhex(link.hash) for link in links)


def public(key: Ed25519PrivateKey) -> bytes:
    """The public half."""
    return key.public_key().public_bytes_raw()


def keys() -> tuple[Key, ...]:
    """Two keys, the second vouched for by the first."""
    return (
        Key(public(FIRST_KEY)),
        Key(public(NEXT_KEY), notes.succession(public(NEXT_KEY), MORNING, FIRST_KEY)),
    )


def checkpoint(tree: Tree, size: int, tenant: str = TENANT) -> notes.Checkpoint:
    """The root over so many entries, a minute later for each."""
    return notes.Checkpoint(tenant, size, tree.root(size), MORNING + timedelta(minutes=size))


def header(links: Sequence[Link], sizes: Sequence[int], *, with_paths: bool) -> Header:
    """Roots over these sizes; the last one is signed with the next key."""
    tree = tree_of(links)
    roots = []
    for before, size in zip([0, *sizes], sizes, strict=False):
        key = NEXT_KEY if size == sizes[-1] else FIRST_KEY
        path = tree.consistency(before, size) if with_paths and before else []
        roots.append(Root(checkpoint(tree, size).signed(key), tuple(path)))
    return Header(TENANT, "Het Kompas College", "2026-11-23T07:00:00Z", keys(), tuple(roots))


def proven(link: Link, erased: Iterable[int] = ()) -> Proven:
    """An entry with its payload, unless that was erased."""
    return Proven(link, None, None) if link.seq in erased else Proven(link, salt(link.seq), payload(link.seq))


def case_document(length: int, sizes: Sequence[int], erased: Iterable[int] = ()) -> dict[str, Any]:
    """The case file about one child, as whoever gets it reads it."""
    links = chain(length)
    tree = tree_of(links)
    entries = []
    for link in links:
        if link.subject == CHILD:
            number = next(number for number, size in enumerate(sizes) if size >= link.seq)
            entry = proven(link, erased)
            path = tuple(tree.inclusion(link.seq - 1, sizes[number]))
            entries.append(Proven(link, entry.salt, entry.payload, number, path))
    case = CaseFile(
        header=header(links, sizes, with_paths=True),
        subject=CHILD,
        about={"channel": "website"},
        names={CHILD: "Zoë"},
        entries=tuple(entries),
        texts=(Text(digest(TEXT), TEXT),),
    )
    return through_json(case_as_json(case))


def chain_document(length: int, sizes: Sequence[int], erased: Iterable[int] = ()) -> list[dict[str, Any]]:
    """The lines of the chain file."""
    links = chain(length)
    first = chain_header_as_json(ChainHeader(header(links, sizes, with_paths=False), has_payloads=True))
    return through_json([first, *(entry_as_json(proven(link, erased)) for link in links)])


def trust(length: int, size: int) -> Trust:
    """What somebody knows who noted the first key and kept one root."""
    tree = tree_of(chain(length))
    return Trust(Anchor(size, tree.root(size)), notes.fingerprint(public(FIRST_KEY)))


def through_json(value: Any) -> Any:
    """As it is after it was written down and read again."""
    return json.loads(json.dumps(value, ensure_ascii=False))
