"""Sentences without a verb are found; sentences that are only unusual are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelwijs.protocols import corpus
from tests.core.protocol_text.texts import codes, linted, rules_for_all

VERBLESS = {"sentence_without_verb", "clause_without_verb", "passive_without_verb"}


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Alle leerlingen en ouders op sociale media van de school.", "sentence_without_verb"),
        ("De regels voor leerlingen en ouders tijdens de lessen.", "sentence_without_verb"),
        (
            "Dit is toegestaan mits het geen beelden die de leerling, haar ouders en de school betreft.",
            "clause_without_verb",
        ),
        ("Een leraar mag dit plaatsen tenzij de ouders van de leerlingen in de klas.", "clause_without_verb"),
        ("Het bestuur kan dit per brief gemeld bij de inspectie.", "passive_without_verb"),
        ("Een foto mag niet zonder toestemming gedeeld op sociale media.", "passive_without_verb"),
        ("Het bericht moet meteen verwijderd van de website.", "passive_without_verb"),
    ],
)
def test_a_missing_verb_is_found(sentence: str, code: str) -> None:
    assert codes(rules_for_all(sentence)) == [code]
    (finding,) = [finding for finding in linted(rules_for_all(sentence)) if finding.code == code]
    assert "«" in finding.message


@pytest.mark.parametrize(
    "sentence",
    [
        "Dit is toegestaan mits het geen beelden betreft die de leerling, haar ouders en de school raken.",
        "Het bestuur kan dit per brief melden bij de inspectie.",
        "Dit kan dan telefonisch gemeld worden bij de inspectie.",
        "Een foto mag niet zonder toestemming gedeeld, bewaard of gepubliceerd worden.",
        "Het mag wel als vooraf toestemming is gegeven.",
        "De school doet dit zelf, tenzij anders is afgesproken.",
        "Indien nodig belt de mentor naar huis.",
        "Vraag het vooraf aan wie erop staat.",
        "Tenzij de leerling dat niet wil, staat de naam erbij.",
        "Een leraar kan niet en mag niet meekijken op een telefoon.",
        "Leerlingen die te laat zijn, melden zich bij de conciërge.",
        "Eigenaar van dit protocol: de rector van de school.",
        "Wie een bericht doorstuurt, is daar zelf voor verantwoordelijk.",
        "De school kan en wil geen berichten lezen die niet voor haar zijn.",
        "Een groepsapp, gemaakt door een leraar, mag alleen met toestemming van de schoolleiding bestaan.",
        "Zolang de ouders dat goed vinden, blijft de foto staan.",
        "Het kan bepaald anders.",
        "Nooit.",
    ],
)
def test_a_whole_sentence_is_left_alone(sentence: str) -> None:
    assert codes(rules_for_all(sentence)) == []


@pytest.mark.parametrize("article", corpus.load()["articles"]["articles"], ids=lambda article: article["id"])
@pytest.mark.parametrize("field", ["tekst", "uitleg", "uitleg_leerling"])
def test_the_model_protocol_has_its_verbs(article: dict[str, str], field: str) -> None:
    assert VERBLESS.isdisjoint(codes(rules_for_all(article[field])))


@given(
    st.lists(
        st.sampled_from(["de", "leerling", "die", "mits", "kan", "gemeld", ".", "is", "worden"]), max_size=20
    )
)
def test_a_modal_with_an_infinitive_is_never_blamed(words: list[str]) -> None:
    """A clause that says "kan ... gemeld worden" is whole, whatever stands around it."""
    text = f"Dit kan gemeld worden. {' '.join(words)}."
    found = [finding for finding in linted(rules_for_all(text)) if finding.code == "passive_without_verb"]
    assert all("«kan gemeld worden" not in finding.message for finding in found)
