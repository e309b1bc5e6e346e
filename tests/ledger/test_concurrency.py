"""Many who write at the same moment: one chain, no fork, nothing lost, on both databases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.elsewhere import elsewhere, run


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("processes", "threads", "acts"),
    [
        pytest.param(2, 4, 15, id="8 x 15"),
        pytest.param(8, 1, 1000, id="8 x 1000", marks=pytest.mark.faults),
    ],
)
def test_writers_at_the_same_time_make_one_chain(
    tmp_path: Path, processes: int, threads: int, acts: int
) -> None:
    with elsewhere(tmp_path) as there:
        found = json.loads(run(there, "tests.ledger.writers", processes, threads, acts))
    total = processes * threads * acts
    assert found["by_writer"] == {
        f"schrijver {process}.{thread}": acts for process in range(processes) for thread in range(threads)
    }
    assert (found["size"], found["payloads"], found["fault"]) == (total, total, None)
    assert found["ended"] == [0] * processes
