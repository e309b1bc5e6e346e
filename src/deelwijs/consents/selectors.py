from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any
from uuid import UUID

from django.utils import timezone

from deelwijs.accounts.roles import Permission
from deelwijs.consents.models import ConsentDecision as DecisionRow
from deelwijs.consents.models import ConsentRequest, InformationText
from deelwijs.core.consent import (
    Answer,
    Capacity,
    ConsentDecision,
    ConsentRules,
    ConsentState,
    ConsentStatus,
    deciders,
    own_consent_from,
    status,
)
from deelwijs.core.people import Affiliation, Person
from deelwijs.people import selectors as people
from deelwijs.people.actor import Actor
from deelwijs.protocols.models import Channel
from deelwijs.protocols.selectors import Protocol, channels, in_force

StatusKey = tuple[str, str, str]  # person id, purpose, channel key
WAITING = frozenset({ConsentState.NOT_ANSWERED, ConsentState.TO_CONFIRM})


def statuses(
    school_id: UUID,
    persons: Collection[Person],
    day: date,
    rules: ConsentRules,
    *,
    purpose: str | None = None,
    channel: str | None = None,
) -> Mapping[StatusKey, ConsentStatus]:
    """What stands on a day for these people, for every purpose and channel of the school or for one of them.

    Silence has a reason too: not answered, or nobody who can answer. Three queries, whatever the number of
    people.
    """
    purposes = [purpose] if purpose else _purposes(school_id)
    keys = _channel_keys(school_id)
    wanted = {pk: key for pk, key in keys.items() if channel in {None, key}}
    grouped: dict[StatusKey, list[ConsentDecision]] = {}
    for decision in _decisions(school_id, persons, purposes, wanted):
        key = (decision.person_id, decision.purpose, decision.channel)
        grouped.setdefault(key, []).append(decision)
    return {
        (person.id, asked, key): status(
            person, asked, key, day, grouped.get((person.id, asked, key), ()), rules
        )
        for asked, key in product(purposes, wanted.values())
        for person in persons
    }


def _purposes(school_id: UUID) -> list[str]:
    texts = InformationText.objects.filter(school_id=school_id)
    return list(texts.values_list("purpose", flat=True).distinct())


def _channel_keys(school_id: UUID) -> dict[UUID, str]:
    return dict(Channel.objects.filter(school_id=school_id).values_list("id", "key"))


_COLUMNS = (
    "id", "person_id", "purpose", "channel_id", "answer", "decided_by_id", "capacity", "decided_at",
)  # fmt: skip
_ANSWERS = {one.value: one for one in Answer}
_CAPACITIES = {one.value: one for one in Capacity}


def _decisions(
    school_id: UUID, persons: Collection[Person], purposes: Collection[str], keys: Mapping[UUID, str]
) -> list[ConsentDecision]:
    """Every decision about these people, as the core sees it. Plain columns: this is read at every check."""
    rows = DecisionRow.objects.filter(
        school_id=school_id,
        person_id__in=[person.id for person in persons],
        channel_id__in=list(keys),
        purpose__in=list(purposes),
    )
    zone = timezone.get_current_timezone()
    return [
        ConsentDecision(
            id=str(key),
            person_id=str(person_id),
            purpose=purpose,
            channel=keys[channel_id],
            answer=_ANSWERS[answer],
            decided_by=str(by),
            capacity=_CAPACITIES[capacity],
            decided_at=at.astimezone(zone),
        )
        for key, person_id, purpose, channel_id, answer, by, capacity, at in rows.values_list(*_COLUMNS)
    ]


@dataclass(frozen=True, slots=True)
class Question:
    """One purpose on one channel, with what stands and whether the school is waiting for an answer."""

    purpose: Mapping[str, Any]
    channel: Channel
    status: ConsentStatus | None
    asked: bool

    @property
    def state(self) -> ConsentState:
        """What stands; silence is not answered."""
        return self.status.state if self.status else ConsentState.NOT_ANSWERED

    @property
    def key(self) -> str:
        """How a form names this question."""
        return f"{self.purpose['id']}.{self.channel.key}"


@dataclass(frozen=True, slots=True)
class ConsentCard:
    """Everything that one person's consent is about, as the one who decides sees it."""

    person: Person
    is_self: bool
    may_decide: bool
    decides_alone_from: date | None
    questions: tuple[Question, ...]

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """What has not been answered yet."""
        return tuple(question for question in self.questions if question.state in WAITING)


def spoken(actor: Actor, day: date) -> Mapping[str, Mapping[str, Any]]:
    """The languages in which the actor's school asks, by code, with their words."""
    return in_force(actor.school_id, day).languages


def cards_for(actor: Actor, day: date) -> list[ConsentCard]:
    """A card for each person for whom the actor decides today: themselves, their children, or both."""
    actor.require(Permission.DECIDE_CONSENT)
    protocol = in_force(actor.school_id, day)
    roster = {person.id: person for person in people.roster(actor.school_id, day)}
    me = str(actor.person_id)
    persons = [person for person in roster.values() if me in person.guardians]
    if me in roster and not roster[me].affiliations <= {Affiliation.GUARDIAN}:
        persons.insert(0, roster[me])
    return _cards(actor, persons, day, protocol)


def card(actor: Actor, person_id: UUID, day: date) -> ConsentCard | None:
    """One card, or None when the actor has no say about this person."""
    return next((card for card in cards_for(actor, day) if card.person.id == str(person_id)), None)


def _cards(actor: Actor, persons: list[Person], day: date, protocol: Protocol) -> list[ConsentCard]:
    rules = protocol.consent_rules
    standing = statuses(actor.school_id, persons, day, rules)
    asked = _asked(actor.school_id, persons)
    school_channels = channels(actor)
    me = str(actor.person_id)
    cards = []
    for person in persons:
        questions = tuple(
            Question(
                purpose,
                channel,
                standing.get((person.id, purpose["id"], channel.key)),
                (person.id, purpose["id"], channel.key) in asked,
            )
            for channel in school_channels
            for purpose in protocol.purposes
        )
        cards.append(
            ConsentCard(
                person=person,
                is_self=person.id == me,
                may_decide=me in _decider_ids(person, day, rules),
                decides_alone_from=own_consent_from(person, rules)
                if person.is_a(Affiliation.PUPIL)
                else None,
                questions=questions,
            )
        )
    return cards


def _decider_ids(person: Person, day: date, rules: ConsentRules) -> tuple[str, ...]:
    return deciders(person, day, rules).ids


def _asked(school_id: UUID, persons: Iterable[Person]) -> set[StatusKey]:
    rows = ConsentRequest.objects.filter(
        school_id=school_id, person_id__in=[person.id for person in persons], answered_at__isnull=True
    ).select_related("channel")
    return {(str(row.person_id), row.purpose, row.channel.key) for row in rows}
