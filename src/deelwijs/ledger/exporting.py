"""Files of proof for outside: about one case, or a whole chain."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from deelwijs.core.canonical import JSON
from deelwijs.core.ledger.chain import Link
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
from deelwijs.ledger.models import Anchor, Entry, SigningKey

_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries belong to a case: about one subject, of these kinds, by this actor when one is named.
    What ``where`` says must stand in the payload; what was erased cannot be told apart and comes along."""

    subject: str
    kinds: frozenset[str]
    where: Mapping[str, str] = field(default_factory=dict)
    actor: str = ""

    def holds(self, entry: Entry) -> bool:
        """Whether an entry (of the right subject and kind) belongs to the case."""
        payload = payload_of(entry)
        return payload is None or all(payload.get(name) == value for name, value in self.where.items())


@dataclass(frozen=True, slots=True)
class Words:
    """What a case file says besides its proof: the school's name, what was chosen, who the ids are, and the
    texts that decisions may rest on, by hash."""

    school: str
    about: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, JSON] = field(default_factory=dict)


def entries_of(tenant: UUID, wanted: Wanted) -> list[Entry]:
    """The entries of a case, in their order."""
    found = _with_payloads(tenant).filter(subject=wanted.subject, kind__in=wanted.kinds)
    if wanted.actor:
        found = found.filter(actor=wanted.actor)
    return [entry for entry in found if wanted.holds(entry)]


def ids_in(tenant: UUID, wanted: Wanted) -> set[str]:
    """Who occurs in a case: its subject, and everybody who acted."""
    return {wanted.subject, *(entry.actor for entry in entries_of(tenant, wanted))}


def payload_of(entry: Entry) -> dict[str, Any] | None:
    """What an entry was about, or None when that was erased."""
    payload = getattr(entry, "payload", None)
    return payload.content if payload else None


def case_file(tenant: UUID, wanted: Wanted, words: Words) -> dict[str, Any]:
    """A case file as plain JSON. What no anchor covers yet stays out of it."""
    anchors = list(Anchor.objects.filter(tenant=tenant).order_by("size"))
    covered = anchors[-1].size if anchors else 0
    entries = [entry for entry in entries_of(tenant, wanted) if entry.seq <= covered]
    first_above = {entry.seq: next(a for a in anchors if a.size >= entry.seq) for entry in entries}
    needed = sorted({*first_above.values(), *anchors[-1:]}, key=lambda anchor: anchor.size)
    tree = Tree(_hashes(tenant, covered))
    proven = []
    for entry in entries:
        anchor = first_above[entry.seq]
        path = tuple(tree.inclusion(entry.seq - 1, anchor.size))
        proven.append(_proven(entry, needed.index(anchor), path))
    named = {
        value for entry in entries for value in (payload_of(entry) or {}).values() if isinstance(value, str)
    }
    case = CaseFile(
        header=_header(tenant, words.school, _roots(tree, needed)),
        subject=wanted.subject,
        about=words.about,
        names=words.names,
        entries=tuple(proven),
        texts=tuple(Text(hash_, content) for hash_, content in words.texts.items() if hash_ in named),
    )
    return case_as_json(case)


def chain_lines(tenant: UUID, school: str, *, with_payloads: bool) -> Iterator[str]:
    """A chain file, line by line, up to its last anchor and beyond."""
    roots = tuple(Root(anchor.note) for anchor in Anchor.objects.filter(tenant=tenant).order_by("size"))
    header = ChainHeader(_header(tenant, school, roots), with_payloads)
    yield _line(chain_header_as_json(header))
    entries = _with_payloads(tenant) if with_payloads else Entry.objects.filter(tenant=tenant).order_by("seq")
    for entry in entries.iterator(chunk_size=_AT_ONCE):
        proven = _proven(entry) if with_payloads else Proven(_link(entry), None, None)
        yield _line(entry_as_json(proven, with_payload=with_payloads))


def _with_payloads(tenant: UUID) -> QuerySet[Entry]:
    return Entry.objects.filter(tenant=tenant).select_related("payload").order_by("seq")


def _hashes(tenant: UUID, up_to: int) -> Iterator[bytes]:
    entries = Entry.objects.filter(tenant=tenant, seq__lte=up_to).order_by("seq")
    return map(bytes.fromhex, entries.values_list("hash", flat=True).iterator(chunk_size=_AT_ONCE))


def _roots(tree: Tree, anchors: Sequence[Anchor]) -> tuple[Root, ...]:
    """The anchors with, for each, the path from the one before."""
    roots = []
    before = 0
    for anchor in anchors:
        path = tuple(tree.consistency(before, anchor.size)) if before else ()
        roots.append(Root(anchor.note, path))
        before = anchor.size
    return tuple(roots)


def _header(tenant: UUID, school: str, roots: tuple[Root, ...]) -> Header:
    keys = tuple(
        Key(bytes.fromhex(key.public), key.succession or None) for key in SigningKey.objects.order_by("id")
    )
    return Header(str(tenant), school, f"{timezone.now().astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", keys, roots)


def _link(entry: Entry) -> Link:
    return Link(*(getattr(entry, name) for name in Link._fields))


def _proven(entry: Entry, root: int = -1, path: tuple[bytes, ...] = ()) -> Proven:
    payload = getattr(entry, "payload", None)
    if payload is None:
        return Proven(_link(entry), None, None, root, path)
    return Proven(_link(entry), bytes(payload.salt), payload.content, root, path)


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
