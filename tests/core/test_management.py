"""To whom somebody turns: never to oneself, never in a circle, never to who is not there."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelwijs.core.management import NOBODY, Away, Line, Manager, Staff, circle_from, manager_on
from deelwijs.core.period import Period
from tests.core.family import PROPERTY

DAY = date(2026, 3, 3)
PEOPLE = ["docent", "teamleider", "collega", "rector", "conrector"]
HERE = frozenset(PEOPLE)
LINES = (
    Line("docent", "teamleider"),
    Line("collega", "teamleider"),
    Line("teamleider", "rector"),
    Line("conrector", "rector"),
    Line("rector", to_board=True),
)


def turn_to(
    who: str, *absences: Away, lines: tuple[Line, ...] = LINES, here: frozenset[str] = HERE
) -> Manager:
    return manager_on(who, DAY, Staff(lines, absences, here))


def test_the_own_manager() -> None:
    assert turn_to("docent") == Manager("teamleider")


def test_the_manager_of_the_head_is_the_board() -> None:
    assert turn_to("rector") == Manager(is_board=True)


def test_who_stands_in() -> None:
    assert turn_to("docent", Away("teamleider", "conrector")) == Manager("conrector", "teamleider")


def test_a_substitute_may_have_a_substitute() -> None:
    away = Away("teamleider", "conrector"), Away("conrector", "collega")
    assert turn_to("docent", *away) == Manager("collega", "teamleider")


def test_without_a_substitute_it_is_who_is_above() -> None:
    assert turn_to("docent", Away("teamleider")) == Manager("rector", "teamleider")
    assert turn_to("docent", Away("teamleider"), Away("rector")) == Manager(
        instead_of="teamleider", is_board=True
    )


def test_nobody_stands_in_for_their_own_manager() -> None:
    """Whoever looks over the work of the team leader's substitute, it is not that substitute."""
    assert turn_to("collega", Away("teamleider", "collega")) == Manager("rector", "teamleider")


def test_an_absence_is_over_after_its_last_day() -> None:
    over = Away("teamleider", "conrector", Period(None, date(2026, 3, 2)))
    to_come = Away("teamleider", "conrector", Period(date(2026, 3, 4)))
    assert turn_to("docent", over, to_come) == Manager("teamleider")


def test_a_manager_who_left() -> None:
    assert turn_to("docent", here=HERE - {"teamleider"}) == Manager("rector", "teamleider")


def test_a_line_holds_on_its_days() -> None:
    lines = (
        Line("docent", "teamleider", period=Period(None, date(2026, 3, 2))),
        Line("docent", "conrector", period=Period(date(2026, 3, 3))),
    )
    assert turn_to("docent", lines=lines) == Manager("conrector")


@pytest.mark.parametrize("lines", [(), (Line("docent"),), (Line("docent", "docent"),)])
def test_nobody_is_known(lines: tuple[Line, ...]) -> None:
    assert turn_to("docent", lines=lines).person_id is None
    assert not turn_to("docent", lines=lines).is_board
    assert turn_to("onbekend") == NOBODY


# --- No circle ----------------------------------------------------------------------------------
def test_a_circle_is_seen_over_any_number_of_steps() -> None:
    assert circle_from(Line("rector", "docent"), LINES) == date.min
    assert circle_from(Line("docent", "docent"), ()) == date.min
    assert circle_from(Line("conrector", "docent"), LINES) is None
    assert circle_from(Line("rector", to_board=True), LINES) is None


def test_a_circle_in_the_future_is_seen_with_its_day() -> None:
    later = Line("teamleider", "conrector", period=Period(date(2026, 9, 1)))
    now = Line("teamleider", "rector", period=Period(None, date(2026, 8, 31)))
    new = Line("conrector", "teamleider", period=Period(date(2026, 3, 3)))
    assert circle_from(new, (now, later)) == date(2026, 9, 1)
    until_then = Line("conrector", "teamleider", period=Period(date(2026, 3, 3), date(2026, 8, 31)))
    assert circle_from(until_then, (now, later)) is None


NEAR = st.dates(date(2026, 3, 1), date(2026, 3, 6))
PERIODS = st.builds(Period, st.none() | NEAR, st.none() | NEAR)
ANY = st.sampled_from(PEOPLE)
ANY_LINE = st.builds(Line, ANY, st.none() | ANY, period=PERIODS) | st.builds(
    Line, ANY, to_board=st.just(value=True), period=PERIODS
)
ANY_AWAY = st.builds(Away, ANY, st.none() | ANY, PERIODS)


@PROPERTY
@given(
    lines=st.lists(ANY_LINE, max_size=8),
    absences=st.lists(ANY_AWAY, max_size=5),
    here=st.frozensets(ANY),
    day=NEAR,
    who=ANY,
)
def test_whatever_the_data_nobody_is_sent_to_themselves_or_to_who_is_not_there(
    lines: list[Line], absences: list[Away], here: frozenset[str], day: date, who: str
) -> None:
    staff = Staff(tuple(lines), tuple(absences), here)
    found = manager_on(who, day, staff)
    assert found.person_id != who
    if found.person_id:
        assert found.person_id in here
        assert staff.away(found.person_id, day) is None
        assert not found.is_board


@PROPERTY
@given(wishes=st.lists(ANY_LINE, max_size=10), day=NEAR)
def test_who_checks_each_new_line_never_gets_a_circle(wishes: list[Line], day: date) -> None:
    lines: list[Line] = []
    for wish in wishes:
        kept = [line for line in lines if line.person_id != wish.person_id]
        if circle_from(wish, kept) is None:
            lines = [*kept, wish]
    staff = Staff(tuple(lines))
    for start in PEOPLE:
        at, seen = start, set[str]()
        while line := staff.line_of(at, day):
            assert at not in seen
            seen.add(at)
            if line.manager_id is None:
                break
            at = line.manager_id
            assert at != start


@PROPERTY
@given(wish=ANY_LINE, lines=st.lists(ANY_LINE, max_size=6), day=NEAR)
def test_a_refused_line_would_have_been_a_circle(wish: Line, lines: list[Line], day: date) -> None:
    """The first day that is named is one on which following the managers leads back."""
    others = tuple(line for line in lines if line.person_id != wish.person_id)
    first = circle_from(wish, others)
    if first is None:
        return
    staff, way = Staff((wish, *others)), [wish.person_id]
    for _ in PEOPLE:
        line = staff.line_of(way[-1], first)
        assert line
        assert line.manager_id
        way.append(line.manager_id)
        if line.manager_id == wish.person_id:
            return
    pytest.fail(f"no circle on {first}: {way}")
