"""Reading OneRoster: what a good file says, and that every fault is told with its file and row."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from deelwijs.core.people import Affiliation, Name
from deelwijs.people.importers.narrowing import narrow
from deelwijs.people.importers.reading import read, read_into
from deelwijs.people.importers.records import GuardianRow, ImportedSchool
from deelwijs.people.importers.roll import Roll
from deelwijs.people.importers.summary import Counts, summarise
from deelwijs.people.importers.unrolling import school_of
from tests.people.export import DAY, Table, cell, tables, without, write, zipped

COUNTED = [
    "pupils_total", "pupils_active", "under16", "aged16plus", "aged18plus", "staff", "guardians",
    "guardians_without_email", "classes", "orgs", "no_guardian", "same_name_same_class",
    "turn16_next_30_days", "two_schools", "tobedeleted", "class_without_teacher", "born_29_feb",
    "exactly16_today", "turns16_tomorrow",
]  # fmt: skip


def imported(tmp_path: Path, content: dict[str, Table] | None = None) -> ImportedSchool:
    return read(write(tmp_path / "export", content or tables()), day=DAY)


def narrowed(path: Path, *schools: str) -> ImportedSchool:
    """One or more schools out of an export."""
    with Roll() as roll:
        read_into(roll, path, day=DAY)
        narrow(roll, schools)
        return school_of(roll)


def counted(path: Path) -> Counts:
    """The figures of an export."""
    with Roll() as roll:
        read_into(roll, path, day=DAY)
        return summarise(roll, DAY, (16, 18))


def codes(school: ImportedSchool) -> list[str]:
    return [problem.code for problem in school.problems]


@pytest.mark.parametrize("key", COUNTED)
def test_counts_of_the_sample_school(shared: Path, key: str) -> None:
    folder = shared / "data/imports/synthetic_small"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))[key]
    counts = counted(folder / "oneroster_1.2")
    # Where the sample names the one person it has, we list everybody: a list of one.
    assert counts[key] == ([expected] if isinstance(expected, str) else expected)


def test_the_sample_school_can_be_stored_and_its_faults_are_told(shared: Path) -> None:
    school = read(shared / "data/imports/synthetic_small/oneroster_1.2", day=DAY)
    assert school.errors == ()
    told = {(problem.file, problem.row): problem for problem in school.warnings}
    assert told["enrollments.csv", 71].code == "enrolment_of_unknown"
    assert "lln-99999" in told["enrollments.csv", 71].message_nl
    assert all(row.person != "lln-99999" for row in school.enrolments)
    staff = next(person for person in school.people if person.source_id == "med-00003")
    assert staff.tied_kinds == {Affiliation.EMPLOYEE, Affiliation.GUARDIAN}


def test_version_1_1_reads_the_same_school(shared: Path) -> None:
    folder = shared / "data/imports/synthetic_small"
    old = counted(folder / "oneroster_1.1")
    new = counted(folder / "oneroster_1.2")
    differing = {key for key in new if new[key] != old[key]}
    assert differing == {"pupils_total", "tobedeleted"}


def test_a_good_file(tmp_path: Path) -> None:
    school = imported(tmp_path)
    assert school.problems == ()
    zoe = next(person for person in school.people if person.source_id == "p1")
    assert zoe.name == Name("Zoë", "de", "Bakker")
    assert (zoe.student_number, zoe.staff_code, zoe.guardians) == ("1001", "", (GuardianRow("g1"),))
    assert zoe.birth_date is not None
    assert [group.is_homeroom for group in school.groups] == [True, False]


def test_what_must_never_be_kept_is_not_read(tmp_path: Path) -> None:
    content = tables()
    cell(content, "users.csv", "p1", "identifier", "999990019")
    school = imported(tmp_path, content)
    assert codes(school) == ["looks_like_bsn"]
    for secret in ("geheim123", "female", "SY", "999990019"):
        assert secret not in repr(school)


def test_dates_of_birth_are_kept_of_pupils_only(tmp_path: Path) -> None:
    content = tables()
    content["demographics.csv"].append(["g1", "1980-01-01", "", ""])
    mother = next(person for person in imported(tmp_path, content).people if person.source_id == "g1")
    assert mother.birth_date is None


def test_a_zip_reads_as_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(zipped(tables()))
    assert read(path, day=DAY) == imported(tmp_path)


def test_semicolons_and_a_mark_at_the_start_are_fine(tmp_path: Path) -> None:
    expected = imported(tmp_path)
    folder = tmp_path / "export"
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8").replace(",", ";")
        path.write_text(text, encoding="utf-8-sig", newline="")
    assert read(folder, day=DAY) == expected


def test_one_school_out_of_the_file(tmp_path: Path) -> None:
    export = write(tmp_path / "export", tables())
    north = narrowed(export, "noord")
    assert {person.source_id for person in north.people} == {"p1", "g1", "t1"}
    assert [group.source_id for group in north.groups] == ["c1"]
    south = narrowed(export, "zuid")
    # The teacher works in the north but teaches here; the mother comes along with her child.
    assert {person.source_id for person in south.people} == {"p2", "g1", "t1"}
    with pytest.raises(LookupError):
        narrowed(export, "west")


def test_who_leaves_takes_the_guardian_along(tmp_path: Path) -> None:
    content = tables()
    for pupil in ("p1", "p2"):
        cell(content, "users.csv", pupil, "status", "tobedeleted")
    school = imported(tmp_path, content)
    assert codes(school) == ["guardian_of_nobody"]
    assert {person.source_id for person in school.people if person.ties} == {"t1"}


def test_a_relative_has_no_custody(tmp_path: Path) -> None:
    content = tables()
    cell(content, "roles.csv", "g1", "role", "relative")
    pupil = next(person for person in imported(tmp_path, content).people if person.source_id == "p1")
    assert pupil.guardians == (GuardianRow("g1", has_custody=False),)


def test_a_forgotten_role_does_not_lose_a_guardian(tmp_path: Path) -> None:
    content = tables()
    cell(content, "roles.csv", "g1", "role", "teacher")
    mother = next(person for person in imported(tmp_path, content).people if person.source_id == "g1")
    assert mother.tied_kinds == {Affiliation.EMPLOYEE, Affiliation.GUARDIAN}


Spoil = Callable[[dict[str, Table]], object]

ERRORS: dict[str, tuple[Spoil, str, str, int | None]] = {
    "no roles": (lambda c: c.pop("roles.csv"), "file_missing", "roles.csv", None),
    "no births": (lambda c: c.pop("demographics.csv"), "file_missing", "demographics.csv", None),
    "empty file": (lambda c: c.update({"orgs.csv": []}), "file_empty", "orgs.csv", None),
    "no column": (lambda c: c["users.csv"][0].__setitem__(2, "naam"), "column_missing", "users.csv", 1),
    "short row": (lambda c: c["users.csv"][2].pop(), "row_length", "users.csv", 3),
    "long row": (lambda c: c["roles.csv"][1].append("x"), "row_length", "roles.csv", 2),
    "id twice": (lambda c: c["users.csv"].append(list(c["users.csv"][1])), "id_twice", "users.csv", 6),
    "no id": (lambda c: c["classes.csv"][2].__setitem__(0, " "), "id_missing", "classes.csv", 3),
    "long id": (lambda c: c["orgs.csv"][1].__setitem__(0, "x" * 201), "too_long", "orgs.csv", 2),
    "no name": (lambda c: cell(c, "users.csv", "p2", "givenName", ""), "name_missing", "users.csv", 3),
    "long name": (
        lambda c: cell(c, "users.csv", "p2", "familyName", "x" * 101),
        "too_long",
        "users.csv",
        3,
    ),
    "future": (
        lambda c: cell(c, "demographics.csv", "p1", "birthDate", "2026-11-23"),
        "birth_in_future",
        "demographics.csv",
        2,
    ),
    "old": (
        lambda c: cell(c, "demographics.csv", "p1", "birthDate", "1900-01-01"),
        "birth_too_old",
        "demographics.csv",
        2,
    ),
    "dutch date": (
        lambda c: cell(c, "demographics.csv", "p1", "birthDate", "4-9-2011"),
        "date_unreadable",
        "demographics.csv",
        2,
    ),
    "no such day": (
        lambda c: cell(c, "demographics.csv", "p1", "birthDate", "2011-02-29"),
        "date_unreadable",
        "demographics.csv",
        2,
    ),
    "reversed": (
        lambda c: c["enrollments.csv"][1].__setitem__(5, "2026-08-01"),
        "dates_reversed",
        "enrollments.csv",
        2,
    ),
    "own guardian": (
        lambda c: cell(c, "users.csv", "p1", "agentSourcedIds", "p1"),
        "own_guardian",
        "users.csv",
        2,
    ),
    "nobody": (lambda c: c.update({"users.csv": c["users.csv"][:1]}), "nobody", "users.csv", None),
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_stops_and_names_file_and_row(tmp_path: Path, name: str) -> None:
    spoil, code, file, row = ERRORS[name]
    content = tables()
    spoil(content)
    school = imported(tmp_path, content)
    assert (code, file, row) in [(problem.code, problem.file, problem.row) for problem in school.errors]
    start = f"Rij {row} van {file}: " if row else f"{file}: "
    assert any(problem.message_nl.startswith(start) for problem in school.errors)


WARNINGS: dict[str, tuple[Spoil, str, str, int | None]] = {
    "agent": (
        lambda c: cell(c, "users.csv", "p1", "agentSourcedIds", "g1,g9"),
        "agent_unknown",
        "users.csv",
        2,
    ),
    "sibling": (
        lambda c: cell(c, "users.csv", "p1", "agentSourcedIds", "g1,p2"),
        "agent_is_pupil",
        "users.csv",
        2,
    ),
    "alone": (lambda c: cell(c, "users.csv", "p1", "agentSourcedIds", ""), "no_guardian", "users.csv", 2),
    "no birth": (lambda c: without(c, "demographics.csv", "p2"), "birth_missing", "users.csv", 3),
    "whose birth": (
        lambda c: c["demographics.csv"].append(["p9", "2011-01-01", "", ""]),
        "birth_of_unknown",
        "demographics.csv",
        4,
    ),
    "no role": (lambda c: without(c, "roles.csv", "t1"), "no_role", "users.csv", 5),
    "what role": (lambda c: cell(c, "roles.csv", "t1", "role", "koning"), "role_unknown", "roles.csv", 5),
    "whose role": (
        lambda c: c["roles.csv"].append(["x9", "", "student", "", "", "noord"]),
        "role_of_unknown",
        "roles.csv",
        6,
    ),
    "damaged": (lambda c: cell(c, "users.csv", "p1", "givenName", "Zo?"), "name_damaged", "users.csv", 2),
    "mail": (
        lambda c: cell(c, "users.csv", "p1", "email", "zoe at kompas"),
        "email_unreadable",
        "users.csv",
        2,
    ),
    "no class": (
        lambda c: c["enrollments.csv"][1].__setitem__(1, "c9"),
        "enrolment_in_unknown",
        "enrollments.csv",
        2,
    ),
    "no teacher": (lambda c: without(c, "enrollments.csv", "e4"), "no_teacher", "classes.csv", 3),
}


@pytest.mark.parametrize("name", WARNINGS)
def test_a_warning_is_told_and_allows_going_on(tmp_path: Path, name: str) -> None:
    spoil, code, file, row = WARNINGS[name]
    content = tables()
    spoil(content)
    school = imported(tmp_path, content)
    assert school.errors == ()
    found = next(problem for problem in school.warnings if problem.code == code)
    assert (found.file, found.row) == (file, row)
    assert found.message_nl.startswith(f"Rij {row} van {file}: ")


def test_the_same_name_twice_in_a_class_is_told(tmp_path: Path) -> None:
    content = tables()
    cell(content, "users.csv", "p2", "givenName", "Zoë")
    cell(content, "enrollments.csv", "e3", "classSourcedId", "c1")
    school = imported(tmp_path, content)
    assert [problem.code for problem in school.warnings] == ["same_name"]
    assert "3C" in school.warnings[0].message_nl


def test_a_key_that_is_a_bsn_stops(tmp_path: Path) -> None:
    content = tables()
    numbers = ["999990019", "111222333", "123456782", "999994268", "999993653"]
    content["users.csv"] += [[number, "", "Bo", "Bos", "", "", "", "", ""] for number in numbers]
    content["users.csv"][1][0], content["users.csv"][2][0] = "p1", "p2"
    assert "bsn_as_id" in codes(imported(tmp_path, content))
