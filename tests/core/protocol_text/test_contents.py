"""What articles say: contradictions, ladders, numbers that will change, and parts that are missing."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.core.protocol_text.texts import codes, linted, matched, rules_for_all

PARTS = {
    "missing_owner": "Eigenaar: de rector",
    "missing_effective_date": "Geldt vanaf: 1 augustus 2026",
    "missing_review_date": "Evaluatie: elk jaar in mei",
    "missing_contact": "Vragen: mail naar protocol@kompas.example",
    "missing_complaint_route": "Klacht: volg de klachtenregeling",
    "missing_withdrawal": "Toestemming: iemand kan die altijd intrekken",
    "missing_council": "Instemming van de MR: 12 juni 2026",
}

CONTENT: dict[str, dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("contents.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("code", CONTENT)
def test_a_defect_in_the_contents_is_found_and_its_repair_accepted(code: str) -> None:
    text = "Protocol\n\n" + CONTENT[code]["text"]
    defect, repair = CONTENT[code]["defect"], CONTENT[code]["repair"]
    assert defect in text
    assert code in codes(text)
    assert code not in codes(text.replace(defect, repair))


def test_a_contradiction_needs_both_articles() -> None:
    sections = CONTENT["harm_test_conflict"]["text"]
    alone = sections.partition("C. Voor")[0]
    assert "harm_test_conflict" not in codes(f"Protocol\n\n{alone}")


def test_a_contradiction_names_both_articles() -> None:
    found = [
        f for f in linted(f"Protocol\n\n{CONTENT['harm_test_conflict']['text']}") if f.family == "tegenspraak"
    ]
    assert [finding.message.startswith("A1 ") for finding in found] == [True]
    assert "C1 " in found[0].message


@pytest.mark.parametrize("code", PARTS)
def test_a_missing_part_is_found(code: str) -> None:
    lines = [line for part, line in PARTS.items() if part != code]
    text = (
        rules_for_all("Vraag het vooraf aan de leraar.")
        + "\nGegevens van dit protocol\n\n"
        + "\n".join(lines)
        + "\n"
    )
    assert [finding.code for finding in linted(text)] == [code]
    assert linted(text.rstrip("\n") + f"\n{PARTS[code]}\n") == []


@pytest.mark.parametrize(
    "phrase",
    [
        "vanaf 16 jaar",
        "van 16 jaar of ouder",
        "16+",
        "onder de 15 jaar",
        "vanaf zestien jaar",
        "jonger dan 13",
    ],
)
def test_an_age_in_an_article_is_found(phrase: str) -> None:
    assert codes(rules_for_all(f"Een groepsapp is er voor leerlingen {phrase} in de klas.")) == [
        "age_in_article"
    ]


@pytest.mark.parametrize(
    "phrase",
    [
        "tot 2 jaar na vertrek",
        "vanaf 16 uur",
        "in 2026",
        "tot 12 weken na de toets",
        "16 jaar lang",
        "artikel 1",
    ],
)
def test_other_numbers_are_no_ages(phrase: str) -> None:
    assert codes(rules_for_all(f"De lijst van de kanalen blijft {phrase} op school staan.")) == []


def test_a_number_that_the_particulars_lay_down_may_be_repeated() -> None:
    text = rules_for_all("Een groepsapp is er voor leerlingen vanaf 16 jaar. Bel anders 020 555 01 23.")
    assert codes(text) == ["phone_in_article", "age_in_article"]
    laid_down = (
        text + "\nGegevens van dit protocol\n\nLeeftijd voor een groepsapp: 16 jaar\nTelefoon: 020-5550123\n"
    )
    assert codes(laid_down) == []
    assert codes(laid_down.replace("groepsapp: 16", "groepsapp: 15")) == ["age_in_article"]


def test_a_remark_is_no_finding() -> None:
    text = (
        "Protocol\n\nB. Voor medewerkers tijdens het werk\n\n1. Bij twijfel overlegt een medewerker "
        "met de leidinggevende.\n"
    )
    assert codes(text) == []
    assert "noemt geen ander" in matched(text)["B1"].remarks[0]
