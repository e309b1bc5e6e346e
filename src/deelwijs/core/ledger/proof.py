"""Files of proof: what they hold, and how they are read without trusting a word of them.

A *case file* holds the entries about one subject, each with its path to a signed root: enough to check them,
and nothing about anybody else. A *chain file* holds a whole chain, one entry a line. ``docs/ledger.md``
describes both; ``verify`` checks them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from deelwijs.core.canonical import JSON
from deelwijs.core.ledger.chain import Link

CASE = "deelwijs-ledger-case-1"
CHAIN = "deelwijs-ledger-chain-1"
_HASH = re.compile(r"[0-9a-f]{64}")
_HEX = re.compile(r"(?:[0-9a-f]{2})*")
_SURROGATE = re.compile("[\ud800-\udfff]")  # JSON can write half a character; no text holds one
_LARGEST = 2**63 - 1  # what a database can count to


class ProofError(ValueError):
    """A file that is no proof, or is damaged so that nothing can be checked; ``place`` says where."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


@dataclass(frozen=True, slots=True)
class Key:
    """A public key (32 bytes), with the note in which the key before it vouches for this one."""

    public: bytes
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Root:
    """A signed root as a note, with the path that leads to it from the root before it in the file."""

    note: str
    consistency: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Proven:
    """An entry, with its payload and salt unless those were erased. In a case file ``root`` is the place of
    a root in the file, and ``path`` leads from the entry to it."""

    link: Link
    salt: bytes | None
    payload: Mapping[str, JSON] | None
    root: int = -1
    path: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A text on which a decision rests, known by the hash of its canonical form."""

    hash: str
    content: JSON


@dataclass(frozen=True, slots=True)
class Header:
    """What case files and chain files have in common."""

    tenant: str
    school: str
    made_at: str
    keys: tuple[Key, ...]
    roots: tuple[Root, ...]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The entries about one subject. ``names`` says who the ids are; that is the school's word, not proof."""

    header: Header
    subject: str
    entries: tuple[Proven, ...]
    about: Mapping[str, str] = field(default_factory=dict)
    texts: tuple[Text, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChainHeader:
    """The first line of a chain file; ``has_payloads`` is false when only the commitments were given."""

    header: Header
    has_payloads: bool


# --- Writing ------------------------------------------------------------------------------------
def case_as_json(case: CaseFile) -> dict[str, Any]:
    """A case file as plain JSON."""
    return {
        "format": CASE,
        **_header_as_json(case.header),
        "subject": case.subject,
        "about": dict(case.about),
        "names": dict(case.names),
        "entries": [
            {**entry_as_json(entry), "root": entry.root, "path": _hexes(entry.path)} for entry in case.entries
        ],
        "texts": [{"hash": text.hash, "content": text.content} for text in case.texts],
    }


def chain_header_as_json(header: ChainHeader) -> dict[str, Any]:
    """The first line of a chain file as plain JSON."""
    return {"format": CHAIN, **_header_as_json(header.header), "payloads": header.has_payloads}


def entry_as_json(entry: Proven, *, with_payload: bool = True) -> dict[str, Any]:
    """An entry as plain JSON; an erased payload and its salt are null."""
    written: dict[str, Any] = entry.link._asdict()
    if with_payload:
        written["salt"] = None if entry.salt is None else entry.salt.hex()
        written["payload"] = entry.payload
    return written


def _header_as_json(header: Header) -> dict[str, Any]:
    return {
        "tenant": header.tenant,
        "school": header.school,
        "made_at": header.made_at,
        "keys": [{"public": key.public.hex(), "note": key.note} for key in header.keys],
        "roots": [{"note": root.note, "consistency": _hexes(root.consistency)} for root in header.roots],
    }


def _hexes(path: tuple[bytes, ...]) -> list[str]:
    return [step.hex() for step in path]


# --- Reading ------------------------------------------------------------------------------------
def read_case(document: object) -> CaseFile:
    """A case file from parsed JSON.

    Raises:
        ProofError: when it is none.
    """
    whole = _Part(document, "")
    whole.require_format(CASE)
    return CaseFile(
        header=_read_header(whole),
        subject=whole.text("subject"),
        about=whole.texts("about"),
        names=whole.texts("names"),
        entries=tuple(_read_proven(part) for part in whole.parts("entries")),
        texts=tuple(Text(part.hash("hash"), part.get("content")) for part in whole.parts("texts")),
    )


def read_chain_header(document: object) -> ChainHeader:
    """The first line of a chain file from parsed JSON.

    Raises:
        ProofError: when it is none.
    """
    whole = _Part(document, "")
    whole.require_format(CHAIN)
    has_payloads = whole.get("payloads")
    if not isinstance(has_payloads, bool):
        raise ProofError("payloads")
    return ChainHeader(_read_header(whole), has_payloads)


def read_chain_entry(document: object, place: str, *, has_payload: bool) -> Proven:
    """One of the further lines of a chain file from parsed JSON.

    Raises:
        ProofError: when it is no entry; with ``place``.
    """
    part = _Part(document, place)
    if not has_payload:
        part.require_absent("salt", "payload")
        return Proven(_read_link(part), None, None)
    return Proven(_read_link(part), *_read_payload(part))


def _read_header(whole: _Part) -> Header:
    return Header(
        tenant=whole.text("tenant"),
        school=whole.text("school"),
        made_at=whole.text("made_at"),
        keys=tuple(
            Key(bytes.fromhex(part.hash("public")), part.optional_text("note"))
            for part in whole.parts("keys")
        ),
        roots=tuple(Root(part.text("note"), part.path("consistency")) for part in whole.parts("roots")),
    )


def _read_proven(part: _Part) -> Proven:
    return Proven(_read_link(part), *_read_payload(part), part.number("root"), part.path("path"))


def _read_link(part: _Part) -> Link:
    return Link(
        seq=part.number("seq"),
        at_us=part.number("at_us"),
        kind=part.text("kind"),
        subject=part.text("subject"),
        actor=part.text("actor"),
        payload_commit=part.hash("payload_commit"),
        prev=part.hash("prev"),
        hash=part.hash("hash"),
    )


def _read_payload(part: _Part) -> tuple[bytes | None, Mapping[str, JSON] | None]:
    """Salt and payload: both there, or both erased."""
    salt, payload = part.get("salt"), part.get("payload")
    if salt is None and payload is None:
        return None, None
    if not isinstance(salt, str) or not _HEX.fullmatch(salt) or not isinstance(payload, dict):
        raise ProofError(part.place_of("payload"))
    return bytes.fromhex(salt), payload


class _Part:
    """A JSON object of which each value is asked for by name and kind, so that a wrong one is named."""

    def __init__(self, value: object, place: str) -> None:
        if not isinstance(value, dict):
            raise ProofError(place or "begin")
        self._value: dict[str, Any] = value
        self._place = place

    def place_of(self, name: str) -> str:
        return f"{self._place}.{name}" if self._place else name

    def require_format(self, wanted: str) -> None:
        if self._value.get("format") != wanted:
            raise ProofError("format")

    def require_absent(self, *names: str) -> None:
        for name in names:
            if name in self._value:
                raise ProofError(self.place_of(name))

    def get(self, name: str) -> Any:
        if name not in self._value:
            raise ProofError(self.place_of(name))
        return self._value[name]

    def text(self, name: str) -> str:
        value = self.get(name)
        if not isinstance(value, str) or _SURROGATE.search(value):
            raise ProofError(self.place_of(name))
        return value

    def optional_text(self, name: str) -> str | None:
        return None if self.get(name) is None else self.text(name)

    def hash(self, name: str) -> str:
        value = self.text(name)
        if not _HASH.fullmatch(value):
            raise ProofError(self.place_of(name))
        return value

    def number(self, name: str) -> int:
        value = self.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LARGEST:
            raise ProofError(self.place_of(name))
        return value

    def path(self, name: str) -> tuple[bytes, ...]:
        steps = self.get(name)
        if not isinstance(steps, list) or not all(
            isinstance(step, str) and _HASH.fullmatch(step) for step in steps
        ):
            raise ProofError(self.place_of(name))
        return tuple(bytes.fromhex(step) for step in steps)

    def texts(self, name: str) -> dict[str, str]:
        values = self.get(name)
        if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
            raise ProofError(self.place_of(name))
        return values

    def parts(self, name: str) -> list[_Part]:
        values = self.get(name)
        if not isinstance(values, list):
            raise ProofError(self.place_of(name))
        return [_Part(value, f"{self.place_of(name)}[{at}]") for at, value in enumerate(values)]
