"""Storing an import: once, all or nothing, and never more than the file gives reason for."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deelwijs.accounts.models import User
from deelwijs.accounts.roles import Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.core.people import Name
from deelwijs.ledger.models import Entry, Payload
from deelwijs.people import selectors
from deelwijs.people.actor import Actor
from deelwijs.people.importers.messages import problem
from deelwijs.people.importers.reading import read
from deelwijs.people.importers.records import GuardianRow, ImportedSchool, PersonRow, TieRow
from deelwijs.people.importers.roll import Roll
from deelwijs.people.importers.unrolling import pour
from deelwijs.people.imports import actions, working
from deelwijs.people.imports.comparing import Comparison
from deelwijs.people.imports.results import ImportResult, Tally
from deelwijs.people.models import Affiliation, Enrolment, Group, Guardianship, Person, Position, School
from tests.people.conftest import acting, imported, member
from tests.people.conftest import store as apply
from tests.people.export import DAY, cell, tables, without


def preview(actor: Actor, school: ImportedSchool) -> ImportResult:
    with Roll() as roll:
        pour(school, roll)
        return Comparison(actor.school_id, roll, DAY).run()


def test_everybody_in_the_file_is_stored(actor: Actor, small: ImportedSchool) -> None:
    result = apply(actor, small)
    assert (result.people, result.groups) == (Tally(new=4), Tally(new=2))
    assert (result.enrolments, result.guardianships) == (Tally(new=4), Tally(new=2))
    people = {person.name.given: person for person in selectors.roster(actor.school_id, DAY)}
    zoe, mother = people["Zoë"], people["Nora"]
    assert zoe.guardians == (mother.id,)
    assert zoe.groups == ("3C",)
    assert people["Sami"].guardians == (mother.id,)
    assert people["Joris"].function == "Docent"
    assert people["Joris"].affiliations == {Kind.EMPLOYEE}


def test_the_preview_says_what_will_happen(actor: Actor, small: ImportedSchool) -> None:
    shown = preview(actor, small)
    assert Person.objects.filter(source_id__isnull=False).count() == 0
    assert apply(actor, small) == shown


def test_the_same_file_again_changes_nothing(actor: Actor, small: ImportedSchool) -> None:
    apply(actor, small)
    before = stored()
    result = apply(actor, small)
    assert not result.changes_anything
    assert result.people == Tally(same=4)
    assert stored() == before
    assert Entry.objects.count() == 1


def stored() -> list[list[tuple[object, ...]]]:
    """Every row of the tables that an import writes."""
    tables_written = (Person, Affiliation, Group, Enrolment, Guardianship)
    return [list(model._default_manager.order_by("pk").values_list()) for model in tables_written]


def test_the_sample_school_twice(shared: Path, actor: Actor) -> None:
    school = read(shared / "data/imports/synthetic_small/oneroster_1.2", day=DAY)
    expected = json.loads((shared / "data/imports/synthetic_small/expected.json").read_text())
    apply(actor, school)
    counts = selectors.counts(actor, DAY)
    assert counts.pupils == expected["pupils_active"]
    assert counts.employees == expected["staff"] + 1  # Noor was there already
    # All guardians but the two of the pupil who left, and the one who is staff as well.
    assert counts.guardians == expected["guardians"] - 2 + 1
    assert counts.pupils_without_guardian == len(expected["no_guardian"])
    assert not apply(actor, school).changes_anything


def test_a_change_is_a_change_of_that_person_only(
    actor: Actor, small: ImportedSchool, tmp_path: Path
) -> None:
    apply(actor, small)
    content = tables()
    cell(content, "users.csv", "p1", "familyName", "Visser")
    cell(content, "classes.csv", "c2", "title", "Muziek en zang")
    result = apply(actor, imported(tmp_path, content))
    assert (result.people, result.groups) == (Tally(changed=1, same=3), Tally(changed=1, same=1))
    assert Person.objects.get(source_id="p1").family_name == "Visser"


@pytest.mark.parametrize("how", ["marked", "absent"])
def test_who_leaves_loses_access_at_once(
    actor: Actor, small: ImportedSchool, tmp_path: Path, user: User, how: str
) -> None:
    """Whether marked as deleted or simply not in the file any more."""
    apply(actor, small)
    teacher = Person.objects.get(source_id="t1")
    account = User.objects.create_user("joris@kompas.example")
    Person.objects.filter(pk=teacher.pk).update(user=account)
    assert selectors.actors_of(account.pk, DAY)
    content = tables()
    if how == "marked":
        cell(content, "users.csv", "t1", "status", "tobedeleted")
    else:
        for name in ("users.csv", "roles.csv"):
            without(content, name, "t1")
    result = apply(actor, imported(tmp_path, content))
    assert result.people == Tally(gone=1, same=3)
    assert selectors.actors_of(account.pk, DAY) == ()
    assert str(teacher.pk) not in {person.id for person in selectors.roster(actor.school_id, DAY)}
    # The row stays: what the teacher published is still somebody's.
    assert Person.objects.filter(pk=teacher.pk).exists()
    assert str(teacher.pk) in {
        person.id for person in selectors.roster(actor.school_id, DAY - timedelta(days=1))
    }


def test_who_comes_back_is_the_same_person(actor: Actor, small: ImportedSchool, tmp_path: Path) -> None:
    apply(actor, small)
    before = Person.objects.get(source_id="p1").pk
    content = tables()
    cell(content, "users.csv", "p1", "status", "tobedeleted")
    apply(actor, imported(tmp_path, content))
    result = apply(actor, small)
    assert result.people.new == 0
    assert Person.objects.get(source_id="p1").pk == before
    assert str(before) in {person.id for person in selectors.roster(actor.school_id, DAY)}


def test_somebody_marked_for_deletion_is_never_made(actor: Actor, tmp_path: Path) -> None:
    content = tables()
    cell(content, "users.csv", "p1", "status", "tobedeleted")
    apply(actor, imported(tmp_path, content))
    assert not Person.objects.filter(source_id="p1").exists()


def test_guardians_are_kept_apart_per_pupil(actor: Actor, small: ImportedSchool, tmp_path: Path) -> None:
    apply(actor, small)
    mother = Person.objects.get(source_id="g1")
    Guardianship.objects.filter(guardian=mother, pupil__source_id="p2").update(has_custody=False)
    content = tables()
    cell(content, "users.csv", "p2", "identifier", "2002")
    apply(actor, imported(tmp_path, content))
    # Custody was set by hand for one child; no import gives it back, and the other child keeps its own.
    custody = dict(Guardianship.objects.values_list("pupil__source_id", "has_custody"))
    assert custody == {"p1": True, "p2": False}
    cell(content, "users.csv", "p1", "agentSourcedIds", "")
    result = apply(actor, imported(tmp_path, content))
    assert result.guardianships == Tally(gone=1, same=1)
    assert list(Guardianship.objects.values_list("pupil__source_id", flat=True)) == ["p2"]


def test_hand_made_people_and_extra_roles_stay(
    actor: Actor, noor: Person, school: School, small: ImportedSchool
) -> None:
    pupil = member(school, "Lotte Hendriks", Kind.PUPIL)
    parent = member(school, "Els Hendriks", Kind.GUARDIAN)
    Guardianship.objects.create(guardian=parent, pupil=pupil)
    apply(actor, small)
    bo = PersonRow(
        "x", Name("Bo"), frozenset({Kind.PUPIL}), (TieRow(Kind.PUPIL),), guardians=(GuardianRow("y"),)
    )
    apply(actor, ImportedSchool(people=(bo, PersonRow("y", Name("Jo"), frozenset({Kind.GUARDIAN})))))
    roster = {person.id: person for person in selectors.roster(school.pk, DAY)}
    imported_now = {
        str(pk) for pk in Person.objects.filter(source_id__in=["x", "y"]).values_list("pk", flat=True)
    }
    assert set(roster) == {str(noor.pk), str(pupil.pk), str(parent.pk)} | imported_now
    assert roster[str(pupil.pk)].guardians == (str(parent.pk),)
    assert noor.role_assignments.count() == 1


def test_an_import_gives_no_roles(actor: Actor, tmp_path: Path) -> None:
    content = tables()
    cell(content, "roles.csv", "t1", "role", "principal")
    apply(actor, imported(tmp_path, content))
    assert Person.objects.get(source_id="t1").role_assignments.count() == 0


def test_another_school_is_out_of_reach(
    actor: Actor, other_school: School, small: ImportedSchool, noor: Person
) -> None:
    with pytest.raises(PermissionDenied):
        actions.apply_import(actor=actor, school_id=other_school.pk, roll=Roll(), day=DAY)
    # The same file at the other school makes other people, and touches nobody here.
    apply(actor, small)
    before = stored()
    there = acting(member(other_school, "Bo Bos", Kind.EMPLOYEE), Role.ADMINISTRATOR)
    apply(there, small)
    assert Person.objects.filter(source_id="p1").count() == 2
    assert all(row in after for rows, after in zip(before, stored(), strict=True) for row in rows)


def test_only_who_may_import_imports(noor: Person, small: ImportedSchool) -> None:
    with pytest.raises(PermissionDenied):
        apply(acting(noor, Role.EMPLOYEE), small)
    assert Person.objects.count() == 1


def test_a_file_with_errors_stores_nothing(actor: Actor, small: ImportedSchool) -> None:
    faulty = replace(small, problems=(problem("name_missing", "users.csv", 4),))
    with pytest.raises(actions.ImportRefusedError):
        apply(actor, faulty)
    assert Person.objects.filter(source_id__isnull=False).count() == 0


def test_a_fault_half_way_stores_nothing(
    actor: Actor, small: ImportedSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(working, "record", fail)
    with pytest.raises(OSError, match="disk full"):
        apply(actor, small)
    assert Person.objects.filter(source_id__isnull=False).count() == 0


def test_the_ledger_tells_counts_and_no_names(actor: Actor, small: ImportedSchool) -> None:
    apply(actor, small)
    entry = Entry.objects.get()
    assert (entry.kind, entry.tenant, entry.actor) == (
        "people.imported",
        actor.school_id,
        str(actor.person_id),
    )
    payload = json.dumps(Payload.objects.get().content)
    assert json.loads(payload)["people"]["new"] == 4
    for person in small.people:
        assert person.name.given not in payload


def test_queries_do_not_grow_with_the_school(actor: Actor) -> None:
    few, many = queries(actor, 10), queries(actor, 400)
    # SQLite takes 999 values at once, so 400 rows go in a few more goes than 10; never one by one.
    assert many - few <= 12


def queries(actor: Actor, size: int) -> int:
    people = tuple(
        PersonRow(
            f"{size} {number}", Name(f"Kind {number} {size}"), frozenset({Kind.PUPIL}), (TieRow(Kind.PUPIL),)
        )
        for number in range(size)
    )
    with CaptureQueriesContext(connection) as context:
        apply(actor, ImportedSchool(people=people))
    return len(context)


# --- What somebody at the school recorded ---------------------------------------------------------------
def test_a_recorded_function_goes_before_the_file(actor: Actor, small: ImportedSchool) -> None:
    apply(actor, small)
    joris = Person.objects.get(source_id="t1")
    Position.objects.create(person=joris, function="Teamleider", starts_on=DAY)
    Person.objects.filter(pk=joris.pk).update(function="Teamleider")
    assert not apply(actor, small).changes_anything
    assert Person.objects.get(pk=joris.pk).function == "Teamleider"


def test_an_end_by_hand_is_not_taken_back(actor: Actor, small: ImportedSchool, tmp_path: Path) -> None:
    """The file may not know it yet: the lists of most formats give no days at all."""
    content = tables()
    for row in content["roles.csv"][1:]:
        row[3] = ""
    school = imported(tmp_path / "without days", content)
    apply(actor, school)
    ended = Affiliation.objects.filter(person__source_id="t1")
    ended.update(ends_on=DAY - timedelta(days=3), ended_by_hand=True)
    apply(actor, school)
    assert [row.ends_on for row in ended.all()] == [DAY - timedelta(days=3)]


def test_a_guardian_whose_care_ended_by_hand_does_not_return(actor: Actor, small: ImportedSchool) -> None:
    apply(actor, small)
    tie = Guardianship.objects.get(pupil__source_id="p1")
    Guardianship.objects.filter(pk=tie.pk).update(ends_on=DAY - timedelta(days=1))
    assert not apply(actor, small).changes_anything
    content = replace(
        small,
        people=tuple(replace(one, guardians=()) if one.source_id == "p1" else one for one in small.people),
    )
    assert apply(actor, content).guardianships == Tally(same=1)
    assert Guardianship.objects.filter(pk=tie.pk).exists()  # what was, stays readable
