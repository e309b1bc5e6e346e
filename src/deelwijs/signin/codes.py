"""Codes on paper: easy to type, impossible to guess, and kept as a hash only."""

from __future__ import annotations

import secrets

from django.utils.crypto import salted_hmac

# Crockford's base 32: no I, L, O and U, which look like something else or spell something.
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_LENGTH = 16  # 80 bits
_GROUP = 4


def new_code() -> str:
    """A code as it stands on paper: K7QF-2M9D-XW4T-8HRB."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
    return "-".join(signs[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def plain(typed: str) -> str:
    """What somebody typed, without the dashes and blanks, and with what is easily misread put right."""
    return "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_MISREAD)


def prefix_of(typed: str) -> str:
    """The first part of a code, by which wrong guesses are counted."""
    return plain(typed)[:_GROUP]


def hash_of(typed: str) -> str:
    """What is kept of a code. The key is not in the database, so a copy of it cannot be tried out."""
    return salted_hmac("deelwijs.signin.codes", plain(typed), algorithm="sha256").hexdigest()
