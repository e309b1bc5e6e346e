"""Who must consent, and what stands on a given day (protocol A5, GDPR art. 7 and 8, BW 1:247).

Decisions are events that are only ever added. What stands follows from them, the person's age and the
school's rules; nothing here is stored as a "current value" that could fall behind a birthday.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from deelwijs.core.people import Affiliation, Person, birthday


class Answer(StrEnum):
    """A decision is a yes or a no; a withdrawal is a no after a yes."""

    YES = "yes"
    NO = "no"


class Capacity(StrEnum):
    """In which capacity somebody decides."""

    SELF = "self"
    GUARDIAN = "guardian"


class ConsentState(StrEnum):
    """What stands for one person, purpose and channel."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CONFLICT = "conflict"  # guardians disagree: counts as no until they agree
    TO_CONFIRM = "to_confirm"  # a guardian said yes, the pupil has since come of age to decide
    NOT_ANSWERED = "not_answered"
    NOBODY_TO_ASK = "nobody_to_ask"  # under age without a guardian on record
    AGE_UNKNOWN = "age_unknown"  # a pupil without a date of birth


@dataclass(frozen=True, slots=True)
class ConsentRules:
    """The school's choices; the defaults of a school stand in its protocol, not here.

    ``age_of_own_consent``: from this age, in years, a pupil decides alone (A5; UAVG art. 5).
    ``all_guardians``: every guardian with custody must say yes, instead of one (BW 3:35 otherwise).
    ``confirm_at_age``: a guardian's yes carries no new publication once the pupil decides alone.
    """

    age_of_own_consent: int
    all_guardians: bool = False
    confirm_at_age: bool = True


@dataclass(frozen=True, slots=True)
class ConsentDecision:
    """One answer. ``decided_at`` is local time at the school."""

    id: str
    person_id: str
    purpose: str
    channel: str
    answer: Answer
    decided_by: str
    capacity: Capacity
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Deciders:
    """Who decides on a day, and in which capacity. Empty ``ids``: there is nobody to ask."""

    capacity: Capacity
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConsentStatus:
    """What stands, who decides, and the decisions that it rests on."""

    state: ConsentState
    deciders: Deciders
    basis: tuple[str, ...] = ()

    @property
    def allows_new(self) -> bool:
        """Whether something new may be published on the strength of this."""
        return self.state is ConsentState.GIVEN

    @property
    def allows_existing(self) -> bool:
        """Whether what is already published may stay: a yes that a pupil still has to confirm carries it."""
        return self.state in {ConsentState.GIVEN, ConsentState.TO_CONFIRM}


def alone_since(person: Person, rules: ConsentRules) -> date | None:
    """The first day on which the person decides for themselves; None for a pupil whose age is unknown.

    Who is no pupil always did.
    """
    if not person.is_a(Affiliation.PUPIL):
        return date.min
    return own_consent_from(person, rules)


def decides_alone(person: Person, day: date, rules: ConsentRules) -> bool | None:
    """Whether the person decides for themselves on ``day``; None for a pupil whose age is unknown."""
    since = alone_since(person, rules)
    return None if since is None else day >= since


def own_consent_from(person: Person, rules: ConsentRules) -> date | None:
    """The day from which a pupil decides alone, or None when the date of birth is unknown."""
    return birthday(person.birth_date, rules.age_of_own_consent) if person.birth_date else None


def deciders(person: Person, day: date, rules: ConsentRules) -> Deciders:
    """Who must consent for ``person`` on ``day`` (A5: guardians, or the pupil from the age in the rules)."""
    if decides_alone(person, day, rules):
        return Deciders(Capacity.SELF, (person.id,))
    return Deciders(Capacity.GUARDIAN, person.guardians)


def status(
    person: Person,
    purpose: str,
    channel: str,
    day: date,
    decisions: Iterable[ConsentDecision],
    rules: ConsentRules,
) -> ConsentStatus:
    """What stands for one person, purpose and channel at the end of ``day``.

    Decisions about others, other uses, or after ``day`` are passed over, so a whole school's decisions
    may be given. Silence is no consent (GDPR recital 32).
    """
    since = alone_since(person, rules)
    relevant = sorted(
        (
            decision
            for decision in decisions
            if decision.person_id == person.id
            and decision.purpose == purpose
            and decision.channel == channel
            and decision.decided_at.date() <= day
            and was_entitled(decision, since)
        ),
        key=_order,
    )
    who = deciders(person, day, rules)
    own = _latest(relevant, Capacity.SELF, (person.id,))
    by_guardians = _latest(relevant, Capacity.GUARDIAN, person.guardians)
    if since is None:
        return ConsentStatus(ConsentState.AGE_UNKNOWN, who)
    if day < since:
        return _from_guardians(who, by_guardians, relevant, rules)
    if own or not person.is_a(Affiliation.PUPIL):
        return _from_one(who, own, relevant)
    return _come_of_age(who, by_guardians, relevant, person.guardians, rules)


def _order(decision: ConsentDecision) -> tuple[datetime, bool, str]:
    """Reading order of a history. Of two words at one instant the no is the last: doubt never publishes."""
    return decision.decided_at, decision.answer is Answer.NO, decision.id


def was_entitled(decision: ConsentDecision, since: date | None) -> bool:
    """A pupil's own word counts from the day on which they decide alone (``since``), a guardian's only before
    it. While that day is unknown nobody's does.
    """
    if since is None:
        return False
    return (decision.decided_at.date() >= since) is (decision.capacity is Capacity.SELF)


def _latest(
    decisions: list[ConsentDecision], capacity: Capacity, by: tuple[str, ...]
) -> list[ConsentDecision]:
    """The last word of each of these people in this capacity."""
    last = {
        decision.decided_by: decision
        for decision in decisions
        if decision.capacity is capacity and decision.decided_by in by
    }
    return list(last.values())


def _ids(decisions: list[ConsentDecision]) -> tuple[str, ...]:
    return tuple(decision.id for decision in decisions)


def _no(noes: list[ConsentDecision], history: list[ConsentDecision]) -> ConsentState:
    """A no after one's own yes is a withdrawal, whoever else refused besides."""
    said_yes = {(earlier.decided_by, earlier.capacity) for earlier in history if earlier.answer is Answer.YES}
    withdrawn = any((no.decided_by, no.capacity) in said_yes for no in noes)
    return ConsentState.WITHDRAWN if withdrawn else ConsentState.REFUSED


def _enough(yeses: list[ConsentDecision], guardians: tuple[str, ...], rules: ConsentRules) -> bool:
    """Whether these guardians together carry a yes, when nobody says no."""
    return bool(yeses) and (len(yeses) == len(guardians) or not rules.all_guardians)


def _from_one(who: Deciders, own: list[ConsentDecision], history: list[ConsentDecision]) -> ConsentStatus:
    if not own:
        return ConsentStatus(ConsentState.NOT_ANSWERED, who)
    decision = own[0]
    state = ConsentState.GIVEN if decision.answer is Answer.YES else _no(own, history)
    return ConsentStatus(state, who, _ids(own))


def _from_guardians(
    who: Deciders, words: list[ConsentDecision], history: list[ConsentDecision], rules: ConsentRules
) -> ConsentStatus:
    """One no wins until the guardians agree; one yes is enough unless the school wants all."""
    if not who.ids:
        return ConsentStatus(ConsentState.NOBODY_TO_ASK, who)
    noes = [word for word in words if word.answer is Answer.NO]
    yeses = [word for word in words if word.answer is Answer.YES]
    if noes:
        state = ConsentState.CONFLICT if yeses else _no(noes, history)
        return ConsentStatus(state, who, _ids(words))
    state = ConsentState.GIVEN if _enough(yeses, who.ids, rules) else ConsentState.NOT_ANSWERED
    return ConsentStatus(state, who, _ids(yeses))


def _come_of_age(
    who: Deciders,
    words: list[ConsentDecision],
    history: list[ConsentDecision],
    guardians: tuple[str, ...],
    rules: ConsentRules,
) -> ConsentStatus:
    """The pupil decides alone but has not spoken yet: a guardian's no stays no, a yes may need confirming.

    A birthday makes no yes out of what was none: where all guardians had to agree and one was silent, nothing
    stood that could be confirmed.
    """
    noes = [word for word in words if word.answer is Answer.NO]
    if noes:
        return ConsentStatus(_no(noes, history), who, _ids(noes))
    if not _enough(words, guardians, rules):
        return ConsentStatus(ConsentState.NOT_ANSWERED, who)
    state = ConsentState.TO_CONFIRM if rules.confirm_at_age else ConsentState.GIVEN
    return ConsentStatus(state, who, _ids(words))
