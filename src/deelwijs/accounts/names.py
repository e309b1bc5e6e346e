"""Sign-in names for who has no e-mail address: easy to read off a letter, and saying nothing of the owner."""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path

from deelwijs.accounts.models import User

_WORDS = Path(__file__).parent / "words.txt"


def new_name() -> str:
    """A name that nobody has yet, such as ``tulp-egel-482``."""
    while True:
        first, second = secrets.choice(_words()), secrets.choice(_words())
        name = f"{first}-{second}-{100 + secrets.randbelow(900)}"
        if not User.objects.filter(name=name).exists():
            return name


@cache
def _words() -> tuple[str, ...]:
    """Short words that everybody can spell."""
    return tuple(_WORDS.read_text(encoding="utf-8").split())
