"""Why: the article, its sentence, the facts that decided, and what would have changed it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from deelwijs.core.norms import Address, Choices, Explanation, Part, advise, compile_book, explain, read_facts
from deelwijs.protocols import corpus
from tests.core.norms import small
from tests.core.norms.school import ORDINARY, model


def explained(address: Address = Address.U, choices: Choices | None = None, **facts: Any) -> Explanation:
    book = compile_book(corpus.load(), choices) if choices else model()
    known = read_facts(book, {**ORDINARY, **facts})
    return explain(book, known, advise(book, known), address)


PHOTO: dict[str, Any] = {
    "rol": "medewerker", "hoedanigheid": "werk", "handeling": "publiceren", "kanaal": "schoolaccount",
    "afgebeelden": ["medewerker"],
}  # fmt: skip


def test_a_ground_has_its_sentence_and_its_facts() -> None:
    found = explained(**PHOTO)
    assert found.verdict == "Dit mag niet."
    ground = found.reasons[0]
    assert (ground.article, ground.part) == ("A5", Part.GROUND)
    assert "schriftelijke toestemming" in ground.sentence
    assert {known.fact for known in ground.facts} >= {"handeling", "toestemming", "afgebeelden"}
    assert {known.answer for known in ground.facts} >= {"Medewerkers"}
    assert "16 jaar" in " ".join(found.advice)


def test_the_smallest_change_turns_the_verdict() -> None:
    found = explained(**PHOTO)
    assert found.changes
    for change in found.changes:
        facts = {known.fact: known.value for known in change.facts}
        assert len(facts) == 1
        book = model()
        turned = advise(book, read_facts(book, {**ORDINARY, **PHOTO, **facts})).verdict
        assert turned.outcome == change.outcome == "toegestaan"


def test_two_changes_when_one_is_not_enough() -> None:
    needs = {"soort": "verbod", "als": {"leeftijd": {"vanaf": 3}}, "vereist": {"disclaimer": "ja", "wie": []}}
    book = small.book(needs)
    facts = read_facts(book, {"leeftijd": 3, "disclaimer": "nee", "wie": ["ouder"]})
    changes = explain(book, facts, advise(book, facts)).changes
    assert {known.fact for known in changes[0].facts} == {"leeftijd"}  # one is enough where it can change
    fixed = replace(book, facts={**book.facts, "leeftijd": replace(book.facts["leeftijd"], fixed=True)})
    (change,) = explain(fixed, facts, advise(fixed, facts)).changes
    assert {known.fact: known.value for known in change.facts} == {"disclaimer": "ja", "wie": frozenset()}


def test_who_somebody_is_does_not_have_to_change() -> None:
    found = explained(rol="leerling", handeling="opnemen", situatie="les")
    assert not {"rol", "handeling"} & {known.fact for change in found.changes for known in change.facts}


def test_an_exception_is_said() -> None:
    found = explained(**PHOTO, toestemming="schriftelijk")
    (a5,) = [reason for reason in found.reasons if reason.article == "A5"]
    assert a5.part is Part.EXCEPTION
    assert "heeft schriftelijk toestemming" in a5.sentence
    assert found.changes == ()


def test_pupils_are_je() -> None:
    facts = {"rol": "leerling", "handeling": "publiceren", "kanaal": "mail", "mogelijk_strafbaar": "twijfel"}
    assert "je mentor" in explained(Address.JE, **facts).verdict
    assert "uw" in explained(Address.U, **facts).verdict


def test_what_did_not_matter_is_named() -> None:
    book = model()
    facts = read_facts(
        book,
        {
            "rol": "medewerker",
            "handeling": "publiceren",
            "verband_met_school": "ja",
            "kanaal": "prive_account",
            "afgebeelden": ["medewerker"],
            "herkenbaar": "ja",
            "toestemming": "geen",
        },
    )
    found = explain(book, facts, advise(book, facts))
    assert {"hoedanigheid", "disclaimer"} <= set(found.not_needed)


def test_the_schools_own_reading_is_said_where_it_matters() -> None:
    partly = explained(**PHOTO, toestemming="deels")
    assert "Het mag als de anderen onherkenbaar zijn of wegblijven." in partly.reasons[0].readings
    strict = explained(
        choices=Choices(readings={"deels_toestemming": "verboden"}), **PHOTO, toestemming="deels"
    )
    assert strict.verdict == "Dit mag niet."
    assert strict.reasons[0].readings == ("Dan mag het beeld niet online.",)
    assert not any(reason.readings for reason in explained(**PHOTO).reasons)


def test_a_phone_number_is_a_parameter() -> None:
    facts = {
        "rol": "schoolleiding", "handeling": "niet_extern_melden", "instantie": "vertrouwensinspecteur",
        "grensoverschrijdend": "seksueel",
    }  # fmt: skip
    other = explained(
        choices=Choices(parameters={"telefoon_vertrouwensinspecteur": "010 123 45 67"}), **facts
    )
    assert "010 123 45 67" in " ".join(other.advice)
    assert "010 123 45 67" in dict(other.duties)["melden_vertrouwensinspecteur"]


def test_without_a_verdict_nothing_is_claimed() -> None:
    book = model()
    found = explain(book, read_facts(book, {}), advise(book, read_facts(book, {})))
    assert found.reasons == ()
    assert found.conditions == ()
