"""Boxes, names, and which outcome prevails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelwijs.core.finding import Outcome, worst
from deelwijs.core.geometry import Box
from deelwijs.core.people import Affiliation, Name, Person
from tests.core.family import PROPERTY

NUMBERS = st.integers(-500, 2000)
SIZES = st.integers(1, 1500)
BOXES = st.builds(Box, NUMBERS, NUMBERS, SIZES, SIZES)
OUTCOMES = st.lists(st.sampled_from(Outcome))


def test_area_and_centre() -> None:
    assert Box(10, 20, 4, 6).area == 24
    assert Box(10, 20, 4, 6).centre == (12.0, 23.0)


@PROPERTY
@given(box=BOXES, factor=st.floats(1, 3))
def test_a_grown_box_holds_the_old_one_to_a_pixel(box: Box, factor: float) -> None:
    grown = box.grown(factor)
    assert grown.x <= box.x + 1
    assert grown.y <= box.y + 1
    assert grown.x + grown.width >= box.x + box.width - 1
    assert grown.y + grown.height >= box.y + box.height - 1
    assert abs(grown.centre[0] - box.centre[0]) <= 1
    assert abs(grown.centre[1] - box.centre[1]) <= 1


def test_growing_by_one_changes_nothing() -> None:
    assert Box(3, 5, 8, 12).grown(1) == Box(3, 5, 8, 12)
    assert Box(100, 100, 10, 20).grown(2) == Box(95, 90, 20, 40)


@PROPERTY
@given(box=BOXES, width=SIZES, height=SIZES)
def test_a_clipped_box_lies_in_the_photo(box: Box, width: int, height: int) -> None:
    inside = box.clipped(width, height)
    assert inside.area <= box.area
    assert inside.clipped(width, height) == inside
    if inside.area:
        assert 0 <= inside.x <= inside.x + inside.width <= width
        assert 0 <= inside.y <= inside.y + inside.height <= height


def test_a_box_outside_the_photo_has_nothing_left() -> None:
    assert Box(-50, -50, 20, 20).clipped(100, 100).area == 0
    assert Box(200, 10, 20, 20).clipped(100, 100).area == 0
    assert Box(90, -5, 20, 20).clipped(100, 100) == Box(90, 0, 10, 15)


@PROPERTY
@given(one=BOXES, other=BOXES)
def test_overlap_is_a_symmetric_share(one: Box, other: Box) -> None:
    assert one.overlap(one) == 1.0
    assert one.overlap(other) == other.overlap(one)
    assert 0.0 <= one.overlap(other) <= 1.0


def test_overlap_of_halves_and_of_neighbours() -> None:
    assert Box(0, 0, 10, 10).overlap(Box(0, 5, 10, 10)) == pytest.approx(1 / 3)
    assert Box(0, 0, 10, 10).overlap(Box(10, 0, 10, 10)) == 0.0
    assert Box(0, 0, 10, 10).overlap(Box(2, 2, 5, 5)) == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("name", "full"),
    [
        (Name("Daan", "de", "Vries"), "Daan de Vries"),
        (Name("Zoë", "", "Öztürk"), "Zoë Öztürk"),
        (Name("Suryani"), "Suryani"),
        (Name("", "van", "Dijk"), "van Dijk"),
    ],
)
def test_a_name_as_it_is_said(name: Name, full: str) -> None:
    assert name.full == str(name) == full


def test_somebody_can_belong_in_two_ways() -> None:
    person = Person("x", Name("X"), frozenset({Affiliation.EMPLOYEE, Affiliation.GUARDIAN}))
    assert person.is_a(Affiliation.EMPLOYEE)
    assert person.is_a(Affiliation.GUARDIAN)
    assert not person.is_a(Affiliation.PUPIL)


def test_precedence_of_outcomes() -> None:
    """The order of the protocol: out of scope, forbidden, consult, allowed if, allowed."""
    order = ["buiten_bereik", "verboden", "overleg", "toegestaan_mits", "toegestaan"]
    assert [outcome.value for outcome in sorted(Outcome, key=lambda outcome: outcome.rank)] == order
    assert worst([]) is Outcome.ALLOWED


@PROPERTY
@given(some=OUTCOMES, more=OUTCOMES)
def test_one_more_finding_never_helps(some: list[Outcome], more: list[Outcome]) -> None:
    assert worst(some + more).rank <= worst(some).rank
    assert worst(some + more) is worst([worst(some), worst(more)])
    assert worst(some) in {*some, Outcome.ALLOWED}
