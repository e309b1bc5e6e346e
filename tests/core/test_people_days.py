"""Ages, ties and custody on any day: what no calendar, however odd, can bring about."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelwijs.core.people import (
    Affiliation,
    Care,
    Standing,
    Tie,
    Turn,
    age_on,
    birthday,
    guardians_on,
    kinds_on,
    turns_between,
)
from deelwijs.core.period import ALWAYS, Period
from tests.core.family import PROPERTY

DAY = timedelta(days=1)
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
# A few days close together, so that periods touch, overlap and lie apart.
NEAR = st.dates(date(2026, 2, 25), date(2026, 3, 6))
PERIODS = st.builds(Period, st.none() | NEAR, st.none() | NEAR)


# --- Periods ------------------------------------------------------------------------------------
def test_both_ends_belong_to_a_period() -> None:
    week = Period(date(2026, 3, 2), date(2026, 3, 6))
    assert [week.holds_on(date(2026, 3, day)) for day in (1, 2, 6, 7)] == [False, True, True, False]
    assert week.turning_days == (date(2026, 3, 2), date(2026, 3, 7))
    assert ALWAYS.holds_on(date.min)
    assert ALWAYS.holds_on(date.max)
    assert ALWAYS.turning_days == ()


@PROPERTY
@given(period=PERIODS, day=NEAR)
def test_a_period_changes_on_its_turning_days_only(period: Period, day: date) -> None:
    if period.holds_on(day) != period.holds_on(day - DAY):
        assert day in period.turning_days


@PROPERTY
@given(period=PERIODS, day=NEAR)
def test_a_period_is_to_come_or_holds_or_is_over(period: Period, day: date) -> None:
    upside_down = period.starts_on and period.ends_on and period.ends_on < period.starts_on
    states = [period.is_ahead_of(day), period.holds_on(day), period.is_over_on(day)]
    assert sum(states) == 1 or (upside_down and not period.holds_on(day))


# --- Age ----------------------------------------------------------------------------------------
@PROPERTY
@given(born=DAYS, age=st.integers(0, 40))
def test_a_year_of_age_is_complete_before_the_birthday(born: date, age: int) -> None:
    """BW 1:233 counts completed years: the day before the birthday is the last of them."""
    turns = birthday(born, age)
    assert age_on(born, turns) == age
    assert age_on(born, turns - DAY) == age - 1
    assert (turns.month, turns.day) in {(born.month, born.day), (3, 1)}


@PROPERTY
@given(year=st.integers(1990, 2020).filter(isleap), age=st.integers(1, 40))
def test_who_is_born_on_29_february_ages_on_1_march_in_a_common_year(year: int, age: int) -> None:
    born, turning = date(year, 2, 29), year + age
    expected = date(turning, 2, 29) if isleap(turning) else date(turning, 3, 1)
    assert birthday(born, age) == expected
    assert age_on(born, date(turning, 2, 28)) == age - 1
    assert age_on(born, date(turning, 3, 1)) == age


# --- Ties ---------------------------------------------------------------------------------------
TIES = st.lists(st.builds(Tie, st.sampled_from(Affiliation), PERIODS), max_size=5)


@PROPERTY
@given(ties=TIES, day=NEAR)
def test_ties_hold_on_their_days(ties: list[Tie], day: date) -> None:
    kinds = kinds_on(ties, day)
    assert kinds >= {tie.kind for tie in ties if tie.period.holds_on(day)}
    assert kinds - {Affiliation.FORMER_EMPLOYEE} <= {tie.kind for tie in ties if tie.period.holds_on(day)}


@PROPERTY
@given(periods=st.lists(PERIODS, min_size=1, max_size=4), day=NEAR)
def test_who_worked_here_is_a_former_employee_until_coming_back(periods: list[Period], day: date) -> None:
    kinds = kinds_on([Tie(Affiliation.EMPLOYEE, period) for period in periods], day)
    works = any(period.holds_on(day) for period in periods)
    worked = any(period.is_over_on(day) for period in periods)
    assert (Affiliation.EMPLOYEE in kinds) is works
    assert (Affiliation.FORMER_EMPLOYEE in kinds) is (worked and not works)


# --- Custody ------------------------------------------------------------------------------------
GUARDIANS = ["moeder", "vader", "oma"]
CARES = st.lists(
    st.builds(
        Care,
        st.sampled_from(GUARDIANS),
        st.sampled_from(["kind", "broer"]),
        st.booleans(),
        st.integers(1, 3),
        PERIODS,
    ),
    max_size=6,
)
HERE = st.frozensets(st.sampled_from(GUARDIANS))


@PROPERTY
@given(cares=CARES, day=NEAR, here=HERE)
def test_custody_on_a_day_is_of_who_has_it_that_day_and_is_there(
    cares: list[Care], day: date, here: frozenset[str]
) -> None:
    found = guardians_on(cares, day, here)
    for pupil in ("kind", "broer"):
        expected = {
            care.guardian_id
            for care in cares
            if care.pupil_id == pupil and care.has_custody and care.period.holds_on(day)
        } & here
        ids = found.get(pupil, ())
        assert set(ids) == expected
        assert len(ids) == len(set(ids))


@PROPERTY
@given(cares=CARES, day=NEAR, here=HERE)
def test_custody_changes_on_turning_days_only(cares: list[Care], day: date, here: frozenset[str]) -> None:
    if guardians_on(cares, day, here) != guardians_on(cares, day - DAY, here):
        assert any(day in care.period.turning_days for care in cares)


@PROPERTY
@given(cares=CARES, day=NEAR)
def test_who_died_decides_for_nobody(cares: list[Care], day: date) -> None:
    left = guardians_on(cares, day, {"moeder", "oma"})
    assert all("vader" not in ids for ids in left.values())


def test_the_order_of_contact() -> None:
    cares = [Care("vader", "kind", order=2), Care("moeder", "kind", order=1)]
    assert guardians_on(cares, date(2026, 3, 3), GUARDIANS)["kind"] == ("moeder", "vader")


# --- What a day changes -------------------------------------------------------------------------
def pupil(born: date | None = date(2010, 3, 3), *guardians: str) -> dict[str, Standing]:
    return {"kind": Standing(frozenset({Affiliation.PUPIL}), born, guardians)}


TEACHER = {"kind": Standing(frozenset({Affiliation.EMPLOYEE}))}
EVE, THE_DAY = date(2026, 3, 2), date(2026, 3, 3)


@pytest.mark.parametrize(
    ("before", "after", "turns"),
    [
        (pupil(), pupil(), {Turn.BIRTHDAY}),
        (pupil(date(2010, 3, 4)), pupil(date(2010, 3, 4)), None),
        (pupil(date(2010, 3, 4)), pupil(date(2010, 3, 3)), {Turn.BIRTH_DATE}),
        (pupil(None), pupil(None, "moeder"), {Turn.CUSTODY}),
        (pupil(None, "moeder", "vader"), pupil(None, "vader", "moeder"), None),
        (pupil(None), TEACHER, {Turn.TIES}),
        (pupil(None), {}, {Turn.LEFT}),
        ({}, pupil(None), {Turn.JOINED}),
    ],
)
def test_who_stands_differently_and_why(
    before: dict[str, Standing], after: dict[str, Standing], turns: set[Turn] | None
) -> None:
    expected = {"kind": frozenset(turns)} if turns else {}
    assert turns_between(before, after, EVE, THE_DAY) == expected


@PROPERTY
@given(
    born=st.dates(date(1995, 1, 1), date(2014, 12, 31)),
    since=st.dates(date(2015, 1, 1), date(2040, 12, 31)),
    days=st.integers(0, 800),
)
def test_no_birthday_is_missed_however_long_nobody_looked(born: date, since: date, days: int) -> None:
    day = since + timedelta(days=days)
    found = turns_between(pupil(born), pupil(born), since, day)
    had_one = any(since < birthday(born, age) <= day for age in range(60))
    assert found == ({"kind": {Turn.BIRTHDAY}} if had_one else {})
