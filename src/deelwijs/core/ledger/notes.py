"""Signed roots as text: checkpoints of a transparency log (c2sp.org/tlog-checkpoint, c2sp.org/signed-note).

The formats are those of the logs behind web certificates and software downloads, so that others can check
ours with tools that are not ours. A note is a text, an empty line, and signature lines::

    deelwijs/7d0c7c2e-4a8e-4a63-9c2f-0f6f7c1d2b3a
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
    time 2026-11-23T02:10:00Z

    — deelwijs/7d0c7c2e-4a8e-4a63-9c2f-0f6f7c1d2b3a Az3grlgtzPICa5OS8npVmf1My...

The origin names the school's log; then come the number of entries and the RFC 6962 root over them. The
fourth line, an extension of ours, is the time of signing. Signatures are Ed25519.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ORIGIN = "deelwijs/"
KEY_LOG = "deelwijs-sleutel"  # the name under which a key vouches for the next one
_ED25519 = b"\x01"
_SIGNATURE = re.compile(r"— (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/]+={0,2})")
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_MOST_SIGNATURES = 16


class NoteError(ValueError):
    """A text that is no signed note, or not one of the kind that was asked for."""


@dataclass(frozen=True, slots=True)
class Note:
    """A text (with its last line break) and who signed it: name, key id and signature."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]

    def signer(self, publics: Iterable[bytes]) -> bytes | None:
        """The first of these public keys whose signature stands under the text and holds."""
        for public in publics:
            for name, key_id, signature in self.signatures:
                if key_id == _key_id(name, public) and _holds(public, signature, self.text):
                    return public
        return None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One root: of which school's log, over how many entries, and when it was signed (UTC, whole seconds)."""

    tenant: str
    size: int
    root: bytes
    at: datetime

    @property
    def text(self) -> str:
        """What is signed."""
        root = b64encode(self.root).decode()
        return f"{ORIGIN}{self.tenant}\n{self.size}\n{root}\ntime {self.at.astimezone(UTC):{_TIME}}\n"

    @property
    def line(self) -> str:
        """What stands on paper to be compared by eye: size and root in hex, in groups of eight."""
        digits = self.root.hex()
        return f"{self.size} " + " ".join(digits[at : at + 8] for at in range(0, 64, 8))

    def signed(self, key: Ed25519PrivateKey) -> str:
        """The checkpoint as a signed note."""
        return sign(self.text, ORIGIN + self.tenant, key)


def sign(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """A note with one signature. ``text`` ends in a line break."""
    key_id = _key_id(name, key.public_key().public_bytes_raw())
    return f"{text}\n— {name} {b64encode(key_id + key.sign(text.encode())).decode()}\n"


def read_note(note: str) -> Note:
    """Take a note apart; who signed it is still to be checked.

    Raises:
        NoteError: when it is none.
    """
    text, gap, tail = note.rpartition("\n\n")
    lines = tail.removesuffix("\n").split("\n")
    found = [_SIGNATURE.fullmatch(line) for line in lines]
    if not gap or not text or not tail.endswith("\n") or len(lines) > _MOST_SIGNATURES:
        raise NoteError("not a signed note")
    if any(ord(sign) < 32 and sign != "\n" for sign in note):
        raise NoteError("a note holds no control characters")
    signatures = []
    for match in found:
        data = _from_base64(match["signature"]) if match else b""
        if match is None or len(data) < 5:
            raise NoteError("a signature line cannot be read")
        signatures.append((match["name"], data[:4], data[4:]))
    return Note(text + "\n", tuple(signatures))


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint in the text of a note.

    Raises:
        NoteError: when the text is no checkpoint of ours.
    """
    lines = text.split("\n")
    if len(lines) != 5 or lines[4] or not lines[0].startswith(ORIGIN):
        raise NoteError("not a checkpoint of Deelwijs")
    tenant, size, root, time = lines[0].removeprefix(ORIGIN), lines[1], _from_base64(lines[2]), lines[3]
    if not re.fullmatch(r"0|[1-9][0-9]{0,17}", size) or len(root) != 32 or not tenant:
        raise NoteError("the size or the root cannot be read")
    try:
        at = datetime.strptime(time, f"time {_TIME}").replace(tzinfo=UTC)
    except ValueError as error:
        raise NoteError("the time cannot be read") from error
    checkpoint = Checkpoint(tenant, int(size), root, at)
    if checkpoint.text != text:
        raise NoteError("the checkpoint is not written in the one way")
    return checkpoint


def succession(public: bytes, at: datetime, before: Ed25519PrivateKey) -> str:
    """The note with which a key vouches for the one that takes its place."""
    text = f"{KEY_LOG}\n{b64encode(public).decode()}\ntime {at.astimezone(UTC):{_TIME}}\n"
    return sign(text, KEY_LOG, before)


def is_successor(public: bytes, note: str, before: bytes) -> bool:
    """Whether the note shows that the owner of the key ``before`` chose ``public`` as the next one."""
    try:
        found = read_note(note)
    except NoteError:
        return False
    named = found.text.split("\n")[:2] == [KEY_LOG, b64encode(public).decode()]
    return named and found.signer([before]) == before


def fingerprint(public: bytes) -> str:
    """A public key as people compare it: the first 128 bits of its SHA-256 in hex, in groups of four."""
    digits = hashlib.sha256(public).hexdigest()[:32]
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def _holds(public: bytes, signature: bytes, text: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _from_base64(text: str) -> bytes:
    """The bytes of standard base64, written in the one way.

    Raises:
        NoteError: on anything else.
    """
    try:
        data = b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("not base64") from error
    if b64encode(data).decode() != text:
        raise NoteError("base64 is not written in the one way")
    return data
