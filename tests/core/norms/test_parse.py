"""What cannot be understood is named with its article, its key and the nearest word that exists."""

from __future__ import annotations

from typing import Any

import pytest

from deelwijs.core.finding import Outcome
from deelwijs.core.norms import Choices, NormError, compile_book, evaluate, read_facts
from tests.core.norms import small

FORBID = {"soort": "verbod", "als": {"handeling": "publiceren"}}


@pytest.mark.parametrize(
    ("norm", "place", "words"),
    [
        (
            {"soort": "verbod", "als": {"handelin": "opnemen"}},
            "X1 normen.1.als.handelin",
            "bedoelt u handeling",
        ),
        (
            {"soort": "verbod", "als": {"handeling": "opnemn"}},
            "X1 normen.1.als.handeling",
            "bedoelt u opnemen",
        ),
        ({"soort": "verbot", "als": {}}, "X1 normen.1", "bedoelt u verbod"),
        ({"soort": "verbod"}, "X1 normen.1", "begint met als"),
        ({**FORBID, "tenzei": {}}, "X1 normen.1", "bedoelt u tenzij"),
        ({**FORBID, "tenzij": {}, "vereist": {}}, "X1 normen.1", "niet allebei"),
        ({**FORBID, "tenzij": {"disclaimer": "ha"}}, "X1 normen.1.tenzij.disclaimer", "bedoelt u ja"),
        ({**FORBID, "plichten": ["contakt"]}, "X1 normen.1", "bedoelt u contact"),
        ({**FORBID, "voorwaarden": ["disclamer"]}, "X1 normen.1", "bedoelt u disclaimer"),
        ({**FORBID, "zin": "Tot {grans} jaar."}, "X1 normen.1", "bedoelt u grens"),
        ({"soort": "verbod", "als": {"leeftijd": {"onder": "$grenz"}}}, "X1 normen.1.als.leeftijd", "grens"),
        (
            {"soort": "verbod", "als": {"leeftijd": {"beneden": 3}}},
            "X1 normen.1.als.leeftijd",
            "vergelijking",
        ),
        ({"soort": "verbod", "als": {"leeftijd": 200}}, "X1 normen.1.als.leeftijd", "past"),
        ({"soort": "verbod", "als": {"wie": "leerling"}}, "X1 normen.1.als.wie", "lijst"),
        ({"soort": "verbod", "als": {"begrip": "dele"}}, "X1 normen.1.als.begrip", "het begrip dele"),
        ({"soort": "verbod", "als": {"lezing": {"x": "y"}}}, "X1 normen.1.als.lezing", "de lezing x"),
        ({"soort": "verbod", "als": ["handeling"]}, "X1 normen.1.als", "voorwaarde"),
        (
            {"soort": "verbod", "als": {"een_van": [{"wi": []}]}},
            "X1 normen.1.als.een_van.wi",
            "bedoelt u wie",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(norm: dict[str, Any], place: str, words: str) -> None:
    with pytest.raises(NormError) as found:
        small.book(norm)
    (problem, *_) = found.value.problems
    assert problem.where.startswith(place)
    assert words in problem.message


def test_all_mistakes_are_named_at_once() -> None:
    with pytest.raises(NormError) as found:
        small.book({"soort": "verbot", "als": {}}, FORBID, {"soort": "verbod", "als": {"x": 1}})
    assert [problem.where for problem in found.value.problems] == ["X1 normen.1", "X1 normen.3.als.x"]


READING = {"streng": {"vraag": "?", "keuzes": {"ja": "Ja", "nee": "Nee"}, "standaard": "nee", "bij": {}}}
STRICT = {"soort": "verbod", "als": {"handeling": "publiceren", "lezing": {"streng": "ja"}}}


def test_a_reading_switches_a_norm() -> None:
    facts = {"handeling": "publiceren"}
    plain = small.book(STRICT, lezingen=READING)
    strict = small.book(STRICT, lezingen=READING, choices=Choices(readings={"streng": "ja"}))
    assert evaluate(plain, read_facts(plain, facts)).outcome is Outcome.ALLOWED
    assert evaluate(strict, read_facts(strict, facts)).outcome is Outcome.FORBIDDEN


@pytest.mark.parametrize(
    ("choices", "place"),
    [
        (Choices(readings={"strang": "ja"}), "lezingen"),
        (Choices(readings={"streng": "soms"}), "lezingen.streng"),
        (Choices(parameters={"grins": 3}), "parameters"),
        (Choices(optional=frozenset({"X1"})), "aanvullingen"),
        (Choices(parameters={"grens": "zestien"}), "parameters"),
    ],
)
def test_a_choice_that_does_not_exist(choices: Choices, place: str) -> None:
    with pytest.raises(NormError) as found:
        small.book(STRICT, lezingen=READING, choices=choices)
    assert found.value.problems[0].where == place


def test_a_parameter_moves_a_limit() -> None:
    norm = {"soort": "verbod", "als": {"leeftijd": {"onder": "$grens"}}}
    usual, other = small.book(norm), small.book(norm, choices=Choices(parameters={"grens": 13}))
    assert evaluate(usual, read_facts(usual, {"leeftijd": 14})).outcome is Outcome.FORBIDDEN
    assert evaluate(other, read_facts(other, {"leeftijd": 14})).outcome is Outcome.ALLOWED


def test_not_is_the_other_answers() -> None:
    norm = {"soort": "verbod", "als": {"niet": {"een_van": [{"wie": []}, {"disclaimer": "ja"}]}}}
    book = small.book(norm)

    def outcome(**facts: Any) -> Outcome | None:
        return evaluate(book, read_facts(book, facts)).outcome

    assert outcome(wie=["ouder"], disclaimer="nee") is Outcome.FORBIDDEN
    assert outcome(wie=[]) is Outcome.ALLOWED
    assert outcome(disclaimer="ja") is Outcome.ALLOWED
    assert outcome(wie=["ouder"]) is None


def test_an_optional_article_counts_only_when_switched_on() -> None:
    whole = small.content(FORBID, optioneel=True)
    for chosen, outcome in ((frozenset(), Outcome.ALLOWED), (frozenset({"X1"}), Outcome.FORBIDDEN)):
        book = compile_book(whole, Choices(optional=chosen))
        assert evaluate(book, read_facts(book, {"handeling": "publiceren"})).outcome is outcome


@pytest.mark.parametrize(
    ("offers", "words"),
    [
        ({"publiceren": {"disclaimr": ["ja"]}}, "bedoelt u disclaimer"),
        ({"publiceren": {"disclaimer": ["jaa"]}}, "bedoelt u ja"),
        ({"publiceeren": {"disclaimer": ["ja"]}}, "bedoelt u publiceren"),
    ],
)
def test_an_offer_on_what_does_not_exist_is_named(offers: dict[str, Any], words: str) -> None:
    content = small.content(FORBID)
    content["facts"]["feiten"][0]["alleen_voor"] = offers
    with pytest.raises(NormError) as found:
        compile_book(content)
    (problem,) = found.value.problems
    assert problem.where == "feiten handeling.alleen_voor"
    assert words in problem.message


def test_an_answer_is_offered_on_what_is_known_and_judged_all_the_same() -> None:
    content = small.content(FORBID)
    content["facts"]["feiten"][0]["alleen_voor"] = {"publiceren": {"disclaimer": ["ja"]}}
    book = compile_book(content)
    publish, record = book.facts["handeling"].answers
    assert book.facts["handeling"].follows == {"disclaimer"}
    assert [publish.is_offered(known) for known in ({}, {"disclaimer": "nee"}, {"disclaimer": "ja"})] == [
        False,
        False,
        True,
    ]
    assert record.is_offered({})
    judged = evaluate(book, read_facts(book, {"handeling": "publiceren", "disclaimer": "nee"}))
    assert judged.outcome is Outcome.FORBIDDEN
