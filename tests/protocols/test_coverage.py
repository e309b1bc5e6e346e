"""No article without a place, and no claim without a test that exists."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
from django.urls import reverse

from deelwijs.protocols import corpus
from deelwijs.protocols.coverage import Claim, Service, coverage

ROOT = Path(__file__).resolve().parents[2]
CLAIMS = [(article, claim) for article, claims in coverage().items() for claim in claims]


@cache
def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_article_has_a_place_and_no_other() -> None:
    articles = [entry for entry in corpus.load()["articles"]["articles"] if not entry.get("optioneel")]
    assert set(coverage()) == {entry["id"] for entry in articles}
    assert all(coverage().values())


@pytest.mark.parametrize(("article", "claim"), CLAIMS)
def test_a_claim_is_shown_by_a_test(article: str, claim: Claim) -> None:
    if claim.service is Service.NOT_YET:
        assert not claim.tests
        return
    assert claim.tests
    for test in claim.tests:
        path, name = test.split("::")
        assert name in names_in(path), test


@pytest.mark.parametrize(("article", "claim"), CLAIMS)
def test_a_place_is_an_address(article: str, claim: Claim) -> None:
    if claim.place:
        assert reverse(claim.place).startswith("/")
    else:
        assert claim.service is Service.NOT_YET
