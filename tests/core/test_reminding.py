"""Reminders come on their days, never more often than that, and make good for days that were missed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelwijs.core.reminding import Rhythm, Step, step_due

DUE = date(2026, 12, 4)
RHYTHM = Rhythm(days=(-7, -2, 1, 8), apart=2)
offsets = st.lists(st.integers(-20, 20), max_size=6, unique=True)


def day(offset: int) -> date:
    return DUE + timedelta(days=offset)


def mails(rhythm: Rhythm, looked_on: list[date]) -> list[tuple[date, Step]]:
    """The mails that somebody gets who never answers, when somebody looks on these days."""
    sent: list[tuple[date, Step]] = []
    for today in looked_on:
        step = step_due(rhythm, due_on=DUE, last_on=sent[-1][0] if sent else None, today=today)
        if step:
            sent.append((today, step))
    return sent


def test_the_question_first_and_then_each_reminder_on_its_day() -> None:
    assert mails(RHYTHM, [day(offset) for offset in range(-20, 30)]) == [
        (day(-20), Step.QUESTION),
        (day(-7), Step.REMINDER),
        (day(-2), Step.REMINDER),
        (day(1), Step.OVERDUE),
        (day(8), Step.OVERDUE),
    ]


def test_who_is_asked_late_gets_no_reminder_the_day_after() -> None:
    sent = mails(RHYTHM, [day(offset) for offset in range(-3, 5)])
    assert sent == [(day(-3), Step.QUESTION), (day(-1), Step.REMINDER), (day(1), Step.OVERDUE)]


def test_days_that_were_missed_are_made_good_with_one_mail() -> None:
    looked_on = [day(-20), *[day(offset) for offset in range(3, 6)]]
    assert mails(RHYTHM, looked_on) == [(day(-20), Step.QUESTION), (day(3), Step.OVERDUE)]


def test_who_joins_after_the_day_is_asked_and_left_alone() -> None:
    assert mails(RHYTHM, [day(offset) for offset in range(20, 60)]) == [(day(20), Step.QUESTION)]


@pytest.mark.parametrize("today", [day(-7), day(-6)])
def test_the_day_itself_counts_and_a_later_one_too(today: date) -> None:
    assert step_due(RHYTHM, due_on=DUE, last_on=day(-20), today=today) is Step.REMINDER


@given(days=offsets, apart=st.integers(0, 5), looks=st.sets(st.integers(-30, 40), min_size=1))
def test_however_often_somebody_looks(days: list[int], apart: int, looks: set[int]) -> None:
    rhythm = Rhythm(tuple(days), apart)
    sent = mails(rhythm, [day(look) for look in sorted(looks) for _ in range(2)])
    assert len(sent) <= len(days) + 1
    assert sent[0][1] is Step.QUESTION
    gaps = [later[0] - earlier[0] for earlier, later in pairwise(sent)]
    assert all(gap.days >= max(apart, 1) for gap in gaps)
    assert all((step is Step.OVERDUE) == (on > DUE) for on, step in sent[1:])
