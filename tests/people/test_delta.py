"""Files with changes only: what they name changes, and everybody else stays as stored."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from deelwijs.people import selectors
from deelwijs.people.actor import Actor
from deelwijs.people.importers.reading import read, read_into
from deelwijs.people.importers.records import ImportedSchool
from deelwijs.people.importers.roll import Roll
from deelwijs.people.imports import actions
from deelwijs.people.imports.results import ImportResult, Tally
from deelwijs.people.models import Affiliation, Enrolment, Guardianship, Person
from tests.people.conftest import store
from tests.people.export import DAY, Table, cell, tables, write

LATER = DAY + timedelta(days=7)
MANIFEST = [["propertyName", "value"], ["oneroster.version", "1.2"], ["file.users", "delta"]]


def delta(**files: list[list[str]]) -> dict[str, Table]:
    """A delta with these rows, under the headings of the full export."""
    return {"manifest.csv": MANIFEST} | {
        f"{name}.csv": [tables()[f"{name}.csv"][0], *rows] for name, rows in files.items()
    }


def apply(actor: Actor, folder: Path, content: dict[str, Table]) -> ImportResult:
    with Roll() as roll:
        read_into(roll, write(folder, content), day=LATER)
        assert roll.problems(stops=True) == []
        return actions.apply_import(actor=actor, school_id=actor.school_id, roll=roll, day=LATER)


@pytest.fixture(autouse=True)
def stored(actor: Actor, small: ImportedSchool) -> None:
    store(actor, small)


def user(key: str, **cells: str) -> list[str]:
    heading, *rows = tables()["users.csv"]
    row = next(row for row in rows if row[0] == key)
    return [cells.get(column, value) for column, value in zip(heading, row, strict=True)]


def here(actor: Actor) -> set[str]:
    ids = [person.id for person in selectors.roster(actor.school_id, LATER)]
    return set(Person.objects.filter(pk__in=ids, source_id__isnull=False).values_list("source_id", flat=True))


def test_a_leaver_is_taken_out_and_the_past_stays(actor: Actor, tmp_path: Path) -> None:
    result = apply(actor, tmp_path / "d", delta(users=[user("p1", status="tobedeleted")]))
    assert result.people == Tally(gone=1)
    assert result.enrolments == Tally(gone=1)
    assert here(actor) == {"p2", "g1", "t1"}
    assert "Zoë" in {one.name.given for one in selectors.roster(actor.school_id, DAY)}
    assert Affiliation.objects.get(person__source_id="p1").ends_on == LATER - timedelta(days=1)


def test_with_the_last_pupil_the_guardian_goes(actor: Actor, tmp_path: Path) -> None:
    rows = [user("p1", status="tobedeleted"), user("p2", status="tobedeleted")]
    assert apply(actor, tmp_path / "d", delta(users=rows)).people == Tally(gone=3)
    assert here(actor) == {"t1"}


def test_a_change_leaves_what_it_does_not_name(actor: Actor, tmp_path: Path) -> None:
    before = Person.objects.get(source_id="p1")
    result = apply(actor, tmp_path / "d", delta(users=[user("p1", familyName="Visser")]))
    assert (result.people, result.enrolments, result.guardianships) == (
        Tally(changed=1), Tally(), Tally(same=1),
    )  # fmt: skip
    after = Person.objects.get(source_id="p1")
    assert (after.family_name, after.birth_date, after.student_number) == (
        "Visser", before.birth_date, "1001",
    )  # fmt: skip
    assert here(actor) == {"p1", "p2", "g1", "t1"}


def test_a_date_of_birth_alone(actor: Actor, tmp_path: Path) -> None:
    result = apply(actor, tmp_path / "d", delta(demographics=[["p2", "2010-03-01", "", ""]]))
    assert result.people.changed == 1
    sami = Person.objects.get(source_id="p2")
    assert str(sami.birth_date) == "2010-03-01"
    assert sami.given_name == "Sami"
    # Of a guardian no date of birth is kept, also when the file sends it alone.
    assert not apply(
        actor, tmp_path / "e", delta(demographics=[["g1", "1980-01-01", "", ""]])
    ).changes_anything


def test_somebody_new_with_a_guardian_who_was_there(actor: Actor, tmp_path: Path) -> None:
    content = delta(
        users=[["p3", "active", "Bo", "Bos", "", "1003", "", "g1", ""]],
        roles=[["p3", "", "student", "2026-11-29", "", "noord"]],
        demographics=[["p3", "2012-01-02", "", ""]],
        enrollments=[["e9", "c1", "p3", "student", "2026-11-29", "2027-07-09"]],
    )
    result = apply(actor, tmp_path / "d", content)
    assert (result.people.new, result.enrolments.new, result.guardianships.new) == (1, 1, 1)
    assert Guardianship.objects.get(pupil__source_id="p3").guardian.source_id == "g1"
    assert here(actor) == {"p1", "p2", "p3", "g1", "t1"}
    assert not apply(actor, tmp_path / "d", content).changes_anything


def test_a_role_and_a_place_that_end(actor: Actor, tmp_path: Path) -> None:
    rows = tables()["enrollments.csv"]
    content = delta(roles=[["t1", "tobedeleted", "teacher", "2020-08-01", "", "noord"]])
    content["enrollments.csv"] = [[*rows[0], "status"], [*rows[1], "tobedeleted"]]
    result = apply(actor, tmp_path / "d", content)
    assert result.people == Tally(gone=1)
    assert result.enrolments.gone == 1
    assert Enrolment.objects.get(person__source_id="p1").ends_on == LATER - timedelta(days=1)
    assert here(actor) == {"p1", "p2", "g1"}


def test_a_class_that_ends(actor: Actor, tmp_path: Path) -> None:
    content = delta()
    content["classes.csv"] = [
        [*tables()["classes.csv"][0], "status"], [*tables()["classes.csv"][1], "tobedeleted"],
    ]  # fmt: skip
    result = apply(actor, tmp_path / "d", content)
    assert (result.groups, result.enrolments) == (Tally(gone=1), Tally(gone=2))


def test_other_guardians(actor: Actor, tmp_path: Path) -> None:
    content = delta(
        users=[
            user("p1", agentSourcedIds="g2"),
            ["g2", "", "Omar", "Haddad", "", "", "omar@thuis.example", "", ""],
        ],
        roles=[["g2", "", "guardian", "", "", "noord"]],
    )
    result = apply(actor, tmp_path / "d", content)
    assert result.guardianships == Tally(new=1, gone=1)
    assert [tie.guardian.source_id for tie in Guardianship.objects.filter(pupil__source_id="p1")] == ["g2"]


def test_a_delta_comes_to_the_same_as_the_full_file(actor: Actor, tmp_path: Path) -> None:
    content = tables()
    cell(content, "users.csv", "p1", "email", "nieuw@kompas.example")
    cell(content, "users.csv", "p2", "status", "tobedeleted")
    apply(actor, tmp_path / "d", delta(users=[content["users.csv"][1], content["users.csv"][2]]))
    with Roll() as roll:
        read_into(roll, write(tmp_path / "full", content), day=LATER)
        whole = actions.apply_import(actor=actor, school_id=actor.school_id, roll=roll, day=LATER)
    assert not whole.changes_anything


def test_a_change_of_somebody_unknown_is_told(actor: Actor, tmp_path: Path) -> None:
    with Roll() as roll:
        stranger = ["x1", "active", "Vreemd", "Iemand", "", "", "", "", ""]
        read_into(roll, write(tmp_path / "d", delta(users=[stranger])), day=LATER)
        result = actions.apply_import(actor=actor, school_id=actor.school_id, roll=roll, day=LATER)
        assert not result.changes_anything
        assert [one.code for one in roll.problems()] == ["change_of_unknown"]


def test_a_delta_needs_only_the_files_that_changed(tmp_path: Path) -> None:
    school = read(write(tmp_path / "d", delta(users=[user("p1")])), day=LATER)
    assert school.errors == ()
