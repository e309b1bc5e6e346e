"""Articles are laid beside the model protocol by what they say, whatever their number or heading."""

from __future__ import annotations

import random

import pytest

from deelwijs.protocols import corpus
from deelwijs.protocols.contents import Model
from tests.core.protocol_text.texts import matched, rules_for_all

ARTICLES = [article for article in corpus.load()["articles"]["articles"] if article["id"] != "Inl"]


def test_the_model_protocol_matches_itself_in_any_order_under_a_strange_heading() -> None:
    shuffled = ARTICLES[:]
    random.Random(7).shuffle(shuffled)  # noqa: S311 (an order, no secret)
    rows = "\n".join(
        f"{number}. {' '.join(article['tekst'].split())}" for number, article in enumerate(shuffled, start=1)
    )
    found = matched(f"Protocol\n\nZo doen wij dat hier\n\n{rows}\n")
    wrong = {
        article["id"]: match.norm
        for article, match in zip(shuffled, found.values(), strict=True)
        if match.norm != article["id"]
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("sentence", "norm"),
    [
        ("Tijdens de les blijft je telefoon in de kluis en maak je geen foto's of filmpjes.", "A1"),
        ("Wij vragen ouders schriftelijk om toestemming voordat een foto van hun kind online komt.", "A5"),
        ("Docenten accepteren geen vriendschapsverzoeken van leerlingen op hun privéaccount.", "A6"),
        ("Online lessen worden niet opgenomen en niet gedeeld.", "A7"),
        ("Meld grensoverschrijdend gedrag bij je mentor of de vertrouwenspersoon.", "A9"),
        ("Je bent zelf verantwoordelijk voor wat je plaatst.", "A3"),
        ("Een appgroep met leerlingen gebruiken we alleen voor roosterwijzigingen en huiswerk.", "B1"),
        ("Als een gesprek online escaleert, schakelt de docent de teamleider in.", "B3"),
        ("Bij strafbare feiten doet de school aangifte bij de politie.", "S7"),
        ("Ook doorsturen of retweeten is publiceren; je bent er verantwoordelijk voor.", "O2"),
    ],
)
def test_other_words_for_the_same_rule_are_recognised(sentence: str, norm: str) -> None:
    match = matched(f"Protocol\n\nOnze afspraken op school\n\n1. {sentence}\n2. Fietsen staan in het rek.\n")
    first, second = match.values()
    assert first.norm == norm
    assert second.norm is None


@pytest.mark.parametrize(
    "sentence", ["De kantine sluit om vier uur.", "Jassen hangen op de gang.", "Taart mag altijd."]
)
def test_an_article_about_something_else_stays_the_schools_own(sentence: str) -> None:
    (match,) = matched(rules_for_all(sentence)).values()
    assert (match.norm, match.certainty, match.sure) == (None, 0.0, False)


@pytest.mark.parametrize(
    ("article", "kind", "words"),
    [
        ("Een professionele groepsapp voor huiswerk en lesuitval mag voor leerlingen vanaf 13 "
         "jaar.", "age", "13"),
        ("Een professionele groepsapp voor huiswerk en lesuitval mag.", "age_missing", "16"),
        ("In de les maken leerlingen en medewerkers geen opnames en gebruiken ze geen sociale "
         "media.", "absolute", "altijd"),
        ("In de les maken leerlingen geen opnames zonder toestemming.", "people_missing", "medewerkers"),
        ("Een medewerker mag met een privéaccount vrienden worden met leerlingen en "
         "ouders.", "allows", "toe"),
        ("Een medewerker wordt geen vrienden met leerlingen of ouders, behalve bij "
         "familie.", "exception", "uitzondering"),
        ("In de les mogen leerlingen en medewerkers Snapchat niet gebruiken of opnames maken, tenzij "
         "de leraar het goedvindt.",
         "channels", "Snapchat"),
    ],
)  # fmt: skip
def test_what_differs_from_the_model_is_said(article: str, kind: str, words: str) -> None:
    (match,) = matched(rules_for_all(article)).values()
    found = {difference.kind: difference.message for difference in match.differences}
    assert words in found[kind]


def test_the_same_text_has_no_differences() -> None:
    texts = {key: " ".join(article.text.split()) for key, article in Model(corpus.load()).articles.items()}
    found = matched(rules_for_all(*(texts[f"A{number}"] for number in range(1, 10))))
    assert {key: match.differences for key, match in found.items() if match.differences} == {}
    assert all(match.sure for match in found.values())


def test_two_articles_may_be_about_one_norm() -> None:
    found = matched(
        rules_for_all(
            "De school vraagt ouders schriftelijk toestemming voor foto's.",
            "De school vraagt medewerkers schriftelijk toestemming voor video's.",
        )
    )
    assert [match.norm for match in found.values()] == ["A5", "A5"]
