"""Defects of form: each is found, and a text without it is left alone."""

from __future__ import annotations

import pytest

from tests.core.protocol_text.texts import codes, linted, rules_for_all

WELL = "De leraar vraagt de leerling eerst om toestemming."


def test_a_well_formed_text_has_no_findings() -> None:
    assert codes(rules_for_all(WELL, "Deel niets zonder na te denken.")) == []


@pytest.mark.parametrize(
    "open_place",
    [
        "[naam school]", "[vul hier de naam in]", "(naam school)", "(naam van de school)", "(datum)",
        "{{ school }}", "{naam}", "<naam van de school>", "«school»", "____", "........", "XXX", "xx-xx-xxxx",
        "%naam%", "#school#", "${school}", "n.t.b.", "TODO",
    ],
)  # fmt: skip
def test_a_place_to_fill_in_is_found_in_any_notation(open_place: str) -> None:
    assert codes(rules_for_all(f"Het gebouw van {open_place} sluit om vijf uur.")) == ["placeholder"]


@pytest.mark.parametrize(
    "filled",
    [
        "de school (bij naam genoemd)", "de school [1]", "school (AVG)", "mentor (of de rector)",
        "{leeftijd_groepsapp}", "10% van de school", "de school… of thuis", "de hashtag #school",
        "het adres protocol@kompas.example",
    ],
)  # fmt: skip
def test_ordinary_brackets_and_signs_are_not_places_to_fill_in(filled: str) -> None:
    assert "placeholder" not in codes(rules_for_all(f"De leraar vraagt het aan {filled} op dinsdag."))


def test_two_notations_in_one_text_are_named_once() -> None:
    mixed = rules_for_all("De leraar van [naam school] vraagt het.", "De rector van (naam school) beslist.")
    found = [finding for finding in linted(mixed) if finding.code == "placeholder_notations"]
    assert [finding.place.line for finding in found] == [6]
    assert "vierkante haken en ronde haken" in found[0].message
    assert "placeholder_notations" not in codes(mixed.replace("(naam school)", "[naam school]"))


def test_a_name_that_stands_elsewhere_is_named() -> None:
    text = rules_for_all("Het Kompas College vraagt het de leerling.", "De rector van [naam school] beslist.")
    (finding,) = [finding for finding in linted(text) if finding.code == "name_and_placeholder"]
    assert "«Kompas College»" in finding.message
    assert "name_and_placeholder" not in codes(text.replace("Kompas College", "bestuur"))


def test_an_empty_heading_is_found() -> None:
    text = rules_for_all(WELL).replace("A. Voor", "Sociale media in de school\n\nA. Voor")
    (finding,) = [finding for finding in linted(text) if finding.code == "empty_heading"]
    assert (finding.place.line, "«Sociale media in de school»" in finding.message) == (3, True)
    assert codes(text.replace("A. Voor", "Wij leren ermee omgaan.\n\nA. Voor")) == []


def test_a_heading_at_the_end_is_empty_too() -> None:
    assert codes(rules_for_all(WELL) + "\nTot slot\n") == ["empty_heading"]


@pytest.mark.parametrize("mark", ["[2]", "^[2]", "[^2]", "²"])
def test_a_mark_without_a_note_is_found(mark: str) -> None:
    text = rules_for_all(f"De leraar{mark} vraagt[1] het de leerling.")
    noted = text + "\n[1] Hij of zij.\n"
    assert "note_missing" in codes(noted)
    assert codes(noted + "\n[2] Die van school.\n") == []


def test_a_note_without_a_mark_is_found() -> None:
    text = rules_for_all(WELL) + "\n[1] Hij of zij.\n"
    assert codes(text) == ["mark_missing"]
    assert codes(text.replace("De leraar", "De leraar[1]")) == []


def test_a_skipped_note_is_found() -> None:
    text = rules_for_all("De leraar[1] vraagt[3] het.") + "\n[1] Hij of zij.\n\n[3] Vooraf.\n"
    (finding,) = [finding for finding in linted(text) if finding.code == "note_gap"]
    assert "noot 2 ontbreekt" in finding.message
    assert codes(text.replace("[3]", "[2]")) == []


def test_square_metres_are_no_note() -> None:
    assert codes(rules_for_all("Het bord is twee m² groot en hangt in de gang.")) == []


@pytest.mark.parametrize(
    ("broken", "whole"),
    [("aan- maken", "aanmaken"), ("groeps- app", "groepsapp"), ("toe- stemming", "toestemming")],
)
def test_a_broken_word_is_found(broken: str, whole: str) -> None:
    (finding,) = [
        f for f in linted(rules_for_all(f"Zij wil een {broken} in de klas.")) if f.code == "broken_word"
    ]
    assert whole in finding.message


@pytest.mark.parametrize(
    "phrase", ["school- en werktijd", "foto-, film- of geluidsopname", "mail- dan wel appbericht"]
)
def test_a_hyphen_that_waits_for_a_word_is_not_broken(phrase: str) -> None:
    assert "broken_word" not in codes(rules_for_all(f"Dit geldt voor {phrase} van de school."))


def test_findings_stand_in_the_order_of_the_text_and_name_their_article() -> None:
    found = linted(
        rules_for_all("Van [naam school] is dit.", "Zij wil dit aan- maken.", "De leraar[4] vraagt het.")
    )
    assert [finding.place.line for finding in found] == sorted(finding.place.line for finding in found)
    by_code = {finding.code: finding.article for finding in found}
    assert (by_code["placeholder"], by_code["broken_word"], by_code["note_missing"]) == ("A1", "A2", "A3")
