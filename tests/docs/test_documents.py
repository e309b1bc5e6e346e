"""README and its neighbours say what is there."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from deelwijs.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
START = re.compile(r"start\.py (?!/)(\w+)(?: (\w[\w-]*))?")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def project() -> dict[str, Any]:
    metadata: dict[str, Any] = tomllib.loads(read("pyproject.toml"))["project"]
    return metadata


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    targets = LINK.findall(path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_commands_exist(name: str) -> None:
    known = set(re.findall(r"add_parser\(\s*\"(\w+)\"", read("start.py")))
    found = START.findall(read(name))
    assert found
    for command, subcommand in found:
        assert command in known
        if command == "cli" and subcommand:
            assert subcommand in COMMANDS


def test_settings_in_the_readme_are_documented() -> None:
    named = set(re.findall(r"DEELWIJS_[A-Z_]+[A-Z]", read("README.md")))
    assert named
    assert named <= set(re.findall(r"DEELWIJS_[A-Z_]+[A-Z]", read("docs/settings.md")))


def test_the_readme_opens_in_dutch() -> None:
    summary = read("README.md").partition("\n> ")[2].partition("\n\n")[0]
    assert summary.startswith("**In het kort.**")
    assert "!" not in summary


def test_the_licence_is_the_whole_eupl() -> None:
    licence = read("LICENSE")
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert re.findall(r"^(\d+)\. [A-Z]", licence, re.MULTILINE) == [str(number) for number in range(1, 16)]
    assert "‘Compatible Licences’" in licence
    assert project()["license"] == "EUPL-1.2"


def test_publiccode_describes_this_version() -> None:
    public = yaml.safe_load(read("publiccode.yml"))
    assert public["name"] == "Deelwijs"
    assert public["softwareVersion"] == project()["version"]
    assert public["legal"]["license"] == "EUPL-1.2"
    assert public["maintenance"]["type"] in {"internal", "contract", "community", "none"}
    assert [contact["name"] for contact in public["maintenance"]["contacts"]] == ["Deelwijs maintainers"]
    assert set(public["description"]) == {"nl", "en"}
    for text in public["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000


def test_the_changelog_has_this_version_on_its_day() -> None:
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - (\S+)$", read("CHANGELOG.md"), re.MULTILINE)
    version, day = released[0]
    assert version == project()["version"]
    assert yaml.safe_load(read("publiccode.yml"))["releaseDate"] == day
    assert date.fromisoformat(day)
