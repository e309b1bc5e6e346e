"""The model protocol as data: whole, and readable for who must keep to it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from deelwijs.protocols import corpus

CONTENT = corpus.load()
ARTICLES: list[dict[str, Any]] = CONTENT["articles"]["articles"]
PURPOSES: list[dict[str, Any]] = CONTENT["purposes"]
READ = ("titel", "kort", "tekst", "uitleg", "uitleg_leerling")


def test_the_content_can_be_kept_as_it_is() -> None:
    assert json.loads(json.dumps(CONTENT)) == CONTENT
    assert re.fullmatch(r"[0-9a-f]{64}", corpus.content_hash(CONTENT))


def test_each_article_has_an_id_of_its_own_in_a_part_that_exists() -> None:
    ids = [article["id"] for article in ARTICLES]
    parts = {part["id"] for part in CONTENT["articles"]["parts"]}
    assert len(ids) == len(set(ids))
    assert {article.rstrip("0123456789") for article in ids} == parts


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["id"])
def test_an_article_is_explained_to_everybody(article: dict[str, Any]) -> None:
    for name in READ:
        assert article[name].strip(), name
        assert "!" not in article[name], name
    assert not re.search(r"\b(u|uw)\b", article["uitleg_leerling"])
    assert not re.search(r"\b(je|jij|jouw|jou)\b", article["uitleg"])


def test_every_parameter_comes_with_its_source() -> None:
    for name, parameter in CONTENT["articles"]["parameters"].items():
        assert isinstance(parameter["waarde"], int | str), name
        assert parameter["eenheid"], name
        source = parameter["bron"].partition(":")[0]
        assert source in {article["id"] for article in ARTICLES}, name


@pytest.mark.parametrize("purpose", PURPOSES, ids=lambda purpose: purpose["id"])
def test_a_purpose_is_asked_in_the_words_of_who_decides(purpose: dict[str, Any]) -> None:
    assert "{voornaam}" in purpose["vraag"]
    for key in ("vraag", "vraag_zelf", "vraag_medewerker"):
        assert purpose[key].endswith("?")
        assert purpose[key].format(voornaam="Sami", kanaal="de website")
    assert not re.search(r"\b(u|uw)\b", purpose["vraag_zelf"])
    for line in purpose["gevolgen"]:
        addressed = re.search(r"\b(u|uw)\b", line["tekst"], re.IGNORECASE)
        assert not addressed or "tekst_je" in line
        assert not re.search(r"\bu\b", line.get("tekst_je", ""), re.IGNORECASE)


def test_stopping_is_promised_with_every_purpose() -> None:
    for purpose in PURPOSES:
        assert any("stoppen" in line["tekst"] for line in purpose["gevolgen"]), purpose["id"]


def test_order_and_writing_of_a_file_do_not_change_its_hash() -> None:
    assert corpus.content_hash({"a": 1, "b": {"c": 2}}) == corpus.content_hash({"b": {"c": 2}, "a": 1})
    assert corpus.content_hash({"a": 1}) != corpus.content_hash({"a": 2})
