"""The documents keep up with the code: settings, commands, words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner
from django.apps import apps

from deelwijs.cli.main import COMMANDS, main
from tests.architecture.source import PACKAGE, ROOT, python_files

SETTING = re.compile(r"\b(?:DEELWIJS|REQUIRE)_[A-Z_]*[A-Z]\b")


def settings_in_code() -> set[str]:
    files = [*python_files(PACKAGE), *python_files(ROOT / "tests"), ROOT / "start.py"]
    texts = [path.read_text(encoding="utf-8") for path in files if path.name != "test_documents.py"]
    return {name for text in texts for name in SETTING.findall(text)}


def test_every_setting_is_documented_and_no_other() -> None:
    rows = [row for row in document("settings.md").splitlines() if row.startswith("|")]
    documented = {name for row in rows for name in SETTING.findall(row.split("|")[1])}
    assert documented == settings_in_code()


def document(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def leaves(name: str) -> Iterator[tuple[str, click.Command]]:
    """A command, or each command of a group: "people import"."""
    command = main.get_command(click.Context(main), name)
    assert command is not None
    if isinstance(command, click.Group):
        yield from ((f"{name} {part}", leaf) for part, leaf in command.commands.items())
    else:
        yield name, command


@pytest.mark.parametrize("top", sorted(COMMANDS))
def test_every_command_is_documented(top: str) -> None:
    for name, command in leaves(top):
        shown = CliRunner().invoke(main, [*name.split(), "--help"])
        assert shown.exit_code == 0, shown.output
        assert command.help
        heading = f"## `deelwijs {name}`"
        assert heading in document("cli.md")
        section = document("cli.md").partition(heading)[2].partition("\n## ")[0]
        assert [option for option in options(command) if f"`{option}`" not in section] == []


def options(command: click.Command) -> Iterator[str]:
    """The long names of a command's options and the names of its arguments."""
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{parameter.name} has no help text"
            yield max(parameter.opts, key=len)
        else:
            yield (parameter.metavar or parameter.name or "").strip("[]").upper()


def test_no_command_is_documented_that_does_not_exist() -> None:
    documented = set(re.findall(r"^## `deelwijs ([a-z -]+)`", document("cli.md"), re.MULTILINE))
    assert documented == {name for top in COMMANDS for name, _ in leaves(top)}


def test_the_group_lists_every_command() -> None:
    shown = CliRunner().invoke(main, ["--help"])
    assert shown.exit_code == 0, shown.output
    assert [name for name in COMMANDS if not re.search(rf"^  {name} ", shown.output, re.MULTILINE)] == []


def glossary() -> dict[str, list[str]]:
    """English word (letters only) -> the cells of its row."""
    rows = [
        row.strip().strip("|").split("|")
        for row in document("glossary.md").splitlines()
        if row.startswith("|")
    ]
    return {plain(cells[0]): [cell.strip() for cell in cells] for cells in rows}


def plain(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.partition("(")[0].lower())


def test_every_model_has_a_row_in_the_glossary() -> None:
    models = {model.__name__ for model in apps.get_models() if model.__module__.startswith("deelwijs.")}
    assert models
    words = glossary()
    assert sorted(model for model in models if plain(model) not in words) == []
    assert sorted(model for model in models if not all(words[plain(model)][:3])) == []
