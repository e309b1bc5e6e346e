"""``deelwijs verify``: for whoever received a file and has nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deelwijs.cli.main import main
from deelwijs.core.canonical import digest
from deelwijs.core.ledger import notes
from deelwijs.core.ledger.merkle import Tree
from deelwijs.ledger import verify
from tests.core.ledger.chains import (
    FIRST_KEY,
    TENANT,
    TEXT,
    case_document,
    chain,
    chain_document,
    checkpoint,
    public,
    tree_of,
)

ELSEWHERE = checkpoint(Tree([bytes(32)]), 1, TENANT.replace("7", "8")).signed(FIRST_KEY)
LINE = checkpoint(tree_of(chain(12)), 11).line


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return written(tmp_path / "bewijs.json", case_document(12, (5, 11), erased={7}))


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    path = tmp_path / "keten.jsonl"
    lines = (json.dumps(line, ensure_ascii=False) for line in chain_document(12, (5, 11)))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def written(path: Path, document: Any) -> Path:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["verify", *map(str, arguments)])


def test_an_honest_file_holds(case: Path) -> None:
    result = run(case)
    assert result.exit_code == 0
    assert result.output.splitlines()[:4] == [
        "Bewijs over één zaak van Het Kompas College, gemaakt op 2026-11-23T07:00:00Z",
        "Gekozen: channel website",
        "",
        "Alles klopt.",
    ]
    assert "Bekeken: 4 regels, 1 tekst." in result.output
    assert "Gewist: de inhoud van 1 regel." in result.output
    assert f"Sleutel met vingerafdruk {notes.fingerprint(public(FIRST_KEY))}" in result.output
    assert f"Anker van 2026-11-23 07:11 UTC over {LINE}" in result.output
    (erased,) = (line for line in result.output.splitlines() if line.startswith("  regel 7 "))
    assert erased.endswith("Antwoord over toestemming: gewist, klopt")
    assert f"    door moeder: answer=yes information={digest(TEXT)} met=['é', None] n=1" in result.output


def test_a_fault_is_named_with_its_place(case: Path) -> None:
    document = json.loads(case.read_text(encoding="utf-8"))
    document["entries"][1]["payload"]["answer"] = "yes"
    document["roots"][0]["note"] += "— x AAAAAAAA\n"
    document["roots"][1]["consistency"] = []
    result = run(written(case, document))
    assert result.exit_code == 1
    assert "Dit klopt niet:" in result.output
    assert "  Regel 4: de inhoud is niet wat is vastgelegd [payload]" in result.output
    assert "  Anker 2: het anker past niet bij de regels of niet bij het anker ervoor [root]" in result.output
    (line,) = (line for line in result.output.splitlines() if line.startswith("  regel 4 "))
    assert line.split()[:5] == ["regel", "4", "2026-05-28", "20:26:40", "UTC"]
    assert line.endswith("Antwoord over toestemming: klopt niet")


def test_the_outcome_as_json(case: Path, whole: Path) -> None:
    one, other = (json.loads(run(path, "--json").output) for path in (case, whole))
    assert (one["kind"], one["holds"], one["faults"]) == ("case", True, [])
    assert (one["entries"], one["payloads"], one["erased"], one["texts"]) == (4, 3, 1, 1)
    assert (other["kind"], other["entries"], other["uncovered"]) == ("chain", 12, 1)
    assert [root["size"] for root in other["roots"]] == [5, 11]
    lines = whole.read_text(encoding="utf-8").splitlines()
    whole.write_text("\n".join([*lines[:4], *lines[5:]]) + "\n", encoding="utf-8")
    result = run(whole, "--json")
    assert result.exit_code == 1
    assert json.loads(result.output)["faults"] == [
        {
            "code": "chain",
            "entry": 4,
            "number": None,
            "message": "Regel 4: de regel sluit niet aan op de vorige regel",
        }
    ]


def test_an_anchor_that_was_kept_is_compared(case: Path, whole: Path, tmp_path: Path) -> None:
    note = tmp_path / "anker.txt"
    note.write_text(json.loads(case.read_text(encoding="utf-8"))["roots"][1]["note"], encoding="utf-8")
    for anchor in (LINE, LINE.upper(), LINE.replace(" ", "  "), f" {LINE}\n", note, note.read_text("utf-8")):
        for path in (case, whole):
            result = run(path, "--anchor", anchor)
            assert result.exit_code == 0, result.output
            assert "--anchor" not in result.output
    other = LINE[:-1] + ("0" if LINE[-1] != "0" else "1")
    assert "het anker dat u bewaarde, is een ander anker".capitalize() in run(whole, "--anchor", other).output
    assert run(case, "--anchor", LINE.replace("11 ", "9 ", 1)).exit_code == 1
    cut = run(whole, "--anchor", LINE.replace("11 ", "99 ", 1))
    assert "Er ontbreken regels aan het eind: het anker telt er meer [cut_off]" in cut.output


def test_a_key_that_is_known_is_compared(case: Path) -> None:
    known = notes.fingerprint(public(FIRST_KEY))
    assert run(case, "--key", known).exit_code == 0
    assert run(case, "--key", known.replace(" ", "").upper()).exit_code == 0
    assert run(case, "--key", "ab" * 16).exit_code == 1


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["--anchor", "12"], "Dit is geen anker."),
        (["--anchor", "11 " + "ab" * 31], "Dit is geen anker."),
        (
            ["--anchor", checkpoint(Tree([bytes(32)]), 1, TENANT.replace("7", "8")).signed(FIRST_KEY)],
            "andere",
        ),
        (["--key", "ab"], "Een vingerafdruk heeft 32 tekens"),
    ],
)
def test_what_cannot_be_compared_with_is_refused(case: Path, given: list[str], message: str) -> None:
    result = run(case, *given)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "begin"),
        (b"woorden", "begin"),
        (b"[]", "begin"),
        (b"{}", "format"),
        (b"[" * 100_000, "begin"),
        (b'{"format": "deelwijs-ledger-case-1", "format": "x"}', "begin"),
        (b'{"format": "deelwijs-ledger-case-1", "tenant": NaN}', "begin"),
        (b'{"format": "deelwijs-ledger-case-1", "tenant": 1.5}', "begin"),
        (b'{"format": "deelwijs-ledger-chain-1", "payloads": true}\n', "tenant"),
        (b"\xff\xfe{}", "utf-8"),
    ],
)
def test_what_is_no_proof_is_refused(tmp_path: Path, content: bytes, place: str) -> None:
    path = tmp_path / "iets.json"
    path.write_bytes(content)
    result = run(path)
    assert result.exit_code == 2
    assert "iets.json" in result.stderr
    assert place in result.stderr
    assert result.stdout == ""


def test_a_damaged_line_is_named(whole: Path) -> None:
    lines = whole.read_text(encoding="utf-8").splitlines()
    for number, line in ((7, lines[6][:-3]), (3, '{"seq": 2}')):
        damaged = [*lines[: number - 1], line, *lines[number:]]
        whole.write_text("\n".join(damaged), encoding="utf-8")
        result = run(whole)
        assert result.exit_code == 2
        assert f"regel {number}" in result.stderr


def test_it_needs_neither_django_nor_anything_else(case: Path, whole: Path) -> None:
    """Every module that is loaded is Python's, cryptography's or ours."""
    program = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "from deelwijs.ledger.verify import main\n"
        f"codes = [main([{str(case)!r}]), main([{str(whole)!r}, '--json'])]\n"
        "loaded = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "known = {'deelwijs', 'cryptography', '_cffi_backend', '_openssl'}\n"
        "foreign = loaded - set(sys.stdlib_module_names) - known\n"
        "print(codes, sorted(foreign), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.strip() == "[0, 0] []"


def test_the_module_can_be_run(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify.main([str(case), "--anchor", LINE]) == 0
    assert "Alles klopt." in capsys.readouterr().out
    assert verify.main([str(tmp_path / "nergens.json")]) == 2
    assert "niet te lezen" in capsys.readouterr().err
