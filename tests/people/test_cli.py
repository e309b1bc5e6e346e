"""``deelwijs people import``: the same reading and storing, from the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deelwijs.cli.people import people
from deelwijs.ledger.models import Entry
from deelwijs.people.models import Person, School
from tests.people.export import cell, tables, write


def run(*arguments: object) -> Result:
    return CliRunner().invoke(people, ["import", *map(str, arguments)])


def test_counts_as_json(shared: Path) -> None:
    folder = shared / "data/imports/synthetic_small"
    result = run(folder / "oneroster_1.2", "--school", "kompas", "--on", "2026-11-22", "--dry-run", "--json")
    counts = json.loads(result.stdout)
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    for key in ("pupils_total", "pupils_active", "under16", "aged16plus", "aged18plus", "staff", "guardians"):
        assert counts[key] == expected[key]
    for key in ("guardians_without_email", "classes", "orgs", "no_guardian", "turn16_next_30_days"):
        assert counts[key] == expected[key]
    assert counts["born_29_feb"] == [expected["born_29_feb"]]
    assert counts["errors"] == []
    assert len(counts["warnings"]) == 6
    assert counts["format"] == "OneRoster 1.2"


def test_a_dry_run_needs_neither_database_nor_django(tmp_path: Path) -> None:
    folder = write(tmp_path / "export", tables())
    program = (
        "import sys; from deelwijs.cli.people import people\n"
        f"people(['import', {str(folder)!r}, '--dry-run'], standalone_mode=False)\n"
        "assert 'django' not in sys.modules"
    )
    environment = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Er is niets opgeslagen." in done.stdout


def test_it_is_stored(tmp_path: Path, school: School) -> None:
    folder = write(tmp_path / "export", tables())
    result = run(folder, "--school", "kompas", "--on", "2026-11-22")
    assert result.exit_code == 0, result.output
    assert "Ingelezen: 4 nieuw, 0 gewijzigd, 0 vervallen, 0 gelijk gebleven." in result.output
    assert Person.objects.filter(school=school).count() == 4
    assert Entry.objects.get().kind == "people.imported"
    again = run(folder, "--school", "kompas", "--on", "2026-11-22", "--json")
    assert json.loads(again.stdout)["result"]["people"] == {"new": 0, "changed": 0, "gone": 0, "same": 4}


def test_one_school_of_the_file(tmp_path: Path, school: School) -> None:
    folder = write(tmp_path / "export", tables())
    assert run(folder, "--school", "kompas", "--org", "zuid").exit_code == 0
    assert Person.objects.count() == 3
    result = run(folder, "--school", "kompas", "--org", "west")
    assert result.exit_code == 1
    assert "noord, zuid" in result.output


def test_errors_go_to_the_error_stream_and_store_nothing(tmp_path: Path, school: School) -> None:
    content = tables()
    cell(content, "demographics.csv", "p1", "birthDate", "2031-09-04")
    result = run(write(tmp_path / "export", content), "--school", "kompas")
    assert result.exit_code == 1
    assert (
        "Fout: Rij 2 van demographics.csv: de geboortedatum 2031-09-04 ligt in de toekomst." in result.stderr
    )
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["nergens"], 2, "--school"),
        (["nergens", "--dry-run"], 1, "bestaat niet"),
        (["nergens", "--dry-run", "--on", "gisteren"], 2, "--on"),
    ],
)
def test_what_cannot_be_done_is_told(arguments: list[str], code: int, says: str) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert says in result.output


def test_a_school_that_is_not_there(tmp_path: Path, db: None) -> None:
    result = run(write(tmp_path / "export", tables()), "--school", "nergens")
    assert result.exit_code == 1
    assert "Er is geen school nergens" in result.output


def test_a_list_with_columns_of_its_own(tmp_path: Path, school: School) -> None:
    path = tmp_path / "leerlingen.csv"
    path.write_text("Nr;Hoe heet je;Geboren op de\n1;Zoë Bakker;4-9-2011\n", encoding="utf-8")
    asked = run(path, "--school", "kompas", "--json")
    assert asked.exit_code == 1
    assert "Wijs de kolom met de voornaam" in json.loads(asked.stdout)["errors"][0]
    columns = ["--column", "Hoe heet je=hele naam", "--column", "Geboren op de=birth_date"]
    result = run(path, "--school", "kompas", *columns, "--json")
    assert json.loads(result.stdout)["result"]["people"]["new"] == 1
    person = Person.objects.get(school=school)
    assert (person.name.full, str(person.birth_date)) == ("Zoë Bakker", "2011-09-04")
    wrong = run(path, "--dry-run", "--column", "Nr=schoenmaat")
    assert wrong.exit_code == 2
    assert "Leerlingnummer" in wrong.output


def test_all_problems_go_to_a_file(tmp_path: Path) -> None:
    content = tables()
    content["users.csv"] += [[f"b{n}", "", "", "", "", "", "", "", ""] for n in range(80)]
    listed = tmp_path / "fouten.csv"
    result = run(write(tmp_path / "export", content), "--dry-run", "--json", "--problems", listed)
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert (len(answer["errors"]), answer["errors_total"]) == (50, 80)
    assert len(listed.read_text(encoding="utf-8-sig").splitlines()) == 81
