"""The model protocol as data: whole, sound, and its own examples hold."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deelwijs.core.norms import Choices, NormKind, advise, compile_book, lint, read_facts
from deelwijs.protocols import corpus
from tests.core.norms.school import interview, model

CONTENT = corpus.load()
ARTICLES: list[dict[str, Any]] = CONTENT["articles"]["articles"]
OPTIONAL = frozenset(article["id"] for article in ARTICLES if article.get("optioneel"))
EXAMPLES = [(article, example) for article in ARTICLES for example in article.get("voorbeelden", [])]
each_example = pytest.mark.parametrize(
    ("article", "example"), EXAMPLES, ids=[f"{article['id']}-{n}" for n, (article, _) in enumerate(EXAMPLES)]
)


@pytest.mark.parametrize("optional", [frozenset(), OPTIONAL])
def test_nothing_is_wrong_with_it(optional: frozenset[str]) -> None:
    assert lint(CONTENT, Choices(optional=optional)) == ()


@each_example
def test_an_example_is_a_story_that_holds(article: dict[str, Any], example: dict[str, Any]) -> None:
    book = model(frozenset({article["id"]}) & OPTIONAL)
    facts = {**CONTENT["examples"]["gewoon"], **example["feiten"]}
    found = advise(book, read_facts(book, facts)).verdict
    assert found.outcome == example["uitkomst"]
    assert set(example.get("artikelen", [])) <= set(found.articles)
    assert not set(example.get("niet", [])) & set(found.articles)
    assert example["verhaal"].endswith(".")
    assert "!" not in example["verhaal"]


@each_example
def test_its_interview_is_short(article: dict[str, Any], example: dict[str, Any]) -> None:
    book = model(frozenset({article["id"]}) & OPTIONAL)
    answers = {**CONTENT["examples"]["gewoon"], **example["feiten"]}
    talk = interview(book, answers)
    assert talk.outcome == example["uitkomst"]
    assert len(talk.screens) <= 7


def test_every_article_that_decides_has_examples() -> None:
    without = [a["id"] for a in ARTICLES if a.get("normen") and not a.get("voorbeelden")]
    assert without == []


@pytest.mark.parametrize("compiled", model(OPTIONAL).norms, ids=lambda compiled: compiled.norm.id)
def test_every_norm_can_speak(compiled: Any) -> None:
    norm = compiled.norm
    assert norm.sentence.endswith(".")
    if norm.fulfilled:
        assert norm.lifted_sentence.endswith(".")
    if norm.kind is NormKind.REQUIREMENT:
        assert norm.conditions
    if norm.kind is NormKind.PROHIBITION:
        assert norm.advice


def test_every_question_speaks_to_both() -> None:
    for fact in model().facts.values():
        assert fact.question.endswith("?")
        assert not {"u", "uw", "uzelf"} & set(fact.question_je.lower().rstrip("?").split())
        assert not {"je", "jij", "jouw"} & set(fact.question.lower().rstrip("?").split())
        assert fact.screen in model().screens


def test_each_choice_of_a_reading_works() -> None:
    for reading in model().readings.values():
        assert reading.default in reading.choices
        for choice in reading.choices:
            compile_book(CONTENT, Choices(readings={reading.name: choice}))


def test_a_school_with_its_own_ages() -> None:
    book = compile_book(CONTENT, Choices(parameters={"leeftijd_groepsapp": 13}))
    facts = {**CONTENT["examples"]["gewoon"], "rol": "medewerker", "handeling": "groepsapp_maken"}
    assert advise(book, read_facts(book, {**facts, "jongste_leeftijd": 13})).verdict.outcome == "toegestaan"
    assert advise(book, read_facts(book, {**facts, "jongste_leeftijd": 12})).verdict.outcome == "verboden"


def test_family_may_be_excepted() -> None:
    family = {
        **CONTENT["examples"]["gewoon"], "rol": "medewerker", "handeling": "vriend_worden",
        "kanaal": "prive_account", "met_wie": "leerling", "familie": "ja",
    }  # fmt: skip
    for choices, outcome in (
        (Choices(), "verboden"),
        (Choices(readings={"familie": "uitgezonderd"}), "toegestaan"),
        (Choices(optional=frozenset({"O5"})), "toegestaan"),
        (Choices(optional=frozenset({"O5"}), readings={"familie": "ook_verboden"}), "verboden"),
    ):
        book = compile_book(CONTENT, choices)
        assert advise(book, read_facts(book, family)).verdict.outcome == outcome


def test_a_yes_of_the_parents_may_run_on() -> None:
    photo = {
        **CONTENT["examples"]["gewoon"], "rol": "medewerker", "hoedanigheid": "werk",
        "handeling": "publiceren",
        "kanaal": "schoolaccount", "afgebeelden": ["leerling"], "jongste_leeftijd": 16,
        "toestemming": "schriftelijk", "toestemming_door": "ouder",
    }  # fmt: skip
    for choice, outcome in (("bevestigen", "verboden"), ("doorlopen", "toegestaan")):
        book = compile_book(CONTENT, Choices(readings={"zelf_bevestigen": choice}))
        assert advise(book, read_facts(book, photo)).verdict.outcome == outcome


def test_a_version_is_known_by_its_content() -> None:
    through_json = json.loads(json.dumps(CONTENT))
    assert through_json == CONTENT
    assert corpus.content_hash(through_json) == corpus.content_hash(CONTENT)
    changed = json.loads(json.dumps(CONTENT))
    changed["articles"]["parameters"]["leeftijd_groepsapp"]["waarde"] = 15
    assert corpus.content_hash(changed) != corpus.content_hash(CONTENT)
