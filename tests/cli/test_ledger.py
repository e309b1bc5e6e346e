"""``deelwijs ledger``: what the operator does with the record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import connection, transaction

from deelwijs.cli.main import main
from deelwijs.ledger.actions import record
from deelwijs.ledger.kinds import Kind
from deelwijs.ledger.models import Anchor, ChainCheck, Entry, Payload, SigningKey
from deelwijs.people.models import Board, School


@pytest.fixture
def school(db: None, settings: Any, tmp_path: Path) -> School:
    """A school with three acts on record."""
    settings.LEDGER_KEY_FILE = tmp_path / "ledger-key"
    board = Board.objects.create(name="Stichting Kompas")
    school = School.objects.create(board=board, name="Het Kompas College", slug="kompas")
    with transaction.atomic():
        for number in range(3):
            record(
                tenant=school.pk,
                kind=Kind.CONSENT_DECIDED,
                subject="kind",
                actor="moeder",
                payload={"n": number},
            )
    return school


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_an_honest_chain(school: School) -> None:
    result = run("ledger", "check")
    assert (result.exit_code, result.output) == (0, "Het Kompas College: 3 regels, alles klopt\n")
    (found,) = json.loads(run("ledger", "check", "--school", "kompas", "--json").output)
    assert (found["holds"], found["entries"], found["fault"]) == (True, 3, None)
    assert {check.occasion for check in ChainCheck.objects.all()} == {"command"}


def test_a_changed_payload(school: School, tmp_path: Path) -> None:
    Payload.objects.filter(entry__seq=2).update(content={"n": 9})
    result = run("ledger", "check")
    assert result.exit_code == 1
    assert result.output == "Het Kompas College: 3 regels, klopt niet bij regel 2 [payload]\n"
    refused = run("ledger", "anchor")
    assert refused.exit_code == 1
    assert "Er is geen anker gelegd." in refused.stderr
    assert not Anchor.objects.exists()


def test_a_chain_that_does_not_hold_is_not_written_out(school: School, tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        on = {"sqlite": "ledger_entry_no_update", "postgresql": "ledger_entry_append_only ON ledger_entry"}
        cursor.execute(f"DROP TRIGGER {on[connection.vendor]}")
    Entry.objects.filter(seq=2).update(actor="vader")
    result = run("ledger", "export", "--school", "kompas", "--output", tmp_path / "keten.jsonl")
    assert result.exit_code == 1
    assert "[chain]" in result.stderr
    assert not (tmp_path / "keten.jsonl").exists()


def test_an_anchor_is_printed(school: School) -> None:
    result = run("ledger", "anchor", "--school", "kompas")
    assert result.exit_code == 0
    assert result.output == Anchor.objects.get().note + "\n"


def test_what_is_written_out_can_be_checked(school: School, tmp_path: Path) -> None:
    path = tmp_path / "keten.jsonl"
    assert run("ledger", "export", "--school", "kompas", "--payloads", "--output", path).exit_code == 0
    outcome = json.loads(run("verify", path, "--json").output)
    assert (outcome["holds"], outcome["entries"], outcome["payloads"]) == (True, 4, 4)
    again = run("ledger", "export", "--school", "kompas", "--output", path)
    assert again.exit_code == 1
    assert "kan niet worden gemaakt" in again.stderr


def test_a_new_key(school: School) -> None:
    run("ledger", "anchor")
    result = run("ledger", "replace-key")
    assert result.exit_code == 0
    assert result.output.startswith("Nieuwe sleutel met vingerafdruk ")
    assert SigningKey.objects.count() == 2
    assert run("ledger", "check").exit_code == 0


@pytest.mark.parametrize("command", [["check"], ["anchor"], ["export", "--output", "x.jsonl"]])
def test_an_unknown_school(db: None, command: list[str]) -> None:
    result = run("ledger", *command, "--school", "nergens")
    assert result.exit_code == 1
    assert "Er is geen school met de korte naam nergens." in result.stderr
