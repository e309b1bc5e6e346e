"""Writes to families: custody, addresses and who may not know them, a death, the language of letters."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from deelwijs.ledger.kinds import Kind
from deelwijs.people.actor import Actor
from deelwijs.people.models import Address, AddressSecrecy, Guardianship, Person
from deelwijs.people.periods import make_room
from deelwijs.people.recording import correcting, person_at


@transaction.atomic
def change_custody(
    *,
    actor: Actor,
    pupil_id: UUID,
    guardian_id: UUID,
    has_custody: bool,
    order: int,
    starts_on: date,
    ends_on: date | None = None,
) -> None:
    """Record who decides for a pupil, from a day on. With ``ends_on`` there is no custody after that day.

    Raises:
        Http404: when the guardian does not care for this pupil.
    """
    payload: dict[str, Any] = {
        "guardian": str(guardian_id),
        "has_custody": has_custody,
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat() if ends_on else None,
    }
    with correcting(actor, pupil_id, Kind.PERSON_CUSTODY, payload) as pupil:
        rows = Guardianship.objects.filter(pupil=pupil, guardian=guardian_id)
        if not rows.exists():
            raise Http404("no guardian of this pupil")
        make_room(rows, starts_on)
        row = Guardianship(pupil=pupil, guardian_id=guardian_id, contact_order=order, has_custody=has_custody)
        _begin(row, starts_on, ends_on)


def _begin(row: Guardianship, starts_on: date, ends_on: date | None) -> None:
    """The tie itself goes on when custody has a last day."""
    row.starts_on, row.ends_on = starts_on, ends_on
    row.save()
    if ends_on is not None:
        Guardianship.objects.create(
            pupil_id=row.pupil_id,
            guardian_id=row.guardian_id,
            contact_order=row.contact_order,
            has_custody=False,
            starts_on=ends_on + timedelta(days=1),
        )


@transaction.atomic
def keep_address_from(*, actor: Actor, person_id: UUID, others: Collection[UUID]) -> None:
    """Say who may not know where somebody lives: these people of the school, and nobody else any more.

    Nobody lifts a secret that is kept from themselves: such a person may not record anything here.
    """
    known = AddressSecrecy.objects.filter(person=person_id, person__school_id=actor.school_id)
    before = set(known.values_list("kept_from_id", flat=True))
    payload = {"person": str(person_id), "people": len(others)}
    with correcting(actor, person_id, Kind.PERSON_SECRECY, payload, unnamed=True) as person:
        known.exclude(kept_from__in=others).delete()
        AddressSecrecy.objects.bulk_create(
            AddressSecrecy(
                person=person, kept_from=person_at(actor.school_id, other), since=timezone.localdate()
            )
            for other in others
            if other not in before
        )


@dataclass(frozen=True, slots=True)
class NewAddress:
    """Where somebody is going to live."""

    street: str
    number: str
    postcode: str
    city: str
    country: str = ""


@transaction.atomic
def record_address(*, actor: Actor, person_id: UUID, address: NewAddress, starts_on: date) -> None:
    """Record where somebody lives from a day on. The ledger keeps that it changed, not where to."""
    payload = {"starts_on": starts_on.isoformat()}
    with correcting(actor, person_id, Kind.PERSON_ADDRESS, payload) as person:
        make_room(Address.objects.filter(person=person), starts_on)
        Address.objects.create(
            person=person,
            street=address.street,
            number=address.number,
            postcode=address.postcode,
            city=address.city,
            country=address.country,
            starts_on=starts_on,
        )


@transaction.atomic
def record_death(*, actor: Actor, person_id: UUID, died_on: date | None) -> None:
    """Record the last day of somebody's life: custody and every tie end with it. None takes it back."""
    payload = {"died_on": died_on.isoformat() if died_on else None}
    with correcting(actor, person_id, Kind.PERSON_DIED, payload) as person:
        Person.objects.filter(pk=person.pk).update(died_on=died_on)


@transaction.atomic
def set_language(*, actor: Actor, person_id: UUID, language: str) -> None:
    """Set the language of letters to somebody and of the questions for consent."""
    with correcting(actor, person_id, Kind.PERSON_LANGUAGE, {"language": language}) as person:
        Person.objects.filter(pk=person.pk).update(language=language)
