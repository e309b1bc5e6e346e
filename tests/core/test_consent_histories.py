"""What no history of decisions, however odd, can bring about."""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from deelwijs.core.consent import (
    Answer,
    Capacity,
    ConsentDecision,
    ConsentRules,
    ConsentState,
    decides_alone,
)
from deelwijs.core.people import Affiliation, Person
from tests.core.family import EVERY_RULES, NO, PROPERTY, SIXTEEN, YES, YOUNG, grown_up, pupil, stands, word

# Close around the sixteenth birthday, so that both sides of it are met often.
DAYS = st.dates(date(2026, 6, 10), date(2026, 6, 20))
TIMES = st.sampled_from([time(8), time(8, 0, 1), time(23, 59, 59)])
PEOPLE = st.sampled_from(
    [
        pupil(),
        pupil(guardians=("moeder",)),
        pupil(guardians=()),
        pupil(born=None),
        grown_up(Affiliation.EMPLOYEE),
        grown_up(Affiliation.GUARDIAN),
    ]
)
RULES = st.sampled_from(EVERY_RULES)


@st.composite
def decisions(draw: st.DrawFn) -> ConsentDecision:
    """Anybody about anybody, in any capacity, also in one that they do not have."""
    number = draw(st.integers(0, 10**9))
    made = word(
        draw(st.sampled_from(["moeder", "vader", "kind", "volwassene", "buurvrouw"])),
        draw(st.sampled_from(Answer)),
        draw(DAYS),
        at=draw(TIMES),
        about=draw(st.sampled_from(["kind", "volwassene"])),
    )
    capacity = draw(st.sampled_from(Capacity))
    return ConsentDecision(
        f"{made.id} {number}",
        made.person_id,
        made.purpose,
        made.channel,
        made.answer,
        made.decided_by,
        capacity,
        made.decided_at,
    )


HISTORIES = st.lists(decisions(), max_size=12, unique_by=lambda decision: decision.id)


def entitled(person: Person, decision: ConsentDecision, rules: ConsentRules) -> bool:
    """Said once more, in other words than the product's: may this person say this, that day?"""
    alone = decides_alone(person, decision.decided_at.date(), rules)
    if decision.person_id != person.id or alone is None:
        return False
    if alone:
        return decision.capacity is Capacity.SELF and decision.decided_by == person.id
    return decision.capacity is Capacity.GUARDIAN and decision.decided_by in person.guardians


@PROPERTY
@given(person=PEOPLE, day=DAYS, history=HISTORIES, rules=RULES)
def test_given_rests_on_a_yes_of_somebody_entitled(
    person: Person, day: date, history: list[ConsentDecision], rules: ConsentRules
) -> None:
    found = stands(person, day, *history, rules=rules)
    by_id = {decision.id: decision for decision in history}
    if found.allows_existing:
        assert found.basis
        for key in found.basis:
            assert by_id[key].answer is YES
            assert entitled(person, by_id[key], rules)
            assert by_id[key].decided_at.date() <= day


@PROPERTY
@given(person=PEOPLE, day=DAYS, history=HISTORIES, rules=RULES)
def test_after_the_last_no_of_the_only_decider_nothing_is_given(
    person: Person, day: date, history: list[ConsentDecision], rules: ConsentRules
) -> None:
    found = stands(person, day, *history, rules=rules)
    if len(found.deciders.ids) != 1:
        return
    theirs = [
        decision
        for decision in history
        if entitled(person, decision, rules)
        and decision.decided_by == found.deciders.ids[0]
        and decision.decided_at.date() <= day
    ]
    if theirs and max(theirs, key=lambda said: (said.decided_at, said.answer is NO)).answer is NO:
        assert not found.allows_existing


@PROPERTY
@given(person=PEOPLE, day=DAYS, history=HISTORIES, rules=RULES, data=st.data())
def test_order_does_not_matter(
    person: Person, day: date, history: list[ConsentDecision], rules: ConsentRules, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(history))
    assert stands(person, day, *shuffled, rules=rules) == stands(person, day, *history, rules=rules)


@PROPERTY
@given(person=PEOPLE, day=DAYS, history=HISTORIES, noise=HISTORIES, rules=RULES)
def test_what_others_decide_changes_nothing(
    person: Person,
    day: date,
    history: list[ConsentDecision],
    noise: list[ConsentDecision],
    rules: ConsentRules,
) -> None:
    others = [said for said in noise if not entitled(person, said, rules) or said.decided_at.date() > day]
    assert stands(person, day, *history, *others, rules=rules) == stands(person, day, *history, rules=rules)


@PROPERTY
@given(person=PEOPLE, history=HISTORIES, rules=RULES)
def test_time_alone_never_brings_a_yes(
    person: Person, history: list[ConsentDecision], rules: ConsentRules
) -> None:
    """From day to day without a new word, what was not carried stays not carried: also over a birthday."""
    days = [date(2026, 6, 9 + offset) for offset in range(13)]
    spoken = {said.decided_at.date() for said in history}
    for before, after in pairwise(days):
        if after not in spoken and not stands(person, before, *history, rules=rules).allows_existing:
            assert not stands(person, after, *history, rules=rules).allows_existing


@PROPERTY
@given(history=HISTORIES, rules=RULES)
def test_the_basis_names_decisions_of_the_history(
    history: list[ConsentDecision], rules: ConsentRules
) -> None:
    for day in (YOUNG, SIXTEEN):
        found = stands(pupil(), day, *history, rules=rules)
        assert set(found.basis) <= {said.id for said in history}
        silent = {ConsentState.NOBODY_TO_ASK, ConsentState.AGE_UNKNOWN}
        assert not (found.state in silent and found.basis)
