"""What the school may do with whom, on any day. It says what to do, not who refused what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from deelwijs.accounts.roles import Permission
from deelwijs.consents.selectors import WAITING, statuses
from deelwijs.core.consent import Capacity, ConsentRules, deciders
from deelwijs.core.people import Affiliation, Person
from deelwijs.people import selectors as people
from deelwijs.people.actor import Actor
from deelwijs.protocols.models import Channel
from deelwijs.protocols.selectors import Protocol, channels, in_force

EMPLOYEES = "medewerkers"


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One person, with for each channel whether it may."""

    person: Person
    allowed: tuple[bool, ...]
    open: bool
    who_decides: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Who may be seen where on ``day``, for one purpose."""

    day: date
    channels: tuple[Channel, ...]
    groups: tuple[str, ...]
    group: str
    purposes: tuple[Mapping[str, Any], ...]
    purpose: Mapping[str, Any]
    rows: tuple[OverviewRow, ...]

    @property
    def without_answer(self) -> int:
        """For how many of these people somebody still has to answer."""
        return sum(row.open for row in self.rows)

    def what_to_do(self, row: OverviewRow) -> str:
        """What a photographer or a teacher does with this person."""
        names = [channel.name for channel, may in zip(self.channels, row.allowed, strict=True) if may]
        if len(names) == len(self.channels):
            return "Mag overal"
        if not names:
            return "Bedek of laat weg"
        return f"Alleen {' en '.join(filter(None, [', '.join(names[:-1]), names[-1]]))}"


def overview(actor: Actor, day: date, group: str = "", purpose: str = "") -> Overview:
    """The consents of one class, or of the employees, for one purpose on every channel, as they stand on a
    day that may be past or future. A teacher sees the classes that they teach on that day.

    Raises:
        PermissionDenied: when the actor may see no lists.
        NoProtocolError: when no protocol was in force on that day.
    """
    actor.require(Permission.SEE_CLASS_LISTS)
    protocol = in_force(actor.school_id, day)
    roster = people.roster(actor.school_id, day)
    groups = _groups(actor, roster, day)
    group = group if group in groups else next(iter(groups), "")
    chosen = _purpose(protocol, purpose)
    members = [person for person in roster if _belongs(person, group)]
    rules = protocol.consent_rules
    standing = statuses(actor.school_id, members, day, rules, purpose=chosen["id"])
    school_channels = channels(actor)

    def row(person: Person) -> OverviewRow:
        found = [standing.get((person.id, chosen["id"], channel.key)) for channel in school_channels]
        return OverviewRow(
            person,
            tuple(status is not None and status.allows_new for status in found),
            any(status is None or status.state in WAITING for status in found),
            _who_decides(person, day, rules),
        )

    return Overview(
        day=day,
        channels=tuple(school_channels),
        groups=groups,
        group=group,
        purposes=tuple(protocol.purposes),
        purpose=chosen,
        rows=tuple(row(person) for person in members),
    )


def _groups(actor: Actor, roster: tuple[Person, ...], day: date) -> tuple[str, ...]:
    if actor.may(Permission.SEE_CONSENTS):
        return (*sorted({code for person in roster for code in person.groups}), EMPLOYEES)
    return people.groups_taught(actor, day)


def _purpose(protocol: Protocol, purpose: str) -> Mapping[str, Any]:
    by_id = {entry["id"]: entry for entry in protocol.purposes}
    return by_id.get(purpose) or protocol.purposes[0]


def _who_decides(person: Person, day: date, rules: ConsentRules) -> str:
    who = deciders(person, day, rules)
    if who.capacity is Capacity.SELF:
        return "zelf"
    if person.birth_date is None:
        return "geboortedatum ontbreekt"
    number = len(who.ids)
    return {0: "geen ouder bekend", 1: "1 ouder"}.get(number, f"{number} ouders")


def _belongs(person: Person, group: str) -> bool:
    return person.is_a(Affiliation.EMPLOYEE) if group == EMPLOYEES else group in person.groups
