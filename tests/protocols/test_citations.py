"""How often an article was cited: added up from rooms above, and never so that people can be seen in it."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelwijs.protocols import citations
from deelwijs.protocols.citations import Source, register, school_year

SCHOOL = uuid4()
AUTUMN, SUMMER = date(2026, 8, 1), date(2027, 7, 31)


@pytest.fixture(autouse=True)
def nobody_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(citations, "_SOURCES", {})


def source(name: str, **numbers: int) -> Source:
    return Source(name, "keer", lambda *_: numbers)


def test_each_source_counts_for_itself() -> None:
    register(source("posts", A5=412))
    register(source("advice", A5=7, A1=63))
    of = citations.citations(SCHOOL, AUTUMN, SUMMER)
    assert [(one.source, one.number) for one in of("A5")] == [("posts", 412), ("advice", 7)]
    assert [one.figure for one in of("A1")] == ["minder dan 5", "63"]


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4])
def test_a_small_number_is_not_told_and_neither_is_none(number: int) -> None:
    register(source("cases", S4=number))
    (one,) = citations.citations(SCHOOL, AUTUMN, SUMMER)("S4")
    assert (one.number, one.figure) == (None, "minder dan 5")


def test_a_source_is_asked_once_about_its_own_school_and_year() -> None:
    asked: list[tuple[UUID, date, date]] = []

    def count(*question: object) -> dict[str, int]:
        asked.append(question)  # type: ignore[arg-type]
        return {}

    register(Source("posts", "keer", count))
    of = citations.citations(SCHOOL, AUTUMN, SUMMER)
    for article in ("A1", "A2", "A3"):
        of(article)
    assert asked == [(SCHOOL, AUTUMN, SUMMER)]


def test_a_name_is_registered_once() -> None:
    register(source("posts"))
    with pytest.raises(ValueError, match="posts"):
        register(source("posts", A5=1))


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 11, 24), AUTUMN, SUMMER),
        (date(2026, 8, 1), AUTUMN, SUMMER),
        (date(2027, 7, 31), AUTUMN, SUMMER),
        (date(2028, 2, 29), date(2027, 8, 1), date(2028, 7, 31)),
    ],
)
def test_the_school_year(day: date, first: date, last: date) -> None:
    assert school_year(day) == (first, last)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_day_lies_in_its_own_school_year(day: date) -> None:
    first, last = school_year(day)
    assert first <= day <= last
    assert school_year(first) == school_year(last) == (first, last)
