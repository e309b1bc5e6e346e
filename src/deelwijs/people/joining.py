"""Whose account is whose person. The school's own list decides; nobody is ever made from a sign-in.

An address or a number joins only where exactly one person of the school bears it today: of two people who
share an address, nobody can tell which one reads the mail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from deelwijs.accounts.models import User
from deelwijs.core.people import Affiliation as Kind
from deelwijs.ledger.actions import record
from deelwijs.ledger.kinds import Kind as Act
from deelwijs.people.models import Affiliation, BoardMember, Person
from deelwijs.people.periods import on_day
from deelwijs.people.rows import living

# Stands in the ledger for what the product does by itself.
_ITSELF = "deelwijs"
_MEMBERS = [Kind.PUPIL, Kind.GUARDIAN, Kind.EMPLOYEE, Kind.OTHER]


@dataclass(frozen=True, slots=True)
class Joined:
    """An account and the schools that vouched for whoever signs in with it; None is all it opens."""

    user: User
    school_ids: tuple[UUID, ...] | None = None


def members(day: date) -> QuerySet[Person]:
    """Everybody who belongs to a school on ``day``, or acts for its board."""
    ties = Affiliation.objects.filter(on_day(day), kind__in=_MEMBERS).values("person_id")
    seats = BoardMember.objects.filter(on_day(day)).values("person_id")
    return Person.objects.filter(Q(pk__in=ties) | Q(pk__in=seats), living(day, ""))


def people_at(address: str, day: date, *, lock: bool = False) -> list[Person]:
    """Who reads mail at this address: at each school at most one, and nobody where several share it."""
    bearers = members(day).filter(email__iexact=address.strip()).order_by("school_id", "pk")
    found = list(bearers.select_for_update() if lock else bearers)
    per_school = Counter(person.school_id for person in found)
    return [person for person in found if per_school[person.school_id] == 1]


def can_use_a_link(school_id: UUID, day: date) -> set[UUID]:
    """Who of the school can sign in by a link in the mail: who bears an address that nobody else bears."""
    bearers = members(day).filter(school_id=school_id).exclude(email="").values_list("pk", "email")
    folded = [(key, address.strip().lower()) for key, address in bearers]
    times = Counter(address for _, address in folded)
    return {key for key, address in folded if times[address] == 1}


@transaction.atomic
def join_at(*, address: str, day: date, way: str) -> Joined | None:
    """The account of whoever has just shown to read mail at this address; None where no school knows anybody.

    A person without an account gets one. Where a school has noted a new address for somebody, the account
    moves along, unless it also opens another school: that one has not said so.
    """
    address = address.strip().lower()
    # Locked, or two links that are opened at once would make two accounts.
    people = people_at(address, day, lock=True)
    user = _account_at(address, people)
    if user is None or not user.is_active:
        return None
    for person in people:
        if person.user_id is None:
            join(person=person, user=user, way=way)
    vouching = tuple(person.school_id for person in people if person.user_id == user.pk)
    return Joined(user, vouching if reaches_beyond(user.pk, vouching) else None) if vouching else None


def _account_at(address: str, people: Sequence[Person]) -> User | None:
    if not people:
        return None
    user = User.objects.select_for_update().filter(email=address).first()
    if user is not None and not _has_left(user, people):
        return user
    owners = {person.user_id for person in people if person.user_id}
    if not owners:
        return User.objects.create_user(address)
    owner = owners.pop()
    schools = [person.school_id for person in people]
    if owners or reaches_beyond(owner, schools):
        return None
    moved = User.objects.select_for_update().get(pk=owner)
    _give_address(moved, address)
    return moved


def _has_left(user: User, people: Sequence[Person]) -> bool:
    """Whether an account's address has gone to somebody else: no school says any more that it is theirs.

    Then the address is free again, or its next owner would open what the last one could.
    """
    if any(person.user_id == user.pk for person in people) or not user.people.exists():
        return False
    _give_address(user, None)
    return True


def _give_address(user: User, address: str | None) -> None:
    user.email = address
    user.save(update_fields=["email"])


def reaches_beyond(user_id: UUID, school_ids: Sequence[UUID]) -> bool:
    """Whether an account opens more schools than these."""
    return Person.objects.filter(user_id=user_id).exclude(school_id__in=school_ids).exists()


def join(*, person: Person, user: User, way: str) -> None:
    """From now on this account acts as this person; part of an action that has shown who it is."""
    person.user = user
    person.save(update_fields=["user"])
    record(
        tenant=person.school_id,
        kind=Act.SIGN_IN_JOINED,
        subject=str(person.pk),
        actor=_ITSELF,
        payload={"way": way, "account": str(user.pk)},
    )


def part(*, person: Person, by: str) -> None:
    """From now on no account acts as this person; part of an action."""
    account = person.user_id
    person.user = None
    person.save(update_fields=["user"])
    record(
        tenant=person.school_id,
        kind=Act.SIGN_IN_PARTED,
        subject=str(person.pk),
        actor=by,
        payload={"account": str(account)},
    )
