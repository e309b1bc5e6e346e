"""The guardrails: each defect that a school could put into its protocol is seen."""

from __future__ import annotations

from typing import Any

import pytest

from deelwijs.core.norms import Choices, changed_verdicts, compile_book, lint
from deelwijs.protocols import corpus
from tests.core.norms import small

FORBID = {"soort": "verbod", "als": {"handeling": "publiceren", "disclaimer": "ja"}}
REQUIRE = {
    "soort": "eis",
    "als": {"handeling": "publiceren"},
    "vereist": {"disclaimer": "ja"},
    "voorwaarden": ["disclaimer"],
}


@pytest.mark.parametrize(
    ("norms", "code", "where"),
    [
        ([{"soort": "verbod", "als": {"handelin": "opnemen"}}], "unknown", "X1 normen.1.als.handelin"),
        ([{"soort": "verbod", "als": {"disclaimer": "ja", "niet": {"disclaimer": "ja"}}}], "never", "X1.1"),
        ([{**REQUIRE, "vereist": {"disclaimer": ["ja", "nee"]}}], "never", "X1.1"),
        ([{"soort": "verbod", "als": {}}], "always", "X1.1"),
        ([{"soort": "verbod", "als": {"disclaimer": ["ja", "nee"]}}], "always", "X1.1"),
        ([FORBID, REQUIRE], "contradiction", "X1.2"),
        ([FORBID, {"soort": "bevoegdheid", "als": FORBID["als"]}], "contradiction", "X1.2"),
    ],
)
def test_a_defect_is_seen(norms: list[dict[str, Any]], code: str, where: str) -> None:
    assert (code, where) in {(found.code, found.where) for found in lint(small.content(*norms))}


def test_sound_norms_give_nothing() -> None:
    assert lint(small.content(REQUIRE)) == ()


@pytest.mark.parametrize(
    ("example", "words"),
    [
        ({"feiten": {"handeling": "publiceren"}, "uitkomst": "verboden"}, "toegestaan_mits"),
        ({"feiten": {"handelin": "publiceren"}, "uitkomst": "verboden"}, "handeling"),
        ({"feiten": {}, "uitkomst": "verboden"}, "nog geen oordeel"),
        ({"feiten": {"handeling": "publiceren"}, "uitkomst": "toegestaan_mits", "artikelen": ["X2"]}, "X2"),
        ({"feiten": {"handeling": "publiceren"}, "uitkomst": "toegestaan_mits", "niet": ["X1"]}, "niet"),
    ],
)
def test_an_example_that_does_not_hold_is_seen(example: dict[str, Any], words: str) -> None:
    (found,) = lint(small.content(REQUIRE, voorbeelden=[example]))
    assert (found.code, found.where) == ("example", "X1 voorbeelden.1")
    assert words in found.message


def test_a_case_that_comes_out_differently_is_listed() -> None:
    content = corpus.load()
    before = compile_book(content)
    after = compile_book(content, Choices(parameters={"leeftijd_groepsapp": 13}))
    group = {"rol": "medewerker", "handeling": "groepsapp_maken", "verband_met_school": "ja"}
    group |= {"professionele_groep": "ja", "overigen_bereikt": "ja", "strijdig_met_fatsoen": "nee"}
    cases: list[tuple[str, dict[str, Any]]] = [
        ("klas 3", {**group, "mogelijk_strafbaar": "nee", "jongste_leeftijd": 14}),
        ("klas 5", {**group, "mogelijk_strafbaar": "nee", "jongste_leeftijd": 16}),
    ]
    (changed,) = changed_verdicts(before, after, cases)
    assert (changed.case, changed.before, changed.after) == ("klas 3", "verboden", "toegestaan")
