"""The model protocol: complete, in plain Dutch, and in our own words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from deelwijs.protocols import corpus

KINDS = {"bereik", "beginsel", "feit", "verbod", "plicht", "toestemming", "bevoegdheid", "gevolg"}
KEYS = {
    "id", "titel", "kort", "kind", "tekst", "uitleg", "uitleg_leerling", "normen", "lezingen", "begrippen",
    "voorbeelden", "optioneel", "kiest",
}  # fmt: skip
TEXTS = ("tekst", "uitleg", "uitleg_leerling")
AVOIDED = re.compile(
    r"\b(helaas|succesvol|middels|content|item|status|verwerken|respectievelijk)\b", re.IGNORECASE
)
LONGEST_RUN = 8  # words in a row that our text may share with a school's own protocol


def content() -> dict[str, Any]:
    articles: dict[str, Any] = corpus.load()["articles"]
    return articles


ARTICLES: list[dict[str, Any]] = content()["articles"]
each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["id"])


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?])\s+", text)


def words(text: str) -> list[str]:
    return re.findall(r"[\w'-]+", text.lower())


def test_every_article_is_there_in_order() -> None:
    numbered = {"U": 5, "D": 2, "A": 9, "B": 4, "C": 4, "S": 7, "V": 1}
    ids = [
        "Inl",
        *(f"{letter}{number}" for letter, last in numbered.items() for number in range(1, last + 1)),
    ]
    assert [article["id"] for article in ARTICLES if not article.get("optioneel")] == ids


def test_optional_articles_come_last() -> None:
    optional = [article["id"] for article in ARTICLES if article.get("optioneel")]
    assert optional == [article["id"] for article in ARTICLES][-len(optional) :]
    assert len(optional) >= 6


def test_every_article_belongs_to_a_part() -> None:
    parts = {part["id"] for part in content()["parts"]}
    assert {article["id"].rstrip("0123456789") for article in ARTICLES} == parts


def test_parameters_say_where_they_come_from() -> None:
    parameters = content()["parameters"]
    values = {name: entry["waarde"] for name, entry in parameters.items()}
    assert values["leeftijd_zelf_toestemming"] == values["leeftijd_groepsapp"] == 16
    assert values["telefoon_vertrouwensinspecteur"] == "0900 111 3 111"
    for entry in parameters.values():
        assert entry["naam"].endswith("?")
        assert entry["bron"].partition(":")[0] in {article["id"] for article in ARTICLES}


@each_article
def test_an_article_fits_on_its_plate(article: dict[str, str]) -> None:
    assert {"id", "titel", "kort", "kind", *TEXTS} <= set(article) <= KEYS
    assert article["kind"] in KINDS
    assert len(article["titel"].split()) <= 4
    assert len(article["kort"].split()) <= 3


@each_article
@pytest.mark.parametrize("field", TEXTS)
def test_the_dutch_is_plain(article: dict[str, str], field: str) -> None:
    text = article[field]
    assert 1 <= len(sentences(text)) <= 4
    assert max(len(sentence.split()) for sentence in sentences(text)) <= 16
    assert not AVOIDED.search(text)
    assert "!" not in text


@each_article
def test_pupils_are_je_and_the_others_are_u(article: dict[str, str]) -> None:
    assert not {"u", "uw"} & set(words(article["uitleg_leerling"]))
    assert not {"je", "jij", "jouw", "jou"} & set(words(article["uitleg"]))


@each_article
def test_the_words_are_our_own(article: dict[str, str], shared: Path) -> None:
    (source,) = (shared / "mission").glob("protocol-*.txt")
    theirs = runs(words(source.read_text(encoding="utf-8")))
    for field in TEXTS:
        assert runs(words(article[field])) & theirs == set()


def runs(text: list[str]) -> set[tuple[str, ...]]:
    return {tuple(text[start : start + LONGEST_RUN]) for start in range(len(text) - LONGEST_RUN + 1)}
