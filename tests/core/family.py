"""A small family and its decisions, for tests of consent that need no database."""

from __future__ import annotations

from datetime import date, datetime, time

from hypothesis import HealthCheck, settings

from deelwijs.core.consent import Answer, Capacity, ConsentDecision, ConsentRules, ConsentStatus, status
from deelwijs.core.people import Affiliation, Name, Person

# A busy machine is no reason to fail: nothing here is about speed.
PROPERTY = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])

RULES = ConsentRules(age_of_own_consent=16)
LENIENT = ConsentRules(age_of_own_consent=16, confirm_at_age=False)
ALL_GUARDIANS = ConsentRules(age_of_own_consent=16, all_guardians=True)
EVERY_RULES = (
    RULES,
    LENIENT,
    ALL_GUARDIANS,
    ConsentRules(age_of_own_consent=16, all_guardians=True, confirm_at_age=False),
)

BORN = date(2010, 6, 15)
SIXTEEN = date(2026, 6, 15)
YOUNG = date(2026, 3, 1)
PURPOSE, CHANNEL = "beeld", "website"
YES, NO = Answer.YES, Answer.NO


def pupil(
    born: date | None = BORN,
    guardians: tuple[str, ...] = ("moeder", "vader"),
    kinds: frozenset[Affiliation] = frozenset({Affiliation.PUPIL}),
) -> Person:
    """A pupil with two guardians, unless told otherwise."""
    return Person("kind", Name("Kind"), kinds, born, guardians)


def grown_up(kind: Affiliation) -> Person:
    """Somebody who is no pupil."""
    return Person("volwassene", Name("Volwassene"), frozenset({kind}))


def word(
    by: str,
    answer: Answer,
    on: date,
    *,
    at: time = time(12),
    about: str = "kind",
    purpose: str = PURPOSE,
    channel: str = CHANNEL,
) -> ConsentDecision:
    """A decision; whoever decides about somebody else does so as a guardian."""
    capacity = Capacity.SELF if by == about else Capacity.GUARDIAN
    key = f"{by} {answer.value} {on} {at} {purpose} {channel}"
    return ConsentDecision(key, about, purpose, channel, answer, by, capacity, datetime.combine(on, at))


def stands(person: Person, day: date, *words: ConsentDecision, rules: ConsentRules = RULES) -> ConsentStatus:
    """What stands for the one purpose and channel of these tests."""
    return status(person, PURPOSE, CHANNEL, day, words, rules)
