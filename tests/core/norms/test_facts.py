"""Facts from outside: checked, never guessed."""

from __future__ import annotations

from typing import Any

import pytest

from deelwijs.core.norms import FactError, advise, evaluate, read_facts
from tests.core.norms.school import ORDINARY, model


@pytest.mark.parametrize(
    ("given", "code", "nearest"),
    [
        ({"rool": "ouder"}, "unknown_fact", "rol"),
        ({"kanalen": "mail"}, "unknown_fact", "kanaal"),
        ({"rol": "docent medewerker"}, "unknown_value", "medewerker"),
        ({"rol": ["ouder"]}, "unknown_value", "ouder"),
        ({"kan_schaden": True}, "unknown_value", None),
        ({"afgebeelden": "leerling"}, "not_a_list", "leerling"),
        ({"afgebeelden": ["leerlingen"]}, "unknown_value", "leerling"),
        ({"jongste_leeftijd": "16"}, "unknown_value", None),
        ({"jongste_leeftijd": -1}, "unknown_value", None),
        ({"jongste_leeftijd": True}, "unknown_value", None),
        ({"jongste_leeftijd": 15.5}, "unknown_value", None),
        ({"datum": "1 mei 2026"}, "unknown_value", None),
        ({"jongste_geboortedatum": "2030-01-01", "datum": "2026-01-01"}, "unknown_value", None),
    ],
)
def test_what_the_vocabulary_does_not_know(given: dict[str, Any], code: str, nearest: str | None) -> None:
    with pytest.raises(FactError) as found:
        read_facts(model(), given)
    assert found.value.code == code
    assert found.value.fact in given
    if nearest:
        assert found.value.nearest == nearest


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("2010-03-14", "2026-03-13", 15),
        ("2010-03-14", "2026-03-14", 16),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
    ],
)
def test_an_age_follows_from_a_date_of_birth(born: str, day: str, age: int) -> None:
    facts = read_facts(model(), {"jongste_geboortedatum": born, "datum": day, "jongste_leeftijd": 40})
    assert facts.known["jongste_leeftijd"] == age


GROUP = {
    "rol": "medewerker", "handeling": "groepsapp_maken", "verband_met_school": "ja",
    "professionele_groep": "ja", "overigen_bereikt": "ja",
    "strijdig_met_fatsoen": "nee", "mogelijk_strafbaar": "nee",
}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "screen"),
    [
        ({}, ("jongste_leeftijd",)),
        ({"jongste_geboortedatum": "2010-03-14"}, ("datum",)),
        ({"datum": "2026-03-14"}, ("jongste_geboortedatum",)),
        ({"jongste_leeftijd": None}, ("jongste_geboortedatum", "datum")),
    ],
)
def test_what_is_asked_for_an_age(more: dict[str, Any], screen: tuple[str, ...]) -> None:
    assert advise(model(), read_facts(model(), {**GROUP, **more})).screen == screen


def test_what_nobody_knows_is_to_be_found_out() -> None:
    nobody = {"jongste_leeftijd": None, "jongste_geboortedatum": None, "datum": None}
    found = advise(model(), read_facts(model(), {**GROUP, **nobody}))
    assert (found.verdict.outcome, found.question) == (None, None)
    assert found.find_out == ("jongste_leeftijd",)


def test_missing_unknown_and_doubt_are_three_things() -> None:
    case = {
        "rol": "leerling", "handeling": "gebruiken", "verband_met_school": "ja", "situatie": "elders",
        "strijdig_met_fatsoen": "nee",
    }  # fmt: skip
    missing = advise(model(), read_facts(model(), case))
    unknown = advise(model(), read_facts(model(), {**case, "mogelijk_strafbaar": None}))
    doubt = advise(model(), read_facts(model(), {**case, "mogelijk_strafbaar": "twijfel"}))
    assert (missing.question, missing.find_out) == ("mogelijk_strafbaar", ())
    assert (unknown.question, unknown.find_out) == (None, ("mogelijk_strafbaar",))
    assert doubt.verdict.outcome == "overleg"


def test_one_missing_fact_that_ends_the_same_is_not_asked() -> None:
    """Work or private: either way it must be said who is speaking, so the answer stands."""
    case = {
        **ORDINARY,
        "rol": "medewerker",
        "handeling": "discussieren",
        "kanaal": "prive_account",
    }
    facts = read_facts(model(), case)
    assert evaluate(model(), facts).outcome is None
    verdict = advise(model(), facts).verdict
    assert (verdict.outcome, verdict.whatever) == ("toegestaan_mits", "hoedanigheid")
    assert set(verdict.conditions) == {"vermelding_medewerker", "vermelding_functie"}
    assert {"B2", "C3"} <= set(verdict.articles)
