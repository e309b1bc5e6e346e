"""Every check and test, fast first, with one summary at the end. ``python3 start.py test`` calls this."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.machine import Missing, find_chromium, find_postgres
from tests.postgres.cluster import throw_away_cluster

ROOT = Path(__file__).resolve().parents[1]
CHECKS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "import contracts": ["lint-imports"],
    "migrations": ["python", "-m", "django", "makemigrations", "--check", "--dry-run"],
    "types": ["mypy"],
}
SELECTIONS = {"default": "not real and not faults", "real": "real", "faults": "faults", "all": ""}
NOTHING_COLLECTED = 5
# A process per core (one more made both runs slower); who is done takes half of what another has left.
SPREAD = ["-n", str(os.cpu_count() or 1), "--dist", "worksteal"]


@dataclass
class Result:
    """What one step gave: its verdict, and for pytest the counts."""

    name: str
    verdict: str  # "passed", "failed" or "skipped"
    seconds: float = 0.0
    passed: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)  # reason -> how many


def main(suite: str, options: list[str]) -> int:
    """Run a suite, or with options (-k ...) only its tests; never stop at the first failure."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the database is stopped then too
    environment = clean_environment()
    results = []
    if suite in {"default", "all"} and not options:
        results += run_checks(environment)
    results.append(browser(environment))
    selection = ["-m", SELECTIONS[suite]] if SELECTIONS[suite] else []
    with tempfile.TemporaryDirectory(prefix="deelwijs-models-") as models:
        environment["DEELWIJS_MODELS"] = models  # the face network takes seconds to make: once for both
        results.append(run_pytest("tests on SQLite", [*selection, *options], environment))
        results.append(on_postgres([*selection, *options], environment))
    return summarise([result for result in results if result])


def clean_environment() -> dict[str, str]:
    """The environment without the product's own settings: a test never touches a school's data."""
    programs = Path(sys.executable).parent
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DEELWIJS_")}
    return {
        **kept,
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DEELWIJS_CHROMIUM": os.environ.get("DEELWIJS_CHROMIUM", ""),
        "PYTHONPATH": str(ROOT),
    }


def run_checks(environment: dict[str, str]) -> list[Result]:
    """Run the checks beside one another and tell of them in order; their words matter only on failure."""
    results = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        waiting = {name: pool.submit(run_check, name, CHECKS[name], environment) for name in CHECKS}
        for name, check in waiting.items():
            print(f"{name} ... ", end="", flush=True)
            result, words = check.result()
            print(f"{result.verdict} ({result.seconds:.1f} s)\n{words}", end="", flush=True)
            results.append(result)
    return results


def run_check(name: str, command: list[str], environment: dict[str, str]) -> tuple[Result, str]:
    """Run a check; what it came to, and its words where it failed."""
    started = time.monotonic()
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    failed = done.returncode != 0
    result = Result(name, "failed" if failed else "passed", time.monotonic() - started, failed=int(failed))
    return result, done.stdout + done.stderr if failed else ""


def browser(environment: dict[str, str]) -> Result | None:
    """Find a browser for the tests; its absence is a result of its own, so that nobody overlooks it."""
    try:
        environment["DEELWIJS_CHROMIUM"] = find_chromium()
    except Missing as reason:
        return missing("browser", str(reason), required="REQUIRE_BROWSER")
    return None


def on_postgres(options: list[str], environment: dict[str, str]) -> Result:
    """Run the tests that use the database again, on a PostgreSQL of their own."""
    try:
        programs = find_postgres()
    except Missing as reason:
        return missing("tests on PostgreSQL", str(reason), required="REQUIRE_POSTGRES")
    try:
        with throw_away_cluster(programs) as address:
            there = {**environment, "DEELWIJS_DATABASE": address}
            return run_pytest("tests on PostgreSQL", ["--database-only", *options], there)
    except RuntimeError as error:
        print(error)
        return Result("tests on PostgreSQL", "failed", failed=1)


def missing(name: str, reason: str, required: str) -> Result:
    """A skip, or a failure where the environment says that nothing may be skipped."""
    if os.environ.get(required) == "1":
        print(f"{name}: {reason}", flush=True)
        return Result(name, "failed", failed=1)
    return Result(name, "skipped", skipped=Counter({reason: 1}))


def run_pytest(name: str, options: list[str], environment: dict[str, str]) -> Result:
    """Run pytest with its words on screen and count from its report."""
    print(f"\n{name}", flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="deelwijs-report-") as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", f"--junitxml={report}", *SPREAD, *options]
        code = subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode
        result = count(name, report)
    result.seconds = time.monotonic() - started
    if code == NOTHING_COLLECTED:
        result.verdict = "skipped"
        result.skipped["no test matches"] += 1
    elif code:
        result.verdict = "failed"
        result.failed = max(result.failed, 1)  # a run that could not even begin counts too
    return result


def count(name: str, report: Path) -> Result:
    """Read pytest's own report."""
    result = Result(name, "passed")
    if not report.exists():
        return result
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 (written by our own pytest just now)
        if case.find("failure") is not None or case.find("error") is not None:
            result.failed += 1
        elif (skip := case.find("skipped")) is not None:
            result.skipped[skip.get("message", "")] += 1
        else:
            result.passed += 1
    return result


def summarise(results: list[Result]) -> int:
    """Print what everything came to; the last line is for machines."""
    print("\n" + "=" * 88)
    for result in results:
        counts = f"{result.passed} passed, {result.failed} failed" if result.name.startswith("tests") else ""
        print(f"{result.verdict.upper():8} {result.name:22} {result.seconds:7.1f} s  {counts}")
        for reason, times in result.skipped.items():
            print(f"         NOT TESTED ({times}x): {reason}")
    print("=" * 88)
    passed = sum(result.passed for result in results)
    failed = sum(result.failed for result in results)
    skipped = sum(result.skipped.total() for result in results)
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1], sys.argv[2:]))
    except KeyboardInterrupt:
        print("\nstopped")
        sys.exit(130)
