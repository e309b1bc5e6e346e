"""What makes a password too easy to guess: too short, or one of those that everybody tries first.

No rules about digits or signs: they make passwords harder to remember and hardly harder to guess.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from deelwijs.accounts.models import User

_COMMON = Path(__file__).parent / "common_passwords.txt"
_FEWEST_CHARACTERS = 5


class LengthRule(password_validation.MinimumLengthValidator):
    """Long enough that trying them all takes for ever."""

    def get_error_message(self) -> str:
        """Why it is refused, and what helps."""
        return f"Dit wachtwoord is te kort. Neem minstens {self.min_length} tekens."


class CommonRule(password_validation.CommonPasswordValidator):
    """Not on the list of Django, nor on our short list of what people in Dutch schools choose."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse what is on a list, and what has hardly any different characters."""
        super().validate(password, user)
        plain = password.lower().strip()
        if plain in _common() or len(set(plain)) < _FEWEST_CHARACTERS:
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        """Why it is refused, and what helps."""
        return "Dit wachtwoord kiezen veel mensen. Neem een paar woorden die niet bij elkaar horen."


class LikenessRule(password_validation.UserAttributeSimilarityValidator):
    """Not the address or the name that is typed along with it."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("email", "name"))

    def get_error_message(self) -> str:
        """Why it is refused, and what helps."""
        return "Dit wachtwoord lijkt te veel op uw adres of inlognaam. Neem iets anders."


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON.read_text(encoding="utf-8").split())
