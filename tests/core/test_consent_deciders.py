"""Who must consent, by age and tie."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelwijs.core.consent import Capacity, ConsentRules, deciders, decides_alone, own_consent_from
from deelwijs.core.people import Affiliation, age_on, birthday
from tests.core.family import BORN, PROPERTY, RULES, SIXTEEN, grown_up, pupil


@pytest.mark.parametrize(
    ("born", "day", "alone"),
    [
        (BORN, SIXTEEN - timedelta(days=1), False),  # sixteen tomorrow
        (BORN, SIXTEEN, True),  # sixteen today
        (BORN, SIXTEEN + timedelta(days=1), True),
        (date(2008, 2, 29), date(2024, 2, 28), False),  # a leap day in a leap year
        (date(2008, 2, 29), date(2024, 2, 29), True),
        (date(2012, 12, 31), date(2028, 12, 30), False),
        (date(2012, 12, 31), date(2028, 12, 31), True),
        (date(2010, 1, 1), date(2025, 12, 31), False),
        (date(2010, 1, 1), date(2026, 1, 1), True),
    ],
)
def test_a_pupil_decides_from_the_birthday_on(born: date, day: date, *, alone: bool) -> None:
    person = pupil(born)
    assert decides_alone(person, day, RULES) is alone
    who = deciders(person, day, RULES)
    expected = (Capacity.SELF, ("kind",)) if alone else (Capacity.GUARDIAN, ("moeder", "vader"))
    assert (who.capacity, who.ids) == expected


def test_a_leap_day_child_ages_on_the_first_of_march_in_a_common_year() -> None:
    rules = ConsentRules(age_of_own_consent=18)
    born = pupil(date(2008, 2, 29))
    assert decides_alone(born, date(2026, 2, 28), rules) is False
    assert decides_alone(born, date(2026, 3, 1), rules) is True
    assert own_consent_from(born, rules) == date(2026, 3, 1)


@pytest.mark.parametrize("age", [12, 16, 18])
def test_the_age_comes_from_the_rules(age: int) -> None:
    rules = ConsentRules(age_of_own_consent=age)
    turns = BORN.replace(year=BORN.year + age)
    assert own_consent_from(pupil(), rules) == turns
    assert decides_alone(pupil(), turns - timedelta(days=1), rules) is False
    assert decides_alone(pupil(), turns, rules) is True


@pytest.mark.parametrize("kind", [kind for kind in Affiliation if kind is not Affiliation.PUPIL])
def test_who_is_no_pupil_decides_alone(kind: Affiliation) -> None:
    person = grown_up(kind)
    assert decides_alone(person, SIXTEEN, RULES) is True
    assert deciders(person, SIXTEEN, RULES).ids == (person.id,)
    assert deciders(person, SIXTEEN, RULES).capacity is Capacity.SELF


def test_a_pupil_with_a_job_at_school_is_still_a_pupil() -> None:
    young = pupil(kinds=frozenset({Affiliation.PUPIL, Affiliation.EMPLOYEE}))
    assert deciders(young, SIXTEEN - timedelta(days=1), RULES).capacity is Capacity.GUARDIAN


def test_without_a_birth_date_nobody_can_say_who_decides() -> None:
    unknown = pupil(born=None)
    assert decides_alone(unknown, SIXTEEN, RULES) is None
    assert own_consent_from(unknown, RULES) is None


def test_without_guardians_there_is_nobody_to_ask() -> None:
    assert deciders(pupil(guardians=()), SIXTEEN - timedelta(days=1), RULES).ids == ()


DAYS = st.dates(date(1990, 1, 1), date(2035, 12, 31))


@PROPERTY
@given(born=DAYS, age=st.integers(0, 60))
def test_a_birthday_is_the_first_day_of_that_age(born: date, age: int) -> None:
    first = birthday(born, age)
    assert age_on(born, first) == age
    assert age_on(born, first - timedelta(days=1)) == age - 1


@PROPERTY
@given(born=DAYS, day=DAYS)
def test_age_never_goes_down(born: date, day: date) -> None:
    assert 0 <= age_on(born, day + timedelta(days=1)) - age_on(born, day) <= 1
