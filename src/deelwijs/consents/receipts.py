"""What somebody answered, to keep: who, in which capacity, when, how, and on which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from deelwijs.consents import selectors
from deelwijs.consents.languages import Language
from deelwijs.consents.languages import language as spoken
from deelwijs.consents.models import ConsentDecision
from deelwijs.consents.presenting import QuestionWords, words_of
from deelwijs.consents.selectors import ConsentCard
from deelwijs.core.consent import Answer, Capacity
from deelwijs.core.people import Affiliation
from deelwijs.people.actor import Actor
from deelwijs.people.models import School

HOW = "In Deelwijs, na inloggen"  # the only way there is; a letter will be another


@dataclass(frozen=True, slots=True)
class Given:
    """One answer, with the version of the words that were on the screen."""

    id: str
    is_yes: bool
    by: str
    by_id: str
    capacity: Capacity
    at: datetime
    version: int
    language: Language
    text_hash: str
    words: QuestionWords


@dataclass(frozen=True, slots=True)
class ConsentReceipt:
    """Every answer to one question that its reader may see, the last one first."""

    school: str
    controller: str
    colour: str
    person_id: str
    person: str
    purpose: str
    purpose_name: str
    channel: str
    channel_name: str
    answers: tuple[Given, ...]

    @property
    def last(self) -> Given:
        """The answer that was given last."""
        return self.answers[0]


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One question with the last answer to it."""

    purpose: str
    purpose_name: str
    channel: str
    channel_name: str
    icon: str
    is_yes: bool
    at: datetime


def answers_of(card: ConsentCard, actor: Actor) -> str:
    """Whose answers the actor may read: of everybody (an empty text) when the actor decides about this
    consent as the one whom it is about; else only the actor's own. What one guardian said is not shown
    to the other."""
    return "" if card.is_self and card.may_decide else str(actor.person_id)


def receipts(actor: Actor, person_id: UUID) -> tuple[str, list[ReceiptLine]]:
    """The name of somebody, and every question about them with the last answer that the actor may read.

    Raises:
        Http404: when the actor has no say about this person.
    """
    card, rows = _readable(actor, person_id)
    last: dict[tuple[str, str], ConsentDecision] = {}
    for row in rows:
        last.setdefault((row.purpose, row.channel.key), row)
    lines = [
        ReceiptLine(
            purpose=row.purpose,
            purpose_name=row.information.body["naam"],
            channel=row.channel.key,
            channel_name=row.channel.name,
            icon=row.channel.icon,
            is_yes=row.answer == Answer.YES,
            at=row.decided_at,
        )
        for row in last.values()
    ]
    return card.person.name.full, sorted(lines, key=lambda line: (line.purpose_name, line.channel_name))


def receipt(actor: Actor, person_id: UUID, purpose: str, channel: str) -> ConsentReceipt:
    """The receipt of one question.

    Raises:
        Http404: when the actor has no say about this person, or there is no answer that the actor may read.
    """
    card, rows = _readable(actor, person_id)
    mine = list(rows.filter(purpose=purpose, channel__key=channel))
    if not mine:
        raise Http404("no answer to this question")
    school = School.objects.select_related("board").get(pk=actor.school_id)
    return ConsentReceipt(
        school=school.name,
        controller=school.board.name,
        colour=school.colour,
        person_id=card.person.id,
        person=card.person.name.full,
        purpose=purpose,
        purpose_name=mine[0].information.body["naam"],
        channel=channel,
        channel_name=mine[0].channel.name,
        answers=tuple(_given(mine, card, selectors.spoken(actor, timezone.localdate()))),
    )


def _readable(actor: Actor, person_id: UUID) -> tuple[ConsentCard, QuerySet[ConsentDecision]]:
    """The card, and the answers that the actor may read, the last one first."""
    card = selectors.card(actor, person_id, timezone.localdate())
    if card is None:
        raise Http404("no say about this person")
    rows = ConsentDecision.objects.filter(school_id=actor.school_id, person_id=person_id)
    if by := answers_of(card, actor):
        rows = rows.filter(decided_by_id=UUID(by))
    rows = rows.select_related("channel", "information", "decided_by")
    # Of two words at one instant the no is the last, and "no" comes before "yes".
    return card, rows.order_by("-decided_at", "answer", "-id")


def _given(
    rows: Iterable[ConsentDecision], card: ConsentCard, catalogues: Mapping[str, Mapping[str, Any]]
) -> Iterable[Given]:
    for row in rows:
        language = spoken(catalogues, row.information.language)
        yield Given(
            id=str(row.pk),
            is_yes=row.answer == Answer.YES,
            by=row.decided_by.name.full,
            by_id=str(row.decided_by_id),
            capacity=Capacity(row.capacity),
            at=timezone.localtime(row.decided_at),
            version=row.information.version,
            language=language,
            text_hash=row.information.content_hash,
            words=words_of(
                row.information.body,  # as it was kept: in that language, of that day
                row.channel,
                language,
                given_name=card.person.name.given,
                is_self=row.capacity == Capacity.SELF,
                is_pupil=card.person.is_a(Affiliation.PUPIL),
            ),
        )
