"""Coming in with a code on paper: looking at the code, and making the account that it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from deelwijs.accounts import factors
from deelwijs.accounts.models import User
from deelwijs.accounts.names import new_name
from deelwijs.accounts.passwords import choose_password
from deelwijs.accounts.visits import Way
from deelwijs.people import joining
from deelwijs.people.models import Person
from deelwijs.signin.codes import hash_of
from deelwijs.signin.models import Invitation


class Trouble(Enum):
    """Why a code opens nothing."""

    UNKNOWN = auto()
    USED = auto()
    EXPIRED = auto()


@dataclass(frozen=True, slots=True)
class Welcome:
    """Whom a code is for, as far as its holder needs to know."""

    invitation_id: UUID
    given_name: str
    school_name: str
    school_slug: str


def look(code: str) -> Welcome | Trouble:
    """What a code opens, or why it opens nothing. Only who holds the code hears more than "unknown"."""
    row = Invitation.objects.filter(code_hash=hash_of(code)).select_related("person__school").first()
    return Trouble.UNKNOWN if row is None else _state(row)


def welcome(invitation_id: UUID) -> Welcome | Trouble:
    """The same, for whoever has shown the code a moment ago."""
    row = Invitation.objects.filter(pk=invitation_id).select_related("person__school").first()
    return Trouble.UNKNOWN if row is None else _state(row)


def _state(row: Invitation) -> Welcome | Trouble:
    if row.used_at is not None or row.person.user_id is not None:
        return Trouble.USED
    if row.withdrawn_at is not None or row.expires_at <= timezone.now() or not _is_member(row.person):
        return Trouble.EXPIRED
    school = row.person.school
    return Welcome(row.pk, row.person.given_name, school.name, school.slug)


def _is_member(person: Person) -> bool:
    return joining.members(timezone.localdate()).filter(pk=person.pk).exists()


def account_to_be() -> User:
    """An account that does not exist yet, with the name that its owner is going to type."""
    return User(id=uuid4(), name=new_name())


@transaction.atomic
def redeem(
    *,
    invitation_id: UUID,
    user: User,
    password: str = "",
    passkey: Mapping[str, Any] | None = None,
    device: str = "",
) -> User | None:
    """Use a code up: the account becomes that of the person. None when it cannot be used any more.

    ``user`` is an account that is to be, with a password or a passkey; or one of somebody who is signed in.

    Raises:
        ValidationError: when the password or the passkey is refused; the code can still be used.
    """
    found = Invitation.objects.filter(pk=invitation_id).first()
    if found is None:
        return None
    # The person first, as inviting does, or the two could wait for each other.
    person = Person.objects.select_for_update().select_related("school").get(pk=found.person_id)
    row = Invitation.objects.select_for_update().get(pk=invitation_id)
    row.person = person
    if isinstance(_state(row), Trouble):
        return None
    if user._state.adding:  # noqa: SLF001 (Django's own word for a row that is not there yet)
        _make(user, password, passkey, device)
    row.used_at = timezone.now()
    row.save(update_fields=["used_at"])
    joining.join(person=person, user=user, way=Way.INVITATION)
    return user


def _make(user: User, password: str, passkey: Mapping[str, Any] | None, device: str) -> None:
    user.set_unusable_password()
    user.save(force_insert=True)
    if passkey is not None:
        factors.add_passkey(user=user, name=device, answer=dict(passkey))
    else:
        choose_password(user=user, password=password)
