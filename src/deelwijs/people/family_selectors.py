"""Reads of families: where people live, for who may know it, and who gets a letter.

This is the only door to addresses and mail addresses. What comes through it was allowed by
``core.contact.may_see_contact``; a test sees to it that nobody goes around.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from deelwijs.accounts.roles import Permission
from deelwijs.core.contact import (
    Addressee,
    ContactFacts,
    Secret,
    Viewer,
    households,
    kept_from,
    may_see_contact,
)
from deelwijs.core.period import ALWAYS, Period
from deelwijs.people.actor import Actor
from deelwijs.people.cards import PersonCard
from deelwijs.people.models import Address, AddressSecrecy, Guardianship, Person
from deelwijs.people.periods import on_day
from deelwijs.people.roster import member
from deelwijs.people.rows import card, cards
from deelwijs.people.search import fold

_DUTCH_POSTCODE = re.compile(r"[1-9]\d{3} ?[A-Za-z]{2}")


@dataclass(frozen=True, slots=True)
class AddressCard:
    """An address as it stands on an envelope."""

    street: str
    number: str
    postcode: str
    city: str
    country: str = ""
    period: Period = ALWAYS

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines below the name."""
        lines = (f"{self.street} {self.number}", f"{self.postcode}  {self.city}".strip(), self.country)
        return tuple(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class ContactCard:
    """How to reach somebody, for who may know. ``secret_from`` are the people who may never hear it."""

    email: str
    address: AddressCard | None
    secret_from: tuple[PersonCard, ...] = ()


@dataclass(frozen=True, slots=True)
class HouseholdCard:
    """Who gets one letter together, where, and in which languages."""

    people: tuple[PersonCard, ...]
    address: AddressCard | None
    languages: tuple[str, ...]

    @property
    def names(self) -> str:
        """The names above the address."""
        return " en ".join(one.name for one in self.people)


# --- Contact details ----------------------------------------------------------------------------
def contact_of(actor: Actor, person_id: UUID, day: date) -> ContactCard | None:
    """How to reach somebody on ``day``; None for who may not know it."""
    return contacts_of(actor, [person_id], day).get(person_id)


def contacts_of(actor: Actor, ids: Collection[UUID], day: date) -> dict[UUID, ContactCard]:
    """How to reach these people of the school, as far as the actor may know it."""
    facts = contact_facts(actor.school_id, {actor.person_id, *ids})
    viewer = Viewer(str(actor.person_id), for_work=actor.may(Permission.SEE_CONTACT_DETAILS))
    seen = [one for one in ids if may_see_contact(viewer, str(one), facts)]
    people = Person.objects.filter(school_id=actor.school_id).in_bulk(seen)
    addresses = _addresses(actor.school_id, seen, day)
    secret = _kept_from(actor.school_id, seen, facts) if viewer.for_work else {}
    return {
        key: ContactCard(row.email, addresses.get(key), secret.get(key, ())) for key, row in people.items()
    }


def contact_facts(school_id: UUID, about: Collection[UUID]) -> ContactFacts:
    """What the rule needs to know to say who of these people may know where the others live."""
    rows = AddressSecrecy.objects.filter(person__school_id=school_id)
    secrets = frozenset(Secret(str(row.person_id), str(row.kept_from_id)) for row in rows)
    concerned = {*about, *(UUID(secret.person_id) for secret in secrets)}
    homes: dict[str, set[str]] = defaultdict(set)
    for address in Address.objects.filter(person__in=concerned):
        homes[str(address.person_id)].add(home_key(address))
    wards: dict[str, set[str]] = defaultdict(set)
    cares = Guardianship.objects.filter(guardian__in=concerned, pupil__school_id=school_id)
    for guardian_id, pupil_id in cares.values_list("guardian_id", "pupil_id"):
        wards[str(guardian_id)].add(str(pupil_id))
    return ContactFacts(secrets, _frozen(homes), _frozen(wards))


def _frozen(sets: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(values) for key, values in sets.items()}


def home_key(address: Address) -> str:
    """What two ways of writing one address have in common: in the Netherlands postcode and number tell."""
    telling = bool(_DUTCH_POSTCODE.fullmatch(address.postcode)) and not address.country
    place = "" if telling else f"{address.street} {address.city} {address.country}"
    return "".join(char for char in fold(f"{address.postcode} {address.number} {place}") if char.isalnum())


def _addresses(school_id: UUID, ids: Iterable[UUID], day: date) -> dict[UUID, AddressCard]:
    rows = Address.objects.filter(on_day(day), person__in=list(ids), person__school_id=school_id)
    return {row.person_id: address_card(row) for row in rows.order_by("pk")}


def address_card(row: Address) -> AddressCard:
    """An address for the screen; the caller has asked whether it may be seen."""
    return AddressCard(row.street, row.number, row.postcode, row.city, row.country, row.period)


def _kept_from(
    school_id: UUID, ids: Iterable[UUID], facts: ContactFacts
) -> dict[UUID, tuple[PersonCard, ...]]:
    kept = {key: kept_from(str(key), facts) for key in ids}
    others = Person.objects.filter(school_id=school_id).in_bulk(
        {UUID(one) for of in kept.values() for one in of}
    )
    return {key: tuple(card(others[UUID(one)], ()) for one in sorted(of)) for key, of in kept.items() if of}


def hides_from(actor: Actor, person_id: UUID) -> tuple[PersonCard, ...]:
    """From whom somebody hides; nothing for who may not know where that is. Not whom it concerns as well."""
    if not contacts_of(actor, [person_id], timezone.localdate()):
        return ()
    rows = AddressSecrecy.objects.filter(person=person_id, person__school_id=actor.school_id)
    return cards(actor.school_id, list(rows.values_list("kept_from_id", flat=True)), timezone.localdate())


def relatives(actor: Actor, person_id: UUID) -> tuple[PersonCard, ...]:
    """Who cares for somebody or for the same pupils, without the pupils: among whom there may be a secret."""
    mine = Guardianship.objects.filter(Q(guardian=person_id) | Q(pupil=person_id))
    pupils = mine.filter(pupil__school_id=actor.school_id).values("pupil_id")
    found = Person.objects.filter(school_id=actor.school_id, wards__pupil__in=pupils).exclude(pk=person_id)
    ids = found.distinct().order_by("family_name", "given_name", "pk").values_list("pk", flat=True)
    return cards(actor.school_id, list(ids), timezone.localdate())


# --- Letters ------------------------------------------------------------------------------------
def households_of(school_id: UUID, pupil_id: UUID, day: date) -> tuple[HouseholdCard, ...]:
    """Who gets the school's letters about a pupil: everybody with custody, one letter for each household.

    No permission check: for whatever sends letters. Each card holds the address of its own people only.
    """
    pupil = member(school_id, pupil_id, day)
    return households_in(school_id, [[UUID(one) for one in pupil.guardians] if pupil else []], day)


def households_in(
    school_id: UUID, families: Sequence[Sequence[UUID]], day: date
) -> tuple[HouseholdCard, ...]:
    """Who of each family gets a letter together: who lives at one address and does not hide there.

    Nobody may be in two families. No permission check: for whatever sends letters. Each card holds the
    address of its own people only. The same number of queries for any number of families.
    """
    ids = [key for family in families for key in family]
    people = Person.objects.filter(school_id=school_id).in_bulk(ids)
    rows = {
        row.person_id: row
        for row in Address.objects.filter(on_day(day), person__in=ids, person__school_id=school_id)
    }
    facts = contact_facts(school_id, ids)
    together = chain.from_iterable(
        households(
            [
                Addressee(str(key), home_key(rows[key]) if key in rows else "", people[key].language)
                for key in family
            ],
            facts,
        )
        for family in families
    )
    known = {str(one.id): one for one in cards(school_id, ids, day)}
    return tuple(
        HouseholdCard(
            people=tuple(known[one.id] for one in household.members),
            address=address_card(rows[first]) if (first := UUID(household.members[0].id)) in rows else None,
            languages=household.languages,
        )
        for household in together
    )


def letters_of(actor: Actor, pupil_id: UUID, day: date) -> tuple[HouseholdCard, ...]:
    """The same, for somebody who may see where all of these people live; otherwise nothing."""
    found = households_of(actor.school_id, pupil_id, day)
    ids = [one.id for household in found for one in household.people]
    return found if len(contacts_of(actor, ids, day)) == len(ids) else ()
