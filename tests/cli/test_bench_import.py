"""``deelwijs bench import``: the made-up school, and memory that does not grow with it."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

import pytest
from click.testing import CliRunner

from deelwijs.cli.bench import bench
from deelwijs.cli.benches.rosters import GeneratedRoster

DAY = date(2026, 11, 22)


@pytest.mark.parametrize("size", [20, 400, 2000])
def test_a_made_up_school_has_the_size_that_was_asked(size: int) -> None:
    roster = GeneratedRoster(size, DAY)
    pupils, guardians, employees = list(roster.pupils()), list(roster.guardians()), list(roster.employees())
    assert len(pupils) + len(guardians) + len(employees) == size
    assert (len(pupils), len(guardians), len(employees)) == (size * 8 // 20, size * 11 // 20, size // 20)
    assert {pupil.group for pupil in pupils} <= set(roster.groups())
    assert {one for pupil in pupils for one in pupil.guardians} == set(guardians)
    assert max(Counter(one.email for one in (*pupils, *guardians, *employees)).values()) == 1
    assert list(GeneratedRoster(size, DAY).pupils()) == pupils


@pytest.mark.faults
def test_memory_does_not_grow_with_the_school() -> None:
    """In processes of their own, so that this one's memory plays no part."""
    sizes = ["--people", "1000", "--people", "10000"]
    result = CliRunner().invoke(bench, ["import", "--format", "csv", *sizes, "--json"])
    small, large = json.loads(result.stdout)
    assert (small["people"], large["people"]) == (1000, 10000)
    assert large["peak_mb"] - small["peak_mb"] < 12
    for figures in (small, large):
        assert figures["changed_by_the_same_file"] == 0
        assert figures["undone"]
