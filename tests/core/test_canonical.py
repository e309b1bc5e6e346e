"""One way to write a value down; and the hashes that schools already have stay what they are."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelwijs.core.canonical import canonical, digest
from deelwijs.core.content import content_hash
from deelwijs.protocols import corpus
from tests.core.family import PROPERTY
from tests.core.test_content import POST

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abcé", max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@PROPERTY
@given(PLAIN)
def test_there_is_one_way_to_write_a_value(value: Any) -> None:
    written = canonical(value)
    again = json.loads(written)
    assert canonical(again) == written
    assert unicodedata.is_normalized("NFC", written.decode())
    assert digest(again) == hashlib.sha256(written).hexdigest()


@PROPERTY
@given(st.dictionaries(TEXTS, st.integers(), max_size=5))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    names = {unicodedata.normalize("NFC", key) for key in value}
    if len(names) == len(value):
        assert canonical(dict(reversed(value.items()))) == canonical(dict(value))


def test_text_has_one_form() -> None:
    composed, apart = unicodedata.normalize("NFC", "Zoë"), unicodedata.normalize("NFD", "Zoë")
    assert composed != apart
    assert canonical({composed: [composed]}) == canonical({apart: [apart]})
    with pytest.raises(TypeError):
        canonical({composed: 1, apart: 2})


@pytest.mark.parametrize("value", [1.5, float("nan"), {"a": [0.0]}, b"x", {1: "x"}, {"a": object()}])
def test_what_has_no_single_form_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_half_a_character_is_no_text() -> None:
    with pytest.raises(UnicodeEncodeError):
        canonical("\ud800")


def test_values_that_look_alike_are_told_apart() -> None:
    alike = [1, "1", True, "true", None, "null", [], {}, "", [1], [[1]]]
    assert len({canonical(value) for value in alike}) == len(alike)


def test_a_value_of_every_kind_keeps_its_hash() -> None:
    """The hash under which version 0.1 knew it."""
    value: dict[str, Any] = {
        "id": "beeld",
        "naam": "Zoë \u2019s “foto”",
        "lijst": [1, None, True, {"b": "\n", "a": ""}],
        "é": "\u0001\u2028",
    }
    known = "575d1341ad135277186ec3226634a91ab5bd2d2afcacc969f473b33d84a76af9"
    assert digest(value) == corpus.content_hash(value) == known


def test_an_approved_post_keeps_its_hash() -> None:
    assert content_hash(POST) == "55cf2f33fb15655440af95f325159643b7c4a5095003ae1daf563cd6a13f159f"


def test_an_adopted_protocol_keeps_its_hash() -> None:
    """As it was worked out before there was one function for it."""
    content = corpus.load()
    before = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert corpus.content_hash(content) == hashlib.sha256(before.encode()).hexdigest()
