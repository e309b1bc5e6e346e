"""The test run itself: it counts honestly and never skips in silence."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests import conftest, run
from tests.conftest import NetworkGuard
from tests.demo_school import OPEN
from tests.machine import Missing

REPORT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"/>
<testcase name="c"><failure message="no"/></testcase>
<testcase name="d"><error message="no"/></testcase>
<testcase name="e"><skipped message="no browser"/></testcase>
</testsuite></testsuites>"""


def test_the_counts_come_from_the_report(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    result = run.count("tests", report)
    assert (result.passed, result.failed, result.skipped) == (2, 2, Counter({"no browser": 1}))


def test_the_last_line_is_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    fine = run.Result("tests on SQLite", "passed", 1.0, passed=5)
    assert run.summarise([fine]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "5 passed, 0 failed"
    wrong = run.Result("lint", "failed", failed=1)
    skipped = run.Result("browser", "skipped", skipped=Counter({"no Chromium": 1}))
    assert run.summarise([fine, wrong, skipped]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "5 passed, 1 failed, 1 skipped"
    assert any("NOT TESTED" in line and "no Chromium" in line for line in lines)


@pytest.mark.parametrize(("required", "verdict"), [("1", "failed"), ("", "skipped")])
def test_a_missing_browser_fails_only_where_it_is_required(
    required: str, verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing() -> str:
        raise Missing("no Chromium")

    monkeypatch.setattr(run, "find_chromium", nothing)
    monkeypatch.setenv("REQUIRE_BROWSER", required)
    result = run.browser({})
    assert result
    assert result.verdict == verdict


def test_a_school_s_settings_do_not_reach_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEELWIJS_DATABASE", "postgres://school")
    monkeypatch.setenv("DEELWIJS_DATA", "/srv/school")
    environment = run.clean_environment()
    assert "DEELWIJS_DATABASE" not in environment
    assert "DEELWIJS_DATA" not in environment


def test_a_check_shows_its_words_when_it_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fine = [sys.executable, "-c", "print('quiet')"]
    wrong = [sys.executable, "-c", "print('line 3 is too long'); raise SystemExit(1)"]
    monkeypatch.setattr(run, "CHECKS", {"format": fine, "lint": wrong, "types": fine})
    results = run.run_checks(dict(os.environ))
    assert [(one.name, one.verdict, one.failed) for one in results] == [
        ("format", "passed", 0),
        ("lint", "failed", 1),
        ("types", "passed", 0),
    ]
    shown = capsys.readouterr().out
    assert "line 3 is too long" in shown
    assert "quiet" not in shown


class Planned:
    """A test as pytest's plan knows it."""

    def __init__(self, path: str, *fixturenames: str, **marks: dict[str, bool]) -> None:
        self.path, self.fixturenames, self.stash = path, fixturenames, pytest.Stash()
        self.marks = {name: getattr(pytest.mark, name)(**options).mark for name, options in marks.items()}

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        return self.marks.get(name)

    def getparent(self, _kind: type) -> Planned:
        return self


def test_long_walks_come_first_and_the_demo_school_last_in_its_file() -> None:
    demo, empty = Planned("a", "demo_school"), Planned("a", "db")
    after, walk = Planned("b"), Planned("c", browser={})
    assert conftest.in_order([demo, after, empty, walk]) == [walk, empty, demo, after]  # type: ignore[list-item]


@pytest.mark.parametrize("late", [Planned("a", "db"), Planned("a", django_db={})])
def test_who_expects_an_empty_database_never_finds_the_demo_school(late: Any) -> None:
    asks, needs_none = Planned("a", "demo_school", "db"), Planned("a")
    conftest.pytest_runtest_setup(late)
    for planned in (late, asks, needs_none):
        planned.stash[OPEN] = True
    conftest.pytest_runtest_setup(asks)  # type: ignore[arg-type]
    conftest.pytest_runtest_setup(needs_none)  # type: ignore[arg-type]
    with pytest.raises(pytest.fail.Exception, match="expects an empty database"):
        conftest.pytest_runtest_setup(late)


@pytest.mark.parametrize(
    "commits",
    [
        Planned("a", "demo_school", "transactional_db"),
        Planned("a", "demo_school", django_db={"transaction": True}),
    ],
)
def test_who_commits_does_not_get_the_demo_school(commits: Any) -> None:
    with pytest.raises(pytest.fail.Exception, match="this test commits"):
        conftest.pytest_runtest_setup(commits)


@pytest.mark.parametrize(
    "address", [("192.0.2.1", 80), ("example.org", 443), ("2001:db8::1", 80, 0, 0), (b"a.nl", 1)]
)
def test_other_machines_are_out_of_reach(address: tuple[object, ...]) -> None:
    with pytest.raises(RuntimeError, match="only this machine"):
        NetworkGuard().check(address)


@pytest.mark.parametrize(
    "address", ["/run/socket", ("127.0.0.1", 80), ("::1", 80, 0, 0), ("localhost", 1), (None,)]
)
def test_this_machine_is_within_reach(address: object) -> None:
    NetworkGuard().check(address)


def test_the_guard_is_on() -> None:
    import socket  # noqa: PLC0415

    with socket.socket() as outward, pytest.raises(RuntimeError, match="only this machine"):
        outward.connect(("192.0.2.1", 80))
