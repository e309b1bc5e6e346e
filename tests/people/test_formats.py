"""Every format: the same school comes out, whatever it was written in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deelwijs.cli.benches.roster_files import FORMATS, csv_lists, write
from deelwijs.cli.benches.rosters import Employee, GeneratedRoster, Guardian, Pupil
from deelwijs.core.people import Affiliation
from deelwijs.people.actor import Actor
from deelwijs.people.importers.reading import read, read_into
from deelwijs.people.importers.records import ImportedSchool
from deelwijs.people.importers.roll import Roll
from deelwijs.people.importers.summary import summarise
from deelwijs.people.imports import actions
from deelwijs.people.imports.results import Tally
from tests.people.export import DAY

LETTERS = "abcdefghijklmnopqrstuvwxyzéèëïöüçñøłışğ'-"
NAMES = st.text(LETTERS, min_size=2, max_size=12).filter(lambda text: text[0].isalpha()).map(str.capitalize)
INFIXES = st.sampled_from(["", "", "de", "van der", "van 't", "op 't", "ten", "van den"])
BORN = st.dates(date(2005, 1, 1), date(2016, 12, 31))
CLASSES = ["1A", "2V1", "H3b", "Oranje"]


@dataclass
class ListedRoster:
    """A school in lists."""

    all_pupils: list[Pupil]
    all_guardians: list[Guardian]
    all_employees: list[Employee]

    def pupils(self) -> Iterator[Pupil]:
        return iter(self.all_pupils)

    def guardians(self) -> Iterator[Guardian]:
        return iter(self.all_guardians)

    def employees(self) -> Iterator[Employee]:
        return iter(self.all_employees)

    def groups(self) -> Iterator[str]:
        return iter(CLASSES)


@st.composite
def rosters(draw: st.DrawFn) -> ListedRoster:
    """Families of one or two guardians with one or two pupils; twins, namesakes and shared addresses too."""
    pupils: list[Pupil] = []
    guardians: list[Guardian] = []
    for household in range(draw(st.integers(1, 4))):
        shared = draw(st.booleans())
        parents = []
        for place in range(draw(st.integers(1, 2))):
            email = f"thuis{household}@post.example" if shared else f"ouder{household}.{place}@post.example"
            given_name = draw(NAMES) + ("" if place == 0 else "a")
            parents.append(Guardian(f"o{household}-{place}", given_name, draw(INFIXES), draw(NAMES), email))
        if len(parents) == 2 and parents[0].given == parents[1].given:
            parents.pop()
        guardians += parents
        for _ in range(draw(st.integers(1, 2))):
            number = str(1000 + len(pupils))
            pupils.append(
                Pupil(
                    number, draw(NAMES), draw(INFIXES), draw(NAMES), draw(BORN), f"l{number}@school.example",
                    draw(st.sampled_from(CLASSES)), tuple(parents),
                )
            )  # fmt: skip
    employees = [
        Employee(
            f"DOC{index}", draw(NAMES), draw(INFIXES), draw(NAMES), f"doc{index}@school.example",
            tuple(sorted(draw(st.sets(st.sampled_from(CLASSES))))),
        )
        for index in range(draw(st.integers(1, 3)))
    ]  # fmt: skip
    return ListedRoster(pupils, guardians, employees)


def seen(school: ImportedSchool, *, guardians: bool = True) -> set[tuple[object, ...]]:
    """Everybody in a school, by what every format can carry."""
    names = {person.source_id: (person.name.full, person.email) for person in school.people}
    codes = {group.source_id: group.code for group in school.groups}
    classes: dict[str, list[tuple[str, bool]]] = {}
    for row in school.enrolments:
        classes.setdefault(row.person, []).append((codes[row.group], row.is_teacher))
    return {
        (
            *names[person.source_id],
            person.tied_kinds,
            person.birth_date,
            frozenset(classes.get(person.source_id, ())),
            frozenset(names[one.source_id] for one in person.guardians) if guardians else frozenset(),
        )
        for person in school.people
        if guardians or Affiliation.GUARDIAN not in person.tied_kinds
    }


def wanted(roster: ListedRoster | GeneratedRoster, *, guardians: bool = True) -> set[tuple[object, ...]]:
    """Everybody as the writers were given them."""

    def full(one: Pupil | Guardian | Employee) -> str:
        return " ".join(part for part in (one.given, one.infix, one.family) if part)

    pupil, guardian, employee = Affiliation.PUPIL, Affiliation.GUARDIAN, Affiliation.EMPLOYEE
    people: set[tuple[object, ...]] = {
        (
            full(one), one.email, frozenset({pupil}), one.born, frozenset({(one.group, False)}),
            frozenset((full(parent), parent.email) for parent in one.guardians if guardians),
        )
        for one in roster.pupils()
    }  # fmt: skip
    people |= {
        (
            full(one), one.email, frozenset({employee}), None,
            frozenset((group, True) for group in one.groups), frozenset(),
        )
        for one in roster.employees()
    }  # fmt: skip
    if guardians:
        people |= {
            (full(one), one.email, frozenset({guardian}), None, frozenset(), frozenset())
            for one in roster.guardians()
        }
    return people


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(roster=rosters())
@pytest.mark.parametrize("name", FORMATS)
def test_the_same_people_come_out(tmp_path: Path, name: str, roster: ListedRoster) -> None:
    school = read(write(name, roster, tmp_path / name), day=DAY)
    assert school.errors == ()
    carries = name != "edexml"
    assert seen(school, guardians=carries) == wanted(roster, guardians=carries)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encodings_and_separators_are_found(tmp_path: Path, charset: str, delimiter: str) -> None:
    noor = Guardian("g", "Zoë", "", "Müller", "zoe@post.example")
    pupil = Pupil("1000", "Chloé", "van 't", "Goór", date(2012, 3, 4), "", "1A", (noor,))
    roster = ListedRoster([pupil], [noor], [])
    school = read(csv_lists(roster, tmp_path / "list", delimiter, charset), day=DAY)
    assert school.errors == ()
    assert seen(school) == wanted(roster)


# --- The sample school --------------------------------------------------------------------------------
SAMPLES = {
    "oneroster_1.2": {"guardians": 75, "staff": 8, "classes": 23, "pupils_total": 48},
    "oneroster_1.1": {"guardians": 75, "staff": 8, "classes": 23, "pupils_total": 47},
    "edexml_2.1.xml": {"guardians": 0, "staff": 8, "classes": 23, "pupils_total": 47},
    # The guardians of the pupil who left are not beside anybody, and the teacher who is a guardian is.
    "leerlingen_excel_utf8bom.csv": {"guardians": 74, "staff": 0, "classes": 15, "pupils_total": 47},
    "leerlingen_excel_cp1252.csv": {"guardians": 74, "staff": 0, "classes": 15, "pupils_total": 47},
}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_counts_of_the_sample_school_in_every_format(shared: Path, name: str) -> None:
    folder = shared / "data/imports/synthetic_small"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    with Roll() as roll:
        read_into(roll, folder / name, day=DAY)
        assert not roll.has_errors
        counts = summarise(roll, DAY, (16, 18))
    for key in ("pupils_active", "under16", "aged16plus", "aged18plus"):
        assert counts[key] == expected[key]
    for key, value in SAMPLES[name].items():
        assert counts[key] == value
    keys = {"lln-000": "1000", "lln-": ""} if name.startswith("leerlingen") else {}
    for key in ("turn16_next_30_days", "same_name_same_class", "exactly16_today", "turns16_tomorrow"):
        named = expected[key] if isinstance(expected[key], list) else [expected[key]]
        assert counts[key] == [_renamed(one, keys) for one in named]
    if not name.startswith("edexml"):
        assert counts["guardians_without_email"] == expected["guardians_without_email"]
        assert counts["no_guardian"] == [_renamed(one, keys) for one in expected["no_guardian"]]


def _renamed(key: str, renames: dict[str, str]) -> str:
    for old, new in renames.items():
        key = key.replace(old, new)
    return key


def test_a_lossy_list_warns_of_damaged_names(shared: Path) -> None:
    folder = shared / "data/imports/synthetic_small"
    damaged = read(folder / "leerlingen_excel_cp1252.csv", day=DAY)
    assert "name_damaged" in {one.code for one in damaged.warnings}
    whole = read(folder / "leerlingen_excel_utf8bom.csv", day=DAY)
    assert {one.code for one in whole.warnings} == {"same_name", "no_guardian"}


def test_the_sample_of_microsoft(shared: Path) -> None:
    folder = shared / "data/imports/microsoft_sds"
    new = read(folder / "v2.1", day=DAY)
    assert new.errors == ()
    jack = next(person for person in new.people if person.name.full == "Jack Craig")
    assert [one.has_custody for one in jack.guardians] == [True]
    fred = next(person for person in new.people if person.name.full == "Fred Hutch")
    assert [one.has_custody for one in fred.guardians] == [False]  # a relative
    for secret in ("P@ssword123", "Woodenville", "hispanic", "freeLunch"):
        assert secret not in repr(new)
    old = read(folder / "v1_25_users", day=DAY)
    assert old.errors == ()
    assert (len(old.people), len(old.groups)) == (24, 2)
    assert next(one.birth_date for one in old.people if one.name.full == "Ora Klein") == date(2000, 4, 2)
    assert "P@ssw" not in repr(old)


def test_the_standards_own_examples_of_edexml(shared: Path) -> None:
    folder = shared / "data/imports/edexml/voorbeelden"
    expected = {"2.0": "J van Bemmel", "2.1": "Julia van Bemmel"}
    for version, teacher in expected.items():
        school = read(folder / f"EDEXML.Voorbeeld.{version}.xml", day=DAY)
        assert school.errors == ()
        by_name = {person.name.full: person for person in school.people}
        assert {"Ismaël Assati", "Gradje van 't Hof", "Uilke Veldman", teacher} <= by_name.keys()
        assert by_name["Gradje van 't Hof"].ties[0].ends_on == date(2014, 7, 18)
        for secret in ("133456785", "2731", "0,3", "6971VB"):
            assert secret not in repr(school)


# --- One school, several formats ----------------------------------------------------------------------
def store(actor: Actor, path: Path) -> object:
    with Roll() as roll:
        read_into(roll, path, day=DAY)
        assert roll.problems(stops=True) == []
        return actions.apply_import(actor=actor, school_id=actor.school_id, roll=roll, day=DAY)


def test_changing_format_makes_nobody_twice(actor: Actor, tmp_path: Path) -> None:
    """And a second time the same file changes nothing at all."""
    roster = GeneratedRoster(20, DAY)
    first = store(actor, write("oneroster_1.2", roster, tmp_path / "first"))
    assert first.people == Tally(new=20)  # type: ignore[attr-defined]
    for name in ("csv", "edexml", "xlsx", "csv_ouders", "oneroster_1.1", "sds_2.1", "oneroster_1.2"):
        path = write(name, roster, tmp_path / name)
        result = store(actor, path)
        assert (name, result.people.new, result.people.gone) == (name, 0, 0)  # type: ignore[attr-defined]
        assert result.guardianships == Tally(same=result.guardianships.same)  # type: ignore[attr-defined]
        assert result.enrolments == Tally(same=result.enrolments.same)  # type: ignore[attr-defined]
        assert not store(actor, path).changes_anything  # type: ignore[attr-defined]
