"""The worked cases beside the project, all of them, and the interviews that lead to them."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

import pytest
import yaml

from deelwijs.core.norms import advise, read_facts
from tests.core.norms.school import filled, interview, model

Case = dict[str, Any]


@pytest.fixture(scope="module")
def cases(shared: Path) -> list[Case]:
    found: list[Case] = yaml.safe_load((shared / "data/norms/examples.yaml").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def complete(cases: list[Case]) -> list[Case]:
    return [case for case in cases if not case.get("onbekend") and case["verwacht"]["uitkomst"]]


def test_every_case_comes_out_as_expected(cases: list[Case], subtests: pytest.Subtests) -> None:
    assert len(cases) >= 30
    for case in cases:
        with subtests.test(case["id"]):
            wanted = case["verwacht"]
            found = advise(model(), read_facts(model(), filled(case)))
            verdict = found.verdict
            assert verdict.outcome == wanted["uitkomst"]
            assert set(wanted.get("artikelen", [])) <= set(verdict.articles)
            assert not set(wanted.get("niet_citeren", [])) & set(verdict.articles)
            assert set(wanted.get("voorwaarden", [])) <= set(verdict.conditions)
            assert set(wanted.get("plichten", [])) <= set(verdict.duties)
            assert not set(wanted.get("niet_vragen", [])) & set(found.screen)
            if wanted.get("volgende_vraag"):
                assert found.question in wanted["volgende_vraag"]


def test_every_interview_ends_there_too(complete: list[Case], subtests: pytest.Subtests) -> None:
    for case in complete:
        with subtests.test(case["id"]):
            talk = interview(model(), filled(case))
            assert talk.outcome == case["verwacht"]["uitkomst"]
            assert not talk.asked & set(case["verwacht"].get("niet_vragen", []))


def test_interviews_are_short(complete: list[Case]) -> None:
    screens = [len(interview(model(), filled(case)).screens) for case in complete]
    assert statistics.median(screens) <= 4
    assert max(screens) <= 7
