"""Second factors: passkeys, an app with codes, and codes on paper for when those are lost.

allauth.mfa keeps and checks them; this module is the only one that speaks with it.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction

from deelwijs.accounts.models import User
from deelwijs.accounts.sealing import seal, unseal

_PURPOSE = "second factor"
_KINDS = Authenticator.Type
_NOT_RECOGNISED = "De passkey is niet herkend. Probeer het nog een keer, of kies een andere manier."


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """How allauth.mfa keeps secrets and what it calls people (``MFA_ADAPTER``)."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": _NOT_RECOGNISED}

    def encrypt(self, text: str) -> str:
        """Close a secret before it is kept."""
        return seal(text, _PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret that was kept."""
        return unseal(encrypted_text, _PURPOSE)

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """What a phone shows beside the passkey: what is typed otherwise, and no real name."""
        name = user.get_username() or "Deelwijs"
        return {**super().get_public_key_credential_user_entity(user), "name": name, "display_name": name}


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as its owner knows it."""

    id: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """The second factors of one account. ``app_id`` is set when an app gives codes."""

    passkeys: tuple[Passkey, ...] = ()
    app_id: int | None = None
    codes_left: int = 0

    @property
    def any(self) -> bool:
        """Whether there is a second factor; codes on paper alone are none."""
        return bool(self.passkeys) or self.app_id is not None

    @property
    def only_one(self) -> bool:
        """Whether taking one away leaves none."""
        return len(self.passkeys) + (self.app_id is not None) == 1


def factors_of(user: User) -> Factors:
    """The second factors of an account, in one query."""
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    passkeys = [row for row in rows if row.type == _KINDS.WEBAUTHN]
    return Factors(
        passkeys=tuple(
            Passkey(row.pk, row.wrap().name, row.created_at, row.last_used_at) for row in passkeys
        ),
        app_id=next((row.pk for row in rows if row.type == _KINDS.TOTP), None),
        codes_left=sum(
            len(row.wrap().get_unused_codes()) for row in rows if row.type == _KINDS.RECOVERY_CODES
        ),
    )


def has_factor(user: User) -> bool:
    """Whether signing in asks this account for more."""
    return bool(Authenticator.objects.filter(user=user).exclude(type=_KINDS.RECOVERY_CODES).exists())


# --- Adding and taking away -------------------------------------------------------------------------
def new_secret() -> str:
    """A secret to share with an app."""
    return str(generate_totp_secret())


def app_picture(user: User, secret: str) -> str:
    """The secret as a QR code for the app: an image address that holds the image itself."""
    adapter = Adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(user, secret))
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode('ascii')}"


@transaction.atomic
def add_app(*, user: User, secret: str, code: str) -> bool:
    """From now on an app gives codes, if this code shows that it has the secret; tell whether it did."""
    if not validate_totp_code(secret, code):
        return False
    _lock(user)
    Authenticator.objects.filter(user=user, type=_KINDS.TOTP).delete()
    TOTP.activate(user, secret)
    return True


def passkey_to_make(user: User) -> dict[str, Any]:
    """What the browser needs to make a passkey. Its answer counts for this session only."""
    options: dict[str, Any] = webauthn.begin_registration(user, True)  # noqa: FBT003 (allauth's own)
    return options


@transaction.atomic
def add_passkey(*, user: User, name: str, answer: dict[str, Any]) -> None:
    """Keep the passkey that the browser made.

    Raises:
        ValidationError: when the answer is not to our question, or the device did not check its owner.
    """
    try:
        webauthn.parse_registration_response(answer)
        made = webauthn.complete_registration(answer)
    except (ValidationError, ValueError, TypeError, KeyError) as error:
        raise ValidationError(_NOT_RECOGNISED) from error
    if not made.is_user_verified():
        raise ValidationError(_NOT_RECOGNISED)
    _lock(user)
    webauthn.WebAuthn.add(user, name, answer)


@transaction.atomic
def take_away(*, user: User, factor_id: int) -> None:
    """Take one factor away; without any factor the codes on paper go too."""
    Authenticator.objects.filter(user=user, pk=factor_id).exclude(type=_KINDS.RECOVERY_CODES).delete()
    if not has_factor(user):
        Authenticator.objects.filter(user=user).delete()


@transaction.atomic
def take_all_away(*, user: User) -> None:
    """Take every factor away, with the codes on paper."""
    Authenticator.objects.filter(user=user).delete()


@transaction.atomic
def new_codes(*, user: User) -> list[str]:
    """New codes on paper; the former ones work no more."""
    _lock(user)
    Authenticator.objects.filter(user=user, type=_KINDS.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
    return codes


def _lock(user: User) -> None:
    # Two tabs at once would each make the factor of which there may be one.
    User.objects.select_for_update().get(pk=user.pk)


# --- Showing one --------------------------------------------------------------------------------------
@transaction.atomic
def is_right_code(*, user: User, code: str) -> bool:
    """Whether an app or the paper gave this code. Each code works once."""
    plain = "".join(code.split())
    for row in Authenticator.objects.filter(user=user).exclude(type=_KINDS.WEBAUTHN):
        if row.wrap().validate_code(plain):
            row.record_usage()
            return True
    return False


def passkey_to_show(user: User | None = None) -> dict[str, Any]:
    """What the browser needs to show a passkey: one of this account, or any that it has for this house."""
    options: dict[str, Any] = webauthn.begin_authentication(user)
    return options


@transaction.atomic
def shown_passkey(*, answer: dict[str, Any], user: User | None = None) -> User:
    """Whose passkey the browser has shown.

    Raises:
        ValidationError: when it is nobody's, of another account than ``user``, or no answer to our question.
    """
    try:
        webauthn.parse_authentication_response(answer)
        owner: User = user or webauthn.extract_user_from_response(answer)
        webauthn.complete_authentication(owner, answer).record_usage()
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValidationError(_NOT_RECOGNISED) from error
    return owner
