"""The interview in an address: nothing is lost and nothing strange comes in."""

from __future__ import annotations

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from deelwijs.advice.interview import Interview

KNOWN = frozenset({"rol", "handeling", "kanaal", "afgebeelden"})
NAMES = st.sampled_from([*sorted(KNOWN), "stap", "weet_niet", "onzin"])
PAIRS = st.lists(st.tuples(NAMES, st.sampled_from(["leerling", "rol", "rol.kanaal", "weet_niet", "x", ""])))


@given(PAIRS)
def test_an_address_gives_the_same_interview_back(pairs: list[tuple[str, str]]) -> None:
    interview = Interview.read(pairs, KNOWN)
    again = Interview.read(parse_qsl(interview.query, keep_blank_values=True), KNOWN)
    assert again == interview


@given(PAIRS)
def test_only_the_vocabulary_comes_in(pairs: list[tuple[str, str]]) -> None:
    interview = Interview.read(pairs, KNOWN)
    named = {*interview.answers, *interview.unknown, *(name for step in interview.steps for name in step)}
    assert named <= KNOWN


def test_back_takes_the_last_screen_away() -> None:
    pairs = [("rol", "leerling"), ("stap", "rol"), ("kanaal", "mail"), ("handeling", "weet_niet")]
    interview = Interview.read([*pairs, ("stap", "kanaal.handeling")], KNOWN)
    assert interview.unknown == ("handeling",)
    assert interview.back() == Interview.read(pairs[:2], KNOWN)
    assert interview.back().back() == Interview()


def test_what_was_left_open_is_noticed() -> None:
    pairs = [("rol", "leerling"), ("stap", "rol.kanaal")]
    assert Interview.read(pairs, KNOWN).missing == ("kanaal",)
    assert Interview.read([*pairs, ("kanaal", "weet_niet")], KNOWN).missing == ()


def test_an_empty_box_is_an_answer_that_somebody_does_not_have() -> None:
    interview = Interview.read([("kanaal", ""), ("stap", "kanaal")], KNOWN)
    assert (interview.unknown, interview.missing, dict(interview.answers)) == (("kanaal",), (), {})
