"""What every change by hand has in common: who may make it, about whom, and that it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from deelwijs.accounts.roles import Permission
from deelwijs.ledger.actions import record
from deelwijs.ledger.kinds import Kind
from deelwijs.people.actor import Actor
from deelwijs.people.effects import changing_people
from deelwijs.people.family_selectors import contacts_of
from deelwijs.people.models import Person


class RefusedError(ValueError):
    """What was asked cannot be; ``field`` says which answer to change, the text is for the screen."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field
        self.text = text


def may_correct(actor: Actor, person_id: UUID) -> bool:
    """Whether the actor records things about this person.

    Not about oneself, and not about who is hidden from the actor or is family: then a colleague does it.
    """
    if not actor.may(Permission.EDIT_PEOPLE) or person_id == actor.person_id:
        return False
    return bool(contacts_of(actor, [person_id], timezone.localdate()))


@contextmanager
def correcting(
    actor: Actor, person_id: UUID, kind: Kind, payload: Mapping[str, Any], *, unnamed: bool = False
) -> Iterator[Person]:
    """Change one person of the actor's school, with the entry in the ledger and with what follows from it.

    The caller holds a transaction. ``payload`` holds ids and days, never names or addresses. ``unnamed``: the
    entry is about the school, for who reads the ledger may be the one who must not know.

    Raises:
        Http404: when there is no such person at the school.
        PermissionDenied: when the actor may not, or not about this person.
    """
    actor.require(Permission.EDIT_PEOPLE)
    with changing_people(actor.school_id):
        person = person_at(actor.school_id, person_id)
        if not may_correct(actor, person_id):
            raise PermissionDenied("oneself or one's own family")
        yield person
        record(
            tenant=actor.school_id,
            kind=kind,
            subject=str(actor.school_id if unnamed else person_id),
            actor=str(actor.person_id),
            payload=payload,
        )


def person_at(school_id: UUID, person_id: UUID) -> Person:
    """Somebody of the school.

    Raises:
        Http404: when there is no such person at the school.
    """
    person = Person.objects.filter(school_id=school_id, pk=person_id).first()
    if person is None:
        raise Http404("no such person at this school")
    return person
