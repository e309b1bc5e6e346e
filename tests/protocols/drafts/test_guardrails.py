"""What a school sees before it adopts: errors block, warnings must be seen, each with the place to repair."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from deelwijs.core import drafting
from deelwijs.core.drafting import OwnArticle, OwnRule, RuleKind, Wording
from deelwijs.protocols import corpus
from deelwijs.protocols.contents import Model
from deelwijs.protocols.drafts.guardrails import Point, inspect
from deelwijs.protocols.drafts.kit import offer

DAY = date(2026, 11, 25)
MODEL = corpus.load()
KIT = offer(MODEL).kit
WORDS = Wording("Eigen regel", "Een eigen regel.", "Een eigen regel.", "Een eigen regel.")
NO_INTRANET = OwnRule(
    RuleKind.FORBIDDEN, "mededeling_doen", "Niet zo.", where=("intranet", "groepsapp"), advice="Bel."
)
Content = dict[str, Any]


def points(content: Content) -> list[Point]:
    return list(inspect(Model(content), DAY).points)


def with_rule(rule: OwnRule) -> Content:
    return drafting.with_article(MODEL, "A", OwnArticle(WORDS, rule), KIT)[0]


def with_norm(**norm: Any) -> Content:
    """The model in which the first rule of A6 is another one."""
    content = copy.deepcopy(MODEL)
    next(one for one in content["articles"]["articles"] if one["id"] == "A6")["normen"][0] |= norm
    return content


def with_text(article: str, **words: str) -> Content:
    content = copy.deepcopy(MODEL)
    next(one for one in content["articles"]["articles"] if one["id"] == article).update(words)
    return content


def test_the_model_gives_nothing_to_look_at() -> None:
    assert points(MODEL) == []


@pytest.mark.parametrize(
    ("make", "severity", "title", "article", "words"),
    [
        (lambda: with_norm(als={"handelin": "opnemen"}), "error", "bestaat niet", "A6", "handeling"),
        (lambda: with_norm(als={}), "error", "geldt altijd", "A6", "voor iedereen"),
        (lambda: with_norm(als={}, soort="mededeling"), "warning", "geldt altijd", "A6", "voor iedereen"),
        (
            lambda: with_norm(als={"familie": "ja", "niet": {"familie": "ja"}}),
            "warning", "doet nooit iets", "A6", "sluiten elkaar uit",
        ),
        (lambda: with_rule(NO_INTRANET), "warning", "spreken elkaar tegen", "B1", "overtreedt altijd A10"),
        (
            lambda: drafting.with_parameter(MODEL, "leeftijd_groepsapp", 15),
            "warning", "komt anders uit", "B1", "Het antwoord was «Dit mag niet» en wordt «Dit mag».",
        ),
        (
            lambda: drafting.with_parameter(MODEL, "leeftijd_zelf_toestemming", 15),
            "warning", "De wet zegt iets anders", "A5", "U koos 15 jaar.",
        ),
        (
            lambda: with_text("B1", tekst="Een groepsapp vanaf 14 jaar.", uitleg="x", uitleg_leerling="x"),
            "warning", "een andere leeftijd", "B1", "staat 14 jaar. De regels rekenen met 16 jaar.",
        ),
        (lambda: with_text("U1", uitleg=""), "warning", "De uitleg ontbreekt", "U1", "wat het voor hen"),
    ],
)  # fmt: skip
def test_each_kind_is_said_in_words_with_its_place(
    make: Callable[[], Content], severity: str, title: str, article: str, words: str
) -> None:
    found = [point for point in points(make()) if title in point.title and point.article == article]
    assert found, points(make())
    assert found[0].severity == severity
    assert words in found[0].sentence
    assert found[0].url.startswith(reverse("protocols:draft"))


def test_an_example_that_changes_is_told_as_its_story() -> None:
    (found,) = points(drafting.with_parameter(MODEL, "leeftijd_groepsapp", 15))
    assert found.story == "Een mentor maakt een groepsapp met een klas waarin iemand van 15 zit."


def test_the_law_stands_apart_from_the_protocol() -> None:
    found = points(drafting.with_parameter(MODEL, "leeftijd_zelf_toestemming", 15))
    statutes = [point for point in found if point.statute]
    assert [point.statute for point in statutes] == ["UAVG artikel 5"]
    before = inspect(Model(drafting.with_parameter(MODEL, "leeftijd_zelf_toestemming", 15)), date(2017, 1, 1))
    assert not [point for point in before.points if point.statute]  # that rule did not hold yet


def test_errors_come_first() -> None:
    content = with_norm(als={})
    content = drafting.with_parameter(content, "leeftijd_zelf_toestemming", 15)
    severities = [point.severity for point in points(content)]
    assert severities == sorted(severities)
    assert {"error", "warning"} == set(severities)


def test_a_setting_that_does_not_exist_leads_to_the_settings() -> None:
    content = {**MODEL, "choices": {"parameters": {"onbekend": 1}}}
    (found,) = points(content)
    assert (found.article, found.url) == ("", reverse("protocols:draft_settings"))
