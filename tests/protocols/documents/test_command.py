"""``deelwijs protocol import``: for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deelwijs.cli.protocol import import_protocol, protocol
from tests.protocols.documents import writing


def run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(protocol, ["import", str(path), *options])


@pytest.fixture
def document(tmp_path: Path) -> Path:
    content = writing.clean()
    content["sections"][4]["articles"].append("Op [naam school] blijft de fiets in het rek staan.")
    path = tmp_path / "protocol.txt"
    path.write_bytes(writing.as_txt(content))
    return path


def test_the_json_names_articles_norms_and_findings(document: Path) -> None:
    result = run(document, "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    articles = {article["id"]: article for article in answer["articles"]}
    assert (articles["A5"]["norm"], articles["A5"]["number"]) == ("A5", "5")
    assert articles["A5"]["certainty"] > 0.75
    assert (articles["B5"]["norm"], articles["B5"]["section"]) == (
        None,
        "B. Voor medewerkers tijdens werksituaties",
    )
    finding, other = answer["findings"]
    assert other["code"] == "name_and_placeholder"
    assert (finding["code"], finding["line"], finding["article"]) == (
        "placeholder",
        articles["B5"]["line"],
        "B5",
    )
    assert "[naam school]" in finding["message"]
    assert answer["particulars"][0]["label"] == "Eigenaar"


def test_the_words_name_them_too(document: Path) -> None:
    result = run(document)
    assert result.exit_code == 0
    assert "A5   A5 (" in result.stdout
    assert "eigen artikel" in result.stdout
    assert "«[naam school]» is niet ingevuld" in result.stdout


def test_nothing_to_complain_about_is_said(tmp_path: Path) -> None:
    path = tmp_path / "protocol.md"
    path.write_bytes(writing.as_md(writing.clean()))
    assert "Geen gebreken gevonden." in run(path).stdout


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_bad_file_ends_with_advice_and_no_output(tmp_path: Path, options: tuple[str, ...]) -> None:
    path = tmp_path / "protocol.pdf"
    path.write_bytes(b"%PDF-1.4 kapot")
    result = run(path, *options)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "beschadigd" in result.stderr
    assert "Er is niets opgeslagen." in result.stderr


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert CliRunner().invoke(import_protocol, [str(tmp_path / "weg.txt")]).exit_code == 2
