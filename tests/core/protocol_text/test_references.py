"""References lead somewhere, or are found."""

from __future__ import annotations

import pytest

from tests.core.protocol_text.texts import codes, linted, rules_for_all

WELL = "De leraar vraagt de leerling eerst om toestemming."


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("artikel 14", "reference_article"),
        ("artikel A7", "reference_article"),
        ("de regel hierboven (A12)", "reference_article"),
        ("bijlage 2", "reference_annex"),
        ("de bijlage", "reference_annex"),
        ("hoofdstuk 9", "reference_chapter"),
        ("paragraaf 3.2", "reference_chapter"),
    ],
)
def test_a_reference_to_nothing_is_found(reference: str, code: str) -> None:
    text = rules_for_all(WELL, f"Dit volgt uit {reference}, en het geldt altijd.")
    assert codes(text) == [code]
    (finding,) = [finding for finding in linted(text) if finding.code == code]
    assert (finding.place.line, finding.article) == (6, "A2")


@pytest.mark.parametrize(
    "reference",
    [
        "artikel 1", "artikel A1", "artikel 4 AVG", "artikel 8.15 van de Wet voortgezet onderwijs 2020",
        "artikel 13, eerste lid, onder i, van de Wet medezeggenschap op scholen", "papier van A4-formaat",
        "klas B2", "deel A", "de bijlage bij een mail", "artikel A2",
        "een bijlage bij een e-mail", "artikel 12 van het leerlingenstatuut",
    ],
)  # fmt: skip
def test_a_reference_that_leads_somewhere_is_left_alone(reference: str) -> None:
    assert codes(rules_for_all(WELL, f"Dit volgt uit {reference}, en het geldt altijd.")) == []


def test_an_annex_that_is_there_may_be_referred_to() -> None:
    text = (
        rules_for_all(WELL, "De kanalen staan in bijlage 1.")
        + "\nBijlage 1 Kanalen\n\nDe school heeft een website.\n"
    )
    assert codes(text) == []
