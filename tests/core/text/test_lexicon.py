from __future__ import annotations

import re

import pytest

from deelwijs.core.text import LexiconError, parse_lexicon
from deelwijs.core.text.review import CATEGORIES
from deelwijs.protocols.lexicon import load_lexicon


def test_texts_are_words_and_lists_are_patterns() -> None:
    lexicon = parse_lexicon({"a": {"words": "Café  thee", "patterns": ["één|twee", "drie"]}})
    assert lexicon.words("a.words") == {"cafe", "thee"}
    assert lexicon.patterns("a.patterns") == ("een|twee", "drie")


@pytest.mark.parametrize("documents", [{"a": ["words"]}, {"a": {"words": 3}}, {"a": {"words": [1]}}])
def test_another_form_is_refused(documents: dict[str, object]) -> None:
    with pytest.raises(LexiconError, match="a"):
        parse_lexicon(documents)


def test_a_list_that_is_not_there_is_named() -> None:
    with pytest.raises(LexiconError, match=r"a\.b"):
        parse_lexicon({}).words("a.b")


def test_every_pattern_of_the_product_compiles_by_itself() -> None:
    lexicon = load_lexicon()
    for key, patterns in lexicon.lists.items():
        for pattern in patterns:
            assert re.compile(pattern), key


def test_review_has_a_list_for_each_category() -> None:
    assert {f"review.{category}" for category in CATEGORIES} <= set(load_lexicon().lists)
