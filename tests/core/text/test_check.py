"""What holds for the text check whatever the text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deelwijs.core.people import Affiliation, Name, Person
from deelwijs.core.text import AuthorContext, MatchKind, TextMatch, build_index, check_text
from deelwijs.protocols.lexicon import load_lexicon
from tests.core.text.school import AUTHORS, SCHOOL, index, people, posts

ANYBODY = AuthorContext()


def found(text: str, author: AuthorContext = ANYBODY) -> list[tuple[str, str]]:
    check = check_text(text, index(), author=author)
    return [(match.kind.name, text[match.span.start : match.span.end]) for match in check.matches]


def first(text: str, author: AuthorContext = ANYBODY) -> TextMatch:
    return check_text(text, index(), author=author).matches[0]


@pytest.mark.parametrize(
    "written",
    [
        "Sofia\u200b Lindqvist",
        "So\u200bfia Lindqvist",
        "Sofi\u0430 Lindqvist",
        "Ｓｏｆｉａ Lindqvist",
        "𝐒𝐨𝐟𝐢𝐚 Lindqvist",
        "Sofia\u00a0Lindqvist",
        "\u202eSofia Lindqvist\u202c",
        "Sofi\u0301a Lindqvist",
    ],
    ids=["joint", "split", "cyrillic", "wide", "bold", "no-break", "right-to-left", "combining"],
)
def test_disguised_names_are_found_at_their_place(written: str) -> None:
    text = f"🎉🎉 Knap van {written}, zeg 👩‍👧"
    match = next(m for m in check_text(text, index(), author=ANYBODY).matches if m.kind is MatchKind.PERSON)
    assert match.candidates == ("sofia-lindqvist",)
    assert text[match.span.start : match.span.end].strip("\u202e\u202c") in written


def test_a_class_narrows_the_candidates() -> None:
    assert set(first("Het doelpunt kwam van Noor.").candidates) == {"noor-el-amrani", "noor-van-dijk"}
    assert first("Het doelpunt kwam van Noor uit 3C.").candidates == ("noor-el-amrani",)


def test_who_is_named_in_full_elsewhere_comes_first() -> None:
    matches = check_text(
        "Noor van Dijk maakte de foto's. Vraag Noor om meer.", index(), author=ANYBODY
    ).matches
    assert [match.candidates[0] for match in matches] == ["noor-van-dijk", "noor-van-dijk"]


def test_a_full_name_of_a_pupil_may_be_shortened() -> None:
    assert first("Applaus voor Imani Owusu.").suggestion == "Imani"
    assert first("Applaus voor Els Kramer.").suggestion is None
    assert first("Bel 06 12345678.").suggestion == ""


def test_the_schools_own_data_is_no_finding() -> None:
    address = "Het Kompas College, Windroosplein 1, 4321 ZZ Windmeer"
    assert found(f"{address}, 0118-555 010, info@hetkompas.example, @hetkompas") == []


def test_numbers_are_checked_before_they_count() -> None:
    assert found("bsn 111222333") == [("BSN", "111222333")]
    assert found("bsn 111222334") == []
    assert found("naar NL91 ABNA 0417 1643 00 graag") == [("IBAN", "NL91 ABNA 0417 1643 00")]
    assert found("naar NL92 ABNA 0417 1643 00 graag") == []
    assert found("bel 0900-1234") == []


def test_a_birthday_is_known_by_its_word_or_by_the_roster() -> None:
    born = index().people["imani-owusu"].birth_date
    assert born is not None
    day = born.strftime("%d-%m-%Y")
    assert ("DOB", day) in found(f"Imani Owusu, {day}")
    assert found(f"Feest op {day}") == []
    assert found("geboren 01-02-2011") == [("DOB", "01-02-2011")]


def test_a_theme_is_not_said_of_a_person() -> None:
    assert [kind for kind, _ in found("Emma Vos geeft een workshop over autisme.")] == ["PERSON"]
    assert [kind for kind, _ in found("Emma Vos heeft autisme.")] == ["PERSON", "SPECIAL_HEALTH"]


def test_a_name_that_is_a_word_needs_a_reason() -> None:
    assert found("een mooie jade steen", AUTHORS["pupil"]) == []
    assert found("Jade won de race.") == [("PERSON", "Jade")]


def test_nobody_is_found_without_a_roster() -> None:
    empty = build_index((), SCHOOL, load_lexicon())
    assert check_text("Emma Vos uit 5H en Sem de Boer", empty, author=ANYBODY).matches == ()


def test_somebody_with_one_name_only() -> None:
    assert found("Vandaag zong Suryani voor ons.") == [("PERSON", "Suryani")]


PIECES = st.one_of(
    st.sampled_from([post.text for post in posts()]),
    st.sampled_from(
        [
            "\u200b",
            "\u202e",
            "🎉",
            "é",
            "e\u0301",
            "İ",
            "ß",
            "@",
            "06 ",
            "1234 AB ",
            "Noor",
            "uit 3C",
            "\n",
            "-",
            "'s ",
        ]
    ),
    st.text(max_size=12),
)
TEXTS = st.lists(PIECES, max_size=6).map("".join)
STRANGER = Person("q", Name("Qwirijn", "", "Zwxqvoort"), frozenset({Affiliation.PUPIL}), date(2012, 1, 1))
REVERSED = build_index(reversed(people()), SCHOOL, load_lexicon())
LARGER = build_index([*people(), STRANGER], SCHOOL, load_lexicon())


@settings(max_examples=80, deadline=None)
@given(TEXTS, st.sampled_from(sorted(AUTHORS)))
def test_spans_stay_inside_the_text(text: str, who: str) -> None:
    for match in check_text(text, index(), author=AUTHORS[who]).matches:
        assert 0 <= match.span.start < match.span.end <= len(text)


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_answer(text: str) -> None:
    assert check_text(text, index(), author=ANYBODY) == check_text(text, REVERSED, author=ANYBODY)


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_a_stranger_in_the_roster_takes_nobody_away(text: str) -> None:
    sure = {m.span for m in check_text(text, index(), author=ANYBODY).matches if m.certain}
    assert sure <= {m.span for m in check_text(text, LARGER, author=ANYBODY).matches}


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="\u200b\u200d\u202e\u2066\ufeff 🎉é", max_size=20))
def test_places_hold_after_unseen_characters(before: str) -> None:
    text = f"{before} Imani Owusu"
    matches = [m for m in check_text(text, index(), author=ANYBODY).matches if m.kind is MatchKind.PERSON]
    assert [text[m.span.start : m.span.end] for m in matches] == ["Imani Owusu"]


def test_a_very_long_text_is_read_to_its_end() -> None:
    text = "De les begon op tijd en iedereen deed mee. " * 2000 + "Toen kwam Emma Vos."
    assert found(text)[-1] == ("PERSON", "Emma Vos")


def test_long_runs_without_meaning_do_not_hold_up_the_check() -> None:
    for run in (
        "a" * 20_000,
        "1" * 20_000,
        "a " * 10_000,
        "ab-" * 7_000,
        "@" * 5_000,
        "'" * 5_000,
        "ik werk " * 2_000,
    ):
        check_text(run, index(), author=AUTHORS["private"])


def test_an_author_is_not_told_apart_by_the_order_of_the_roster() -> None:
    author = replace(ANYBODY, person_id="noor-van-dijk")
    assert first("Groet van Noor.", author).candidates[0] == "noor-van-dijk"
