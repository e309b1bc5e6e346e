"""The one way in which Deelwijs writes a value down before it hashes it.

Whatever is adopted, approved or recorded is known by a hash. A hash only means something when a value can
be written in one way; ``docs/ledger.md`` describes that way for whoever wants to check a hash elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeAlias

_WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)

JSON: TypeAlias = "bool | int | str | Sequence[JSON] | Mapping[str, JSON] | None"


def canonical(value: JSON) -> bytes:
    """The value as JSON in UTF-8: keys sorted by code point, no white space, text in Unicode form NFC and
    written as it is, whole numbers only.

    Raises:
        TypeError: on a float, a key that is no text, two keys that are one text written in two ways, or
            anything else that has no single way to be written.
        UnicodeEncodeError: on half a surrogate pair, which is no text.
    """
    return _WRITER.encode(_normalised(value)).encode()


def digest(value: JSON) -> str:
    """SHA-256 over the value in canonical form, in hex.

    Raises:
        TypeError: when the value has no canonical form.
    """
    return hashlib.sha256(canonical(value)).hexdigest()


def _normalised(value: JSON) -> JSON:
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, int):  # a bool among them
        return value
    if isinstance(value, dict):
        named = {_text(key): _normalised(item) for key, item in value.items()}
        if len(named) < len(value):
            raise TypeError("two keys are the same text written in two ways")
        return named
    if isinstance(value, list | tuple):
        return [_normalised(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _text(text: str) -> str:
    if not isinstance(text, str):
        raise TypeError("a key is a text")
    return text if text.isascii() else unicodedata.normalize("NFC", text)
