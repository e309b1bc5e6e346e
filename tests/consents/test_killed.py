"""Killed in the middle of a decision: what was confirmed is there, and nothing is there by half."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.elsewhere import elsewhere, run


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kills", [pytest.param(3, id="a few"), pytest.param(200, id="200", marks=pytest.mark.faults)]
)
def test_no_confirmed_decision_is_lost_and_none_is_half(tmp_path: Path, kills: int) -> None:
    with elsewhere(tmp_path) as there:
        found = json.loads(run(there, "tests.consents.deciding", kills))
    assert found.pop("confirmed") >= 2 * kills
    assert found == {
        "lost": 0,
        "half": 0,
        "without entry": 0,
        "without decision": 0,
        "twice": 0,
        "fault": None,
    }
