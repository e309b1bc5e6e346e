"""How the server and its photo child talk: length, JSON header, bytes. Nothing that can carry code.

A child that fell to a hostile photo must not be able to reach its parent, so no pickle.
"""

from __future__ import annotations

import json
import struct
from typing import Any, Final, Protocol

_LENGTHS: Final = struct.Struct(">II")
_MAX_HEADER: Final = 1024 * 1024
_MAX_PAYLOAD: Final = 512 * 1024 * 1024

Header = dict[str, Any]


class WireError(Exception):
    """The other side sent something that is no message."""


class Readable(Protocol):
    def read(self, size: int, /) -> bytes | None: ...


class Writable(Protocol):
    def write(self, data: bytes | memoryview, /) -> int | None: ...


def send(pipe: Writable, header: Header, payload: bytes = b"") -> None:
    """Write one message; works on unbuffered pipes, which may take it in parts."""
    head = json.dumps(header).encode()
    for part in (_LENGTHS.pack(len(head), len(payload)) + head, payload):
        rest = memoryview(part)
        while rest:
            rest = rest[pipe.write(rest) or 0 :]


def receive(pipe: Readable) -> tuple[Header, bytes]:
    """Read one message.

    Raises:
        EOFError: the other side has gone.
        WireError: what came is no message.
    """
    head_length, payload_length = _LENGTHS.unpack(_exactly(pipe, _LENGTHS.size))
    if head_length > _MAX_HEADER or payload_length > _MAX_PAYLOAD:
        raise WireError("message too long")
    try:
        header = json.loads(_exactly(pipe, head_length))
    except ValueError as error:
        raise WireError("header is not JSON") from error
    if not isinstance(header, dict):
        raise WireError("header is not an object")
    return header, _exactly(pipe, payload_length)


def _exactly(pipe: Readable, size: int) -> bytes:
    parts = []
    while size:
        part = pipe.read(min(size, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
