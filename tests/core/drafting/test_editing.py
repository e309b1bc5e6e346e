"""Editing a content: each edit does what it says, takes itself back, and leaves what it was given alone."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deelwijs.core import drafting
from deelwijs.core.drafting import Content, OwnArticle, OwnRule, RuleKind, Wording
from deelwijs.core.norms import Choices, compile_book, lint
from deelwijs.protocols import corpus
from deelwijs.protocols.drafts.kit import offer

MODEL: Content = corpus.load()
KIT = offer(MODEL).kit
WORDS = Wording("Na tien uur stil", "Na tien uur is het stil.", "Stuur dan niets.", "Stuurt u dan niets?")
RULE = OwnRule(RuleKind.FORBIDDEN, "bericht_sturen", "Na tien uur is het stil.", advice="Wacht tot morgen.")

Edit = Callable[[Content], dict[str, Any]]


def edits() -> dict[str, tuple[Edit, Edit]]:
    """Each edit with the one that takes it back."""
    a5 = drafting.article_in(MODEL, "A5")
    return {
        "parameter": (
            lambda content: drafting.with_parameter(content, "leeftijd_groepsapp", 14),
            lambda content: drafting.with_parameter(content, "leeftijd_groepsapp", None),
        ),
        "reading": (
            lambda content: drafting.with_reading(content, "familie", "uitgezonderd"),
            lambda content: drafting.with_reading(content, "familie", "ook_verboden"),
        ),
        "wording": (
            lambda content: drafting.with_wording(content, "A5", WORDS, "Stil"),
            lambda content: drafting.with_wording(content, "A5", drafting.wording_of(a5), a5["kort"]),
        ),
        "optional": (
            lambda content: drafting.with_switched(content, "O1", on=True),
            lambda content: drafting.with_switched(content, "O1", on=False),
        ),
        "own article": (
            lambda content: drafting.with_article(content, "A", OwnArticle(WORDS, RULE), KIT)[0],
            lambda content: drafting.without_article(content, "A10"),
        ),
    }


@settings(max_examples=30)  # there are 326 orders of five edits; each one compiles the whole protocol
@given(st.lists(st.sampled_from(sorted(edits())), max_size=5, unique=True), st.randoms())
def test_edits_taken_back_give_the_model_again(names: list[str], random: Any) -> None:
    before = copy.deepcopy(MODEL)
    content: Content = MODEL
    for name in names:
        content = edits()[name][0](content)
    assert (content == MODEL) is (not names)
    assert json.loads(json.dumps(content)) == content  # fit to be kept
    compile_book(content, Choices.of(content))
    random.shuffle(names)
    for name in names:
        content = edits()[name][1](content)
    assert corpus.content_hash(content) == corpus.content_hash(before)
    assert before == MODEL


def test_a_choice_that_holds_anyway_is_no_choice() -> None:
    assert drafting.with_parameter(MODEL, "leeftijd_groepsapp", 16) == MODEL
    assert drafting.with_reading(MODEL, "familie", "ook_verboden") == MODEL
    family = drafting.with_switched(MODEL, "O5", on=True)  # which brings the other choice along
    assert drafting.with_reading(family, "familie", "uitgezonderd") == family
    kept = drafting.with_reading(family, "familie", "ook_verboden")
    assert Choices.of(kept).readings == {"familie": "ook_verboden"}


@pytest.mark.parametrize(
    "edit",
    [
        lambda: drafting.with_parameter(MODEL, "leeftijd", 12),
        lambda: drafting.with_reading(MODEL, "familie", "soms"),
        lambda: drafting.with_reading(MODEL, "onbekend", "ja"),
        lambda: drafting.with_wording(MODEL, "A99", WORDS, "Stil"),
        lambda: drafting.with_switched(MODEL, "A1", on=False),
        lambda: drafting.with_article(MODEL, "Z", OwnArticle(WORDS), KIT),
        lambda: drafting.with_own_article(MODEL, "A1", OwnArticle(WORDS), KIT),
        lambda: drafting.without_article(MODEL, "A1"),
    ],
)
def test_what_does_not_exist_cannot_be_edited(edit: Callable[[], object]) -> None:
    with pytest.raises(KeyError):
        edit()


def test_own_articles_come_last_in_their_part() -> None:
    content: Content = MODEL
    for part, expected in (("A", "A10"), ("A", "A11"), ("C", "C5"), ("O", "O10")):
        content, article_id = drafting.with_article(content, part, OwnArticle(WORDS), KIT)
        assert article_id == expected
    ids = [entry["id"] for entry in content["articles"]["articles"]]
    assert ids[ids.index("A9") : ids.index("B1") + 1] == ["A9", "A10", "A11", "B1"]
    assert ids[-1] == "O10"
    assert drafting.short_title("Na tien uur is het stil") == "Na tien uur"


def test_an_own_article_can_get_a_rule_and_lose_it() -> None:
    content, article_id = drafting.with_article(MODEL, "A", OwnArticle(WORDS), KIT)
    with_rule = drafting.with_own_article(content, article_id, OwnArticle(WORDS, RULE), KIT)
    entry = drafting.article_in(with_rule, article_id)
    assert OwnRule.of(entry["regel"]) == RULE
    assert len(compile_book(with_rule).norms) == len(compile_book(content).norms) + 1
    assert drafting.with_own_article(with_rule, article_id, OwnArticle(WORDS), KIT) == content


def test_what_an_article_defines_serves_the_others_when_it_is_off() -> None:
    content = copy.deepcopy(dict(MODEL))
    for entry in content["articles"]["articles"]:
        entry["optioneel"] = True
    every = frozenset(entry["id"] for entry in content["articles"]["articles"])
    for off in every:  # Inl defines what social media are, for A1 and A5; B1 does so for itself
        compile_book(content, Choices(optional=every - {off}))
    assert lint(content, Choices(optional=every)) == ()
