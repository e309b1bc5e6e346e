"""Who received which version of the protocol, and who still has to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deelwijs.accounts.roles import Permission
from deelwijs.core.people import Affiliation, Person
from deelwijs.people.actor import Actor
from deelwijs.people.selectors import roster
from deelwijs.protocols.models import Handout, Receipt
from deelwijs.protocols.selectors import Protocol, id_in_force, in_force


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the hand-out to one audience is."""

    audience: Handout.Audience
    handout: Handout | None
    total: int
    received: int
    waiting: tuple[Person, ...]

    @property
    def words(self) -> str:
        """The progress, in words."""
        return f"{self.received} van {self.total} hebben het ontvangen"

    def is_late(self, day: date) -> bool:
        """Whether the day has passed while somebody is still waiting."""
        return self.handout is not None and bool(self.waiting) and day > self.handout.due_on


@dataclass(frozen=True, slots=True)
class HandoutPage:
    """The hand-out of the version in force, per audience."""

    protocol: Protocol
    day: date
    audiences: tuple[Progress, ...]


def handout_page(actor: Actor, day: date) -> HandoutPage:
    """Everybody's receipts of the version in force."""
    actor.require(Permission.HAND_OUT_PROTOCOL)
    protocol = in_force(actor.school_id, day)
    people = roster(actor.school_id, day)
    received = {
        str(person_id)
        for person_id in Receipt.objects.filter(version_id=protocol.version_id).values_list(
            "person_id", flat=True
        )
    }
    handouts = {
        handout.audience: handout for handout in Handout.objects.filter(version_id=protocol.version_id)
    }
    return HandoutPage(
        protocol,
        day,
        tuple(_progress(audience, handouts, people, received) for audience in Handout.Audience),
    )


def _progress(
    audience: Handout.Audience,
    handouts: dict[str, Handout],
    people: tuple[Person, ...],
    received: set[str],
) -> Progress:
    members = [person for person in people if person.is_a(Affiliation(audience.value))]
    waiting = tuple(person for person in members if person.id not in received)
    return Progress(
        audience, handouts.get(audience.value), len(members), len(members) - len(waiting), waiting
    )


@dataclass(frozen=True, slots=True)
class MyReceipt:
    """What the reader has to do with the version in force: nothing, confirm it, or look at the proof."""

    protocol: Protocol
    receipt: Receipt | None
    due_on: date | None


def my_receipt(actor: Actor, day: date) -> MyReceipt:
    """The reader's own receipt of the version in force, and the day by which it is asked."""
    actor.require(Permission.READ_PROTOCOL)
    protocol = in_force(actor.school_id, day)
    receipt = (
        Receipt.objects.filter(version_id=protocol.version_id, person_id=actor.person_id)
        .select_related("version", "person", "recorded_by")
        .first()
    )
    return MyReceipt(protocol, receipt, _due_on(protocol.version_id, actor))


def _due_on(version_id: UUID, actor: Actor) -> date | None:
    """The first day by which somebody like the actor was asked to confirm a version."""
    asked = Handout.objects.filter(version_id=version_id, audience__in=[role.value for role in actor.roles])
    return asked.order_by("due_on").values_list("due_on", flat=True).first()


def must_confirm(actor: Actor, day: date) -> bool:
    """Whether the school waits for the actor to confirm the version in force. Every page asks this."""
    version_id = id_in_force(actor.school_id, day)
    if version_id is None or _due_on(version_id, actor) is None:
        return False
    return not Receipt.objects.filter(version_id=version_id, person_id=actor.person_id).exists()
