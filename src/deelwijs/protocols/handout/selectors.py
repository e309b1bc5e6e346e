"""Who received which version of the protocol, and who still has to."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from deelwijs.accounts.roles import Permission
from deelwijs.people.actor import Actor
from deelwijs.protocols.handout.standing import Standing, Standings, State, standings
from deelwijs.protocols.models import Handout, ProtocolVersion, Receipt
from deelwijs.protocols.selectors import Protocol, id_in_force, in_force

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people wait for the same thing."""

    state: State
    count: int
    words: str
    icon: str


_TALLIES = {
    State.NOT_ASKED: ("nog niet gevraagd", "hourglass-medium"),
    State.ASKED: ("per mail gevraagd", "envelope-simple"),
    State.NO_MAIL: ("alleen op papier te bereiken", "printer"),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the hand-out to one audience is. ``counts`` has every state."""

    audience: Handout.Audience
    handout: Handout | None
    counts: dict[State, int]

    @property
    def total(self) -> int:
        """How many belong to the audience."""
        return sum(self.counts.values())

    @property
    def received(self) -> int:
        """How many received it."""
        return self.counts[State.RECEIVED]

    @property
    def waiting(self) -> int:
        """How many still have to."""
        return self.total - self.received

    @property
    def words(self) -> str:
        """The progress, in words."""
        return f"{self.received} van {self.total} hebben het ontvangen"

    @property
    def tallies(self) -> list[Tally]:
        """What there is to do for those who wait, as far as there is anybody."""
        return [
            Tally(state, self.counts[state], words, icon)
            for state, (words, icon) in _TALLIES.items()
            if self.counts[state]
        ]

    def is_late(self, day: date) -> bool:
        """Whether the day has passed while somebody is still waiting."""
        return self.handout is not None and self.waiting > 0 and day > self.handout.due_on


@dataclass(frozen=True, slots=True)
class HandoutPage:
    """The hand-out of the version in force, per audience."""

    protocol: Protocol
    day: date
    audiences: tuple[Progress, ...]


@dataclass(frozen=True, slots=True)
class AudiencePage:
    """One page of the people of an audience, those in one state or everybody."""

    protocol: Protocol
    progress: Progress
    state: State | None
    group: str
    groups: tuple[str, ...]
    rows: tuple[Standing, ...]
    found: int
    number: int
    pages: int


def handout_page(actor: Actor, day: date) -> HandoutPage:
    """How far each audience is with the version in force."""
    protocol, found, handouts = _gather(actor, day)
    return HandoutPage(
        protocol,
        day,
        tuple(_progress(audience, handouts, found.of(audience)) for audience in Handout.Audience),
    )


def audience_page(
    actor: Actor,
    audience: Handout.Audience,
    day: date,
    *,
    state: State | None = None,
    group: str = "",
    number: int = 1,
) -> AudiencePage:
    """The people of an audience with where they stand, by family name; who still waits stands on top."""
    protocol, found, handouts = _gather(actor, day)
    everybody = found.of(audience)
    chosen = [
        one for one in everybody if state in {None, one.state} and (not group or group in one.person.groups)
    ]
    chosen.sort(key=lambda one: one.state is State.RECEIVED)
    pages = max(1, math.ceil(len(chosen) / PER_PAGE))
    number = min(max(number, 1), pages)
    return AudiencePage(
        protocol=protocol,
        progress=_progress(audience, handouts, everybody),
        state=state,
        group=group,
        groups=tuple(sorted({code for one in everybody for code in one.person.groups})),
        rows=tuple(chosen[(number - 1) * PER_PAGE : number * PER_PAGE]),
        found=len(chosen),
        number=number,
        pages=pages,
    )


def everybody_of(actor: Actor, audience: Handout.Audience, day: date) -> list[Standing]:
    """Everybody of an audience with where they stand, for an export."""
    _, found, _ = _gather(actor, day)
    return found.of(audience)


def _gather(actor: Actor, day: date) -> tuple[Protocol, Standings, dict[str, Handout]]:
    actor.require(Permission.HAND_OUT_PROTOCOL)
    protocol = in_force(actor.school_id, day)
    handouts = Handout.objects.filter(version_id=protocol.version_id)
    return (
        protocol,
        standings(actor.school_id, protocol.version_id, day),
        {handout.audience: handout for handout in handouts},
    )


def _progress(
    audience: Handout.Audience, handouts: dict[str, Handout], people: Sequence[Standing]
) -> Progress:
    counted = Counter(one.state for one in people)
    return Progress(audience, handouts.get(audience.value), {state: counted[state] for state in State})


# --- One receipt ---------------------------------------------------------------------------------
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
    receipt = _with_names().filter(version_id=protocol.version_id, person_id=actor.person_id).first()
    return MyReceipt(protocol, receipt, _due_on(protocol.version_id, actor))


def receipt(actor: Actor, receipt_id: UUID) -> Receipt:
    """A receipt: one's own, or of anybody at the school for who hands the protocol out.

    Raises:
        Http404: when there is none that the actor may see.
    """
    actor.require(Permission.READ_PROTOCOL)
    found = get_object_or_404(_with_names(), id=receipt_id, version__school_id=actor.school_id)
    if found.person_id != actor.person_id and not actor.may(Permission.HAND_OUT_PROTOCOL):
        raise Http404
    return found


def receipts_of_version(actor: Actor, number: int) -> tuple[ProtocolVersion, list[Receipt]]:
    """Every receipt of a version, by family name: the evidence for S1. Who left the school stays in it.

    Raises:
        Http404: when there is no such version.
    """
    actor.require(Permission.HAND_OUT_PROTOCOL)
    version = get_object_or_404(
        ProtocolVersion.objects.select_related("school"), school_id=actor.school_id, number=number
    )
    receipts = _with_names().filter(version=version)
    return version, list(receipts.order_by("person__family_name", "person__given_name", "received_at"))


def _with_names() -> QuerySet[Receipt]:
    return Receipt.objects.select_related("version__school", "person", "recorded_by").defer(
        "version__content"
    )


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
