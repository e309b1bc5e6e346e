"""``deelwijs advise``: a dialogue over standard input, one line at a time."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from click.testing import CliRunner

from deelwijs.cli.main import main

KEYS = {
    "id", "outcome", "articles", "exceptions", "conditions", "duties", "notices", "question", "screen",
    "explanation",
}  # fmt: skip
FRIEND = {
    "rol": "medewerker",
    "handeling": "vriend_worden",
    "verband_met_school": "overlap",
    "met_wie": "ouder",
}


def advise(*lines: Any, options: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    written = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    done = CliRunner().invoke(main, ["advise", *options], input=written + "\n")
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.output.splitlines()]


def test_a_verdict() -> None:
    (answer,) = advise({"id": "x", "facts": {**FRIEND, "kanaal": "prive_account"}})
    assert set(answer) == KEYS
    assert (answer["id"], answer["outcome"], answer["articles"]) == ("x", "verboden", ["A6"])
    assert (answer["question"], answer["screen"]) == (None, [])
    assert answer["explanation"]["reasons"][0]["facts"]["kanaal"] == "prive_account"


def test_a_question() -> None:
    (answer,) = advise({"id": 7, "facts": FRIEND})
    assert set(answer) == KEYS
    assert (answer["outcome"], answer["question"], answer["screen"]) == (None, "kanaal", ["kanaal"])


@pytest.mark.parametrize(
    ("line", "code", "nearest"),
    [
        ({"id": 1, "facts": {"rool": "ouder"}}, "unknown_fact", "rol"),
        ({"id": 1, "facts": {"rol": "moeder"}}, "unknown_value", "ouder"),
        ({"id": 1, "facts": {"afgebeelden": "leerling"}}, "not_a_list", "leerling"),
        ({"id": 1}, "bad_line", None),
        ({"id": 1, "facts": []}, "bad_line", None),
        ("[1]", "bad_line", None),
        ("{'id'", "bad_line", None),
        ('{"id": 1, "facts": ' + "[" * 100_000, "bad_line", None),
    ],
)
def test_a_bad_line_is_answered_and_the_next_goes_on(line: Any, code: str, nearest: str | None) -> None:
    bad, good = advise(line, {"id": 2, "facts": FRIEND})
    assert bad["error"]["code"] == code
    assert bad["error"]["line"] == 1
    assert bad["error"].get("nearest", "") == (nearest or "")
    assert good["question"] == "kanaal"


def test_bytes_that_are_no_text() -> None:
    done = CliRunner().invoke(main, ["advise"], input=b'\xff\xfe\n\n{"id": 1, "facts": {}}\n')
    bad, good = (json.loads(line) for line in done.output.splitlines())
    assert bad["error"]["code"] == "bad_line"
    assert good["outcome"] is None


def test_options_choose_for_the_school() -> None:
    case = {"id": 1, "facts": {**FRIEND, "kanaal": "prive_account", "familie": "ja"}}
    assert advise(case)[0]["outcome"] == "verboden"
    assert advise(case, options=("--reading", "familie=uitgezonderd"))[0]["outcome"] == "toegestaan"
    assert advise(case, options=("--optional", "O5"))[0]["outcome"] == "toegestaan"


GROUP = {
    "rol": "medewerker", "handeling": "groepsapp_maken", "verband_met_school": "ja",
    "professionele_groep": "ja", "overigen_bereikt": "ja",
    "strijdig_met_fatsoen": "nee", "mogelijk_strafbaar": "nee",
    "jongste_geboortedatum": "2010-05-05",
}  # fmt: skip


def test_a_day_and_an_age() -> None:
    case = {"id": 1, "facts": GROUP}
    assert advise(case)[0]["question"] == "datum"
    assert advise(case, options=("--on", "2026-05-04"))[0]["outcome"] == "verboden"
    assert advise(case, options=("--on", "2026-05-05"))[0]["outcome"] == "toegestaan"
    younger = ("--on", "2024-05-05", "--parameter", "leeftijd_groepsapp=14")
    assert advise(case, options=younger)[0]["outcome"] == "toegestaan"


@pytest.mark.parametrize(
    "options",
    [
        ("--reading", "familie"),
        ("--reading", "familie=soms"),
        ("--parameter", "leeftijd=3"),
        ("--optional", "A1"),
        ("--on", "morgen"),
    ],
)
def test_an_option_that_is_not_understood(options: tuple[str, ...]) -> None:
    done = CliRunner().invoke(main, ["advise", *options], input="")
    assert done.exit_code in {1, 2}
    assert "Traceback" not in done.output


def test_each_line_is_answered_at_once() -> None:
    """The other side writes its second line only after it has read the answer to its first."""
    program = [sys.executable, "-m", "deelwijs.cli", "advise"]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        facts: dict[str, Any] = dict(FRIEND)
        for answer in ("kanaal", None):
            process.stdin.write(json.dumps({"id": 1, "facts": facts}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["question"] == answer
            facts["kanaal"] = "schoolaccount"
        process.stdin.close()
        assert process.wait(timeout=20) == 0
