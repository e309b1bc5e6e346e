"""A rule of the school's own, built from choices, decides what its words say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deelwijs.core.drafting import OwnArticle, OwnRule, RuleKind, Wording, norm_of, with_article
from deelwijs.core.norms import Book, NormKind, compile_book
from deelwijs.protocols import corpus
from deelwijs.protocols.drafts.kit import offer
from tests.core.norms.school import advice, outcome

MODEL = corpus.load()
OFFER = offer(MODEL)
WORDS = Wording("Eigen regel", "Een eigen regel.", "Een eigen regel.", "Een eigen regel.")
RULE = OwnRule(RuleKind.FORBIDDEN, "publiceren", "Dat doen we hier niet.", advice="Zet het op intranet.")
POST = {"handeling": "publiceren", "kanaal": "groepsapp", "hoedanigheid": "werk"}


def book(rule: OwnRule) -> Book:
    return compile_book(with_article(MODEL, "A", OwnArticle(WORDS, rule), OFFER.kit)[0])


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (RuleKind.FORBIDDEN, "verboden"),
        (RuleKind.CONSULT, "overleg"),
        (RuleKind.ONLY_IF, "toegestaan_mits"),
        (RuleKind.REMINDER, "toegestaan"),
    ],
)
def test_each_kind_decides_for_whom_it_is_about_and_nobody_else(kind: RuleKind, expected: str) -> None:
    rule = replace(RULE, kind=kind, who=("leerling",), where=("groepsapp",), only_if="ai_vermelden")
    here = book(rule)
    asked = advice(here, rol="leerling", ai_vermeld="nee", **POST)
    assert asked.verdict.outcome == expected
    assert "A10" in asked.verdict.articles
    assert outcome(here, rol="ouder", **POST) == "toegestaan"
    assert outcome(here, rol="leerling", **{**POST, "kanaal": "prive_account"}) == "toegestaan"


def test_what_is_asked_for_fulfils_it() -> None:
    rule = replace(RULE, kind=RuleKind.ONLY_IF, only_if="ai_vermelden")
    found = advice(book(rule), rol="leerling", ai_vermeld="ja", **POST).verdict
    assert (found.outcome, found.conditions) == ("toegestaan", ())
    found = advice(book(rule), rol="leerling", ai_vermeld="nee", **POST).verdict
    assert found.conditions == ("ai_vermelden",)


def test_whom_it_is_about_is_a_list_on_a_photo_and_one_person_in_a_message() -> None:
    photo = norm_of(replace(RULE, about=("leerling", "ouder")), OFFER.kit)
    assert photo["als"]["afgebeelden"] == {"bevat": ["leerling", "ouder"]}
    message = norm_of(replace(RULE, act="bericht_sturen", about=("leerling",)), OFFER.kit)
    assert message["als"]["met_wie"] == ["leerling"]
    with pytest.raises(KeyError):
        norm_of(replace(RULE, act="groepsapp_maken", about=("leerling",)), OFFER.kit)


def test_everything_on_offer_can_be_built() -> None:
    assert OFFER.about
    assert OFFER.who
    for act, _ in OFFER.acts:
        for where, _ in OFFER.where:
            book(replace(RULE, act=act, where=(where,)))
    for code, words in OFFER.only_if:
        assert words.endswith(".")
        assert norm_of(replace(RULE, kind=RuleKind.ONLY_IF, only_if=code), OFFER.kit)["voorwaarden"] == [code]
    assert {kind.value for kind in RuleKind} <= {kind.value for kind in NormKind}


def test_the_form_offers_only_what_the_protocol_knows() -> None:
    facts = [fact for fact in MODEL["facts"]["feiten"] if fact["naam"] not in {"ai_vermeld", "met_wie"}]
    older = offer({**MODEL, "facts": {**MODEL["facts"], "feiten": facts}})
    assert "ai_vermelden" not in dict(older.only_if)
    assert "bericht_sturen" in dict(older.acts)
    assert "bericht_sturen" not in older.kit.about
