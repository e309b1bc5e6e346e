"""Where everybody stands with the version in force: received, asked by mail, or to be reached on paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from deelwijs.core.people import Affiliation, Person
from deelwijs.mail import selectors as mail
from deelwijs.people.selectors import roster
from deelwijs.protocols.models import Handout, Receipt, Reminder


class State(StrEnum):
    """What there is to do for somebody. The values stand in addresses."""

    RECEIVED = "ontvangen"
    ASKED = "gevraagd"
    NOT_ASKED = "nog-niet-gevraagd"
    NO_MAIL = "geen-mail"  # no address, or the mail did not arrive: on paper then


@dataclass(frozen=True, slots=True)
class Standing:
    """One person of an audience. ``mailed`` are the days of the mails, oldest first."""

    person: Person
    receipt: Receipt | None
    mailed: tuple[date, ...]
    mail_failed: bool

    @property
    def state(self) -> State:
        """What there is to do."""
        if self.receipt:
            return State.RECEIVED
        if self.mail_failed or not self.person.email:
            return State.NO_MAIL
        return State.ASKED if self.mailed else State.NOT_ASKED

    @property
    def reminders(self) -> int:
        """How many mails came after the first."""
        return max(len(self.mailed) - 1, 0)


def mail_key(version_id: UUID, person_id: str, day: date) -> str:
    """What the outbox knows a mail about a version to a person by."""
    return f"{_prefix(version_id)}{person_id}:{day.isoformat()}"


def _prefix(version_id: UUID) -> str:
    return f"handout:{version_id}:"


@dataclass(frozen=True)
class Standings:
    """Everybody at a school on a day, against one version. A constant number of queries at any size."""

    version_id: UUID
    people: tuple[Person, ...]
    receipts: Mapping[str, Receipt]
    mailed: Mapping[str, tuple[date, ...]]
    failed: frozenset[str]  # the keys of mails that did not arrive

    def of(self, audience: Handout.Audience) -> list[Standing]:
        """The standing of everybody in an audience, by family name."""
        kind = Affiliation(audience.value)
        return [self._standing(person) for person in self.people if person.is_a(kind)]

    def _standing(self, person: Person) -> Standing:
        days = self.mailed.get(person.id, ())
        last = mail_key(self.version_id, person.id, days[-1]) if days else ""
        return Standing(person, self.receipts.get(person.id), days, last in self.failed)


def standings(school_id: UUID, version_id: UUID, day: date) -> Standings:
    """Where everybody who belongs to the school on a day stands."""
    receipts = Receipt.objects.filter(version_id=version_id).select_related("recorded_by")
    reminders = Reminder.objects.filter(handout__version_id=version_id).order_by("sent_on")
    mailed: dict[str, list[date]] = defaultdict(list)
    for person_id, sent_on in reminders.values_list("person_id", "sent_on"):
        mailed[str(person_id)].append(sent_on)
    posts = mail.by_key_prefix(school_id, _prefix(version_id))
    return Standings(
        version_id=version_id,
        people=roster(school_id, day),
        receipts={str(receipt.person_id): receipt for receipt in receipts},
        mailed={person_id: tuple(dict.fromkeys(days)) for person_id, days in mailed.items()},
        failed=frozenset(key for key, post in posts.items() if post.failed),
    )
