"""What stands on a day, case by case."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from deelwijs.core.consent import (
    Capacity,
    ConsentDecision,
    ConsentRules,
    ConsentState,
    ConsentStatus,
    deciders,
)
from deelwijs.core.people import Affiliation
from tests.core.family import (
    ALL_GUARDIANS,
    EVERY_RULES,
    LENIENT,
    NO,
    RULES,
    SIXTEEN,
    YES,
    YOUNG,
    grown_up,
    pupil,
    stands,
    word,
)

DAY = timedelta(days=1)
BEFORE = SIXTEEN - DAY


@pytest.mark.parametrize("rules", EVERY_RULES)
def test_silence_is_no_consent(rules: ConsentRules) -> None:
    for day in (YOUNG, SIXTEEN):
        found = stands(pupil(), day, rules=rules)
        assert found.state is ConsentState.NOT_ANSWERED
        assert not found.allows_new
        assert not found.allows_existing


def test_one_guardian_speaks_for_both() -> None:
    yes = word("moeder", YES, YOUNG)
    found = stands(pupil(), YOUNG, yes)
    assert (found.state, found.basis) == (ConsentState.GIVEN, (yes.id,))


def test_one_no_wins_until_the_guardians_agree() -> None:
    yes, no = word("moeder", YES, YOUNG), word("vader", NO, YOUNG + DAY)
    found = stands(pupil(), YOUNG + DAY, yes, no)
    assert found.state is ConsentState.CONFLICT
    assert set(found.basis) == {yes.id, no.id}
    agreed = word("vader", YES, YOUNG + 2 * DAY)
    assert stands(pupil(), YOUNG + 2 * DAY, yes, no, agreed).state is ConsentState.GIVEN
    stopped = word("moeder", NO, YOUNG + 2 * DAY)
    assert stands(pupil(), YOUNG + 2 * DAY, yes, no, stopped).state is ConsentState.WITHDRAWN


def test_a_withdrawal_is_a_no_after_ones_own_yes() -> None:
    yes, no = word("moeder", YES, YOUNG), word("moeder", NO, YOUNG + DAY)
    assert stands(pupil(), YOUNG, yes, no).state is ConsentState.GIVEN
    assert stands(pupil(), YOUNG + DAY, yes, no).state is ConsentState.WITHDRAWN
    assert stands(pupil(), YOUNG + DAY, no).state is ConsentState.REFUSED


def test_a_withdrawal_stays_one_when_the_other_guardian_refuses_later() -> None:
    words = [
        word("moeder", YES, YOUNG),
        word("moeder", NO, YOUNG + DAY),
        word("vader", NO, YOUNG + 2 * DAY),
    ]
    assert stands(pupil(), YOUNG + 2 * DAY, *words).state is ConsentState.WITHDRAWN


def test_a_school_may_want_the_yes_of_every_guardian() -> None:
    one = word("moeder", YES, YOUNG)
    both = (one, word("vader", YES, YOUNG + DAY))
    assert stands(pupil(), YOUNG, one, rules=ALL_GUARDIANS).state is ConsentState.NOT_ANSWERED
    found = stands(pupil(), YOUNG + DAY, *both, rules=ALL_GUARDIANS)
    assert (found.state, found.basis) == (ConsentState.GIVEN, tuple(given.id for given in both))
    alone = pupil(guardians=("moeder",))
    assert stands(alone, YOUNG, one, rules=ALL_GUARDIANS).state is ConsentState.GIVEN


@pytest.mark.parametrize("rules", EVERY_RULES)
def test_without_guardians_or_birth_date_nothing_can_be_given(rules: ConsentRules) -> None:
    words = [word("moeder", YES, YOUNG), word("kind", YES, YOUNG)]
    orphan = pupil(guardians=())
    assert stands(orphan, YOUNG, *words, rules=rules).state is ConsentState.NOBODY_TO_ASK
    assert stands(orphan, SIXTEEN, *words, rules=rules).state is ConsentState.NOT_ANSWERED
    assert stands(pupil(born=None), SIXTEEN, *words, rules=rules).state is ConsentState.AGE_UNKNOWN


@pytest.mark.parametrize("rules", EVERY_RULES)
def test_a_pupil_of_sixteen_has_the_last_word(rules: ConsentRules) -> None:
    parental = [word("moeder", NO, YOUNG), word("vader", NO, YOUNG)]
    own = word("kind", YES, SIXTEEN)
    found = stands(pupil(), SIXTEEN, *parental, own, rules=rules)
    assert (found.state, found.basis) == (ConsentState.GIVEN, (own.id,))
    taken_back = stands(pupil(), SIXTEEN + DAY, own, word("kind", NO, SIXTEEN + DAY), rules=rules)
    assert taken_back.state is ConsentState.WITHDRAWN


def test_strict_a_parental_yes_must_be_confirmed_at_sixteen() -> None:
    yes = word("moeder", YES, YOUNG)
    assert stands(pupil(), BEFORE, yes).state is ConsentState.GIVEN
    found = stands(pupil(), SIXTEEN, yes)
    assert (found.state, found.basis) == (ConsentState.TO_CONFIRM, (yes.id,))
    assert found.deciders.capacity is Capacity.SELF
    assert not found.allows_new
    assert found.allows_existing


def test_lenient_a_parental_yes_counts_on_until_the_pupil_speaks() -> None:
    yes = word("moeder", YES, YOUNG)
    assert stands(pupil(), SIXTEEN, yes, rules=LENIENT).allows_new
    no = word("kind", NO, SIXTEEN)
    assert stands(pupil(), SIXTEEN, yes, no, rules=LENIENT).state is ConsentState.REFUSED


@pytest.mark.parametrize("rules", EVERY_RULES)
def test_a_parental_no_stays_no_at_sixteen(rules: ConsentRules) -> None:
    no = word("vader", NO, YOUNG)
    assert stands(pupil(), SIXTEEN, no, rules=rules).state is ConsentState.REFUSED
    divided = stands(pupil(), SIXTEEN, word("moeder", YES, YOUNG), no, rules=rules)
    assert (divided.state, divided.basis) == (ConsentState.REFUSED, (no.id,))
    stopped = stands(pupil(), SIXTEEN, word("vader", YES, YOUNG - DAY), no, rules=rules)
    assert stopped.state is ConsentState.WITHDRAWN


@pytest.mark.parametrize("rules", [rules for rules in EVERY_RULES if rules.all_guardians])
def test_a_birthday_makes_no_yes_of_half_a_yes(rules: ConsentRules) -> None:
    half = word("moeder", YES, YOUNG)
    assert stands(pupil(), BEFORE, half, rules=rules).state is ConsentState.NOT_ANSWERED
    assert stands(pupil(), SIXTEEN, half, rules=rules).state is ConsentState.NOT_ANSWERED
    whole = stands(pupil(), SIXTEEN, half, word("vader", YES, YOUNG), rules=rules)
    assert whole.allows_existing


def test_decisions_after_the_day_do_not_count_yet() -> None:
    late = word("moeder", YES, YOUNG, at=time(23, 59, 59))
    next_day = word("moeder", NO, YOUNG + DAY, at=time(0))
    assert stands(pupil(), YOUNG, late, next_day).state is ConsentState.GIVEN
    assert stands(pupil(), YOUNG - DAY, late, next_day).state is ConsentState.NOT_ANSWERED


@pytest.mark.parametrize(
    "given",
    [
        word("buurvrouw", YES, YOUNG),  # has no custody
        word("kind", YES, YOUNG),  # too young then
        word("moeder", YES, SIXTEEN),  # too late: the pupil decides
        word("moeder", YES, YOUNG, about="broer"),
        word("moeder", YES, YOUNG, purpose="naam_bij_foto"),
        word("moeder", YES, YOUNG, channel="instagram"),
    ],
    ids=lambda given: given.id,
)
def test_a_yes_without_standing_counts_for_nothing(given: ConsentDecision) -> None:
    for day in (YOUNG, SIXTEEN):
        assert stands(pupil(), day, given, rules=LENIENT).state is ConsentState.NOT_ANSWERED


def test_somebody_else_cannot_speak_in_the_pupils_own_name() -> None:
    forged = ConsentDecision(
        "x", "kind", "beeld", "website", YES, "vader", Capacity.SELF, word("vader", YES, SIXTEEN).decided_at
    )
    assert stands(pupil(), SIXTEEN, forged, rules=LENIENT).state is ConsentState.NOT_ANSWERED


@pytest.mark.parametrize("kind", [Affiliation.EMPLOYEE, Affiliation.GUARDIAN, Affiliation.OTHER])
def test_a_grown_up_decides_for_themselves(kind: Affiliation) -> None:
    person = grown_up(kind)
    yes = word(person.id, YES, YOUNG, about=person.id)
    no = word(person.id, NO, YOUNG + DAY, about=person.id)
    assert stands(person, YOUNG, yes).state is ConsentState.GIVEN
    assert stands(person, YOUNG + DAY, no).state is ConsentState.REFUSED
    assert stands(person, YOUNG + DAY, yes, no).state is ConsentState.WITHDRAWN
    assert stands(person, YOUNG, word("kind", YES, YOUNG, about=person.id)).state is ConsentState.NOT_ANSWERED


def test_of_two_words_at_one_instant_the_no_counts() -> None:
    yes, no = word("moeder", YES, YOUNG), word("moeder", NO, YOUNG)
    assert yes.decided_at == no.decided_at
    for words in ((yes, no), (no, yes)):
        assert stands(pupil(), YOUNG, *words).state is ConsentState.WITHDRAWN


def test_only_a_standing_yes_carries_something_new() -> None:
    carrying = {state for state in ConsentState if _with(state).allows_new}
    keeping = {state for state in ConsentState if _with(state).allows_existing}
    assert carrying == {ConsentState.GIVEN}
    assert keeping == {ConsentState.GIVEN, ConsentState.TO_CONFIRM}


def _with(state: ConsentState) -> ConsentStatus:
    return ConsentStatus(state, deciders(pupil(), YOUNG, RULES))
