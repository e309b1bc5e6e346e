"""What stands in ``school.yaml``, without a database."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelwijs.core.people import Affiliation, age_on, birthday
from deelwijs.demo.data import DemoSchool, born, read
from deelwijs.people.importers.records import ImportedSchool, PersonRow
from deelwijs.people.importers.roll import Roll
from deelwijs.people.importers.summary import Counts, summarise
from deelwijs.people.importers.unrolling import pour
from deelwijs.protocols import corpus
from deelwijs.ui import icons
from tests.demo.conftest import DAY

days = st.dates(date(2024, 1, 1), date(2060, 12, 31))


@pytest.fixture(scope="module")
def demo() -> DemoSchool:
    return read(DAY)


def people(demo: DemoSchool, kind: Affiliation) -> dict[str, PersonRow]:
    return {row.source_id: row for row in demo.people.people if kind in row.kinds}


def counted(school: ImportedSchool, day: date) -> Counts:
    with Roll() as roll:
        pour(school, roll)
        return summarise(roll, day, ages=(16,))


@given(days, st.integers(0, 60), st.integers(0, 364))
def test_somebody_has_the_given_age_on_any_day(day: date, age: int, birthday_in: int) -> None:
    assert age_on(born(day, age, birthday_in), day) == age


@given(days, st.integers(0, 60), st.integers(0, 364))
def test_the_next_birthday_is_so_many_days_away(day: date, age: int, birthday_in: int) -> None:
    if (day + timedelta(days=birthday_in)).strftime("%m%d") != "0229":
        turning = age if birthday_in == 0 else age + 1
        assert birthday(born(day, age, birthday_in), turning) == day + timedelta(days=birthday_in)


@given(days)
def test_the_sixteenth_birthday_is_always_today_and_tomorrow(day: date) -> None:
    counts = counted(read(day).people, day)
    assert counts["exactly16_today"] == ["thijs-van-der-linden"]
    assert counts["turns16_tomorrow"] == ["maud-peeters"]


def test_four_classes_with_about_ten_pupils(demo: DemoSchool) -> None:
    sizes = Counter(row.group for row in demo.people.enrolments if not row.is_teacher)
    assert sizes == {"1A": 10, "2B": 10, "3C": 11, "5H": 10}
    assert {row.group for row in demo.people.enrolments if row.is_teacher} == set(sizes)


def test_families_differ(demo: DemoSchool) -> None:
    pupils = people(demo, Affiliation.PUPIL).values()
    assert Counter(len(pupil.guardians) for pupil in pupils) == {2: 35, 1: 5, 0: 1}
    by_guardian = Counter(guardian.source_id for pupil in pupils for guardian in pupil.guardians)
    assert [guardian for guardian, count in by_guardian.items() if count == 2] == [
        "karim-bakkali",
        "leila-el-fassi",
        "marieke-hendriks",
        "bas-hendriks",
    ]
    assert any(not guardian.has_custody for pupil in pupils for guardian in pupil.guardians)


def test_all_ages_are_there(demo: DemoSchool) -> None:
    ages = [age_on(row.birth_date, DAY) for row in demo.people.people if row.birth_date]
    assert min(ages) == 12
    assert max(ages) == 18
    assert ages.count(16) >= 3


def test_names_are_of_all_kinds(demo: DemoSchool) -> None:
    names = [row.name for row in people(demo, Affiliation.PUPIL).values()]
    assert any(not name.family for name in names)
    assert any("-" in name.family for name in names)
    assert any("'" in name.infix for name in names)
    assert any(not name.full.isascii() for name in names)
    in_2b = [row.person for row in demo.people.enrolments if row.group == "2B" and not row.is_teacher]
    given = Counter(people(demo, Affiliation.PUPIL)[person].name.given for person in in_2b)
    assert given["Sem"] == 2
    assert counted(demo.people, DAY)["same_name_same_class"] == []


def test_ids_and_mail_addresses_are_nobody_elses(demo: DemoSchool) -> None:
    rows = demo.people.people
    assert len({row.source_id for row in rows}) == len(rows)
    addresses = [row.email for row in rows if row.email]
    assert len(set(addresses)) == len(addresses) == len(rows) - 1
    assert all(address.endswith(".example") and address.isascii() for address in addresses)


def test_everybody_named_is_a_person(demo: DemoSchool) -> None:
    known = {row.source_id for row in demo.people.people}
    named = {answer.person for answer in demo.answers} | {answer.by for answer in demo.answers}
    named |= {entry.person for entry in demo.sign_ins} | set(demo.roles)
    assert named <= known


def test_answers_are_about_real_purposes_and_channels(demo: DemoSchool) -> None:
    purposes = {purpose["id"] for purpose in corpus.load()["purposes"]}
    given = {(purpose, channel) for answer in demo.answers for purpose, channel, _ in answer.answers}
    assert {purpose for purpose, _ in given} == purposes
    assert {channel for _, channel in given} == {channel.key for channel in demo.channels}


def test_channels_have_a_picture_that_exists(demo: DemoSchool) -> None:
    assert {channel.icon for channel in demo.channels} <= set(icons.KNOWN)


def test_each_sign_in_says_in_a_sentence_what_it_shows(demo: DemoSchool) -> None:
    assert len(demo.sign_ins) == 8
    for entry in demo.sign_ins:
        assert entry.sentence.endswith(".")
        assert len(entry.sentence.split()) <= 15
