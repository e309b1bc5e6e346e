"""Taking an import back: to the byte, or refused with the reason."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from deelwijs.accounts.models import User
from deelwijs.ledger.actions import record
from deelwijs.ledger.models import Entry, Payload
from deelwijs.people.actor import Actor
from deelwijs.people.import_models import ImportRun, ImportSnapshot
from deelwijs.people.importers.records import ImportedSchool
from deelwijs.people.imports import actions, snapshots
from deelwijs.people.imports.steps import image
from deelwijs.people.imports.undoing import UndoRefusedError
from deelwijs.people.models import (
    Affiliation,
    Enrolment,
    Group,
    Guardianship,
    Person,
    RoleAssignment,
)
from tests.people.conftest import imported, store
from tests.people.export import cell, tables, without

pytestmark = pytest.mark.usefixtures("at_once")

WRITTEN = (Person, Affiliation, RoleAssignment, Group, Enrolment, Guardianship)


def dump() -> str:
    """Every row of every table about people, in one canonical text."""
    rows = {
        model.__name__: [image(row) for row in model._default_manager.order_by("pk")] for model in WRITTEN
    }
    return json.dumps(rows, sort_keys=True, ensure_ascii=False)


def changed(tmp_path: Path) -> ImportedSchool:
    """Somebody new, somebody changed, somebody gone, another class, other guardians."""
    content = tables()
    cell(content, "users.csv", "p1", "familyName", "Visser")
    cell(content, "users.csv", "p1", "agentSourcedIds", "")
    cell(content, "demographics.csv", "p1", "birthDate", "2011-09-05")
    cell(content, "classes.csv", "c1", "classCode", "3D")
    cell(content, "enrollments.csv", "e1", "endDate", "2027-01-01")
    content["users.csv"].append(["p3", "", "Bo", "Bos", "", "1003", "", "g1", ""])
    content["roles.csv"].append(["p3", "", "student", "2026-08-01", "", "noord"])
    for name in ("users.csv", "roles.csv", "enrollments.csv"):
        without(content, name, "t1")
    content["enrollments.csv"] = [row for row in content["enrollments.csv"] if row[2] != "t1"]
    return imported(tmp_path / "changed", content)


def latest() -> ImportRun:
    return ImportRun.objects.filter(state="applied").latest("applied_at")


def undo(actor: Actor) -> ImportRun:
    run = latest()
    actions.take_back(actor=actor, run_id=run.pk)
    run.refresh_from_db()
    return run


def test_everything_is_back_to_the_byte(actor: Actor, small: ImportedSchool, tmp_path: Path) -> None:
    store(actor, small)
    before = dump()
    result = store(actor, changed(tmp_path))
    assert (result.people.new, result.people.changed, result.people.gone) == (1, 1, 1)
    assert result.guardianships.new == result.guardianships.gone == 1
    assert dump() != before
    run = undo(actor)
    assert (run.state, run.reason) == ("undone", "")
    assert dump() == before
    assert not ImportSnapshot.objects.exists()


def test_the_first_import_leaves_nothing_behind(actor: Actor, small: ImportedSchool) -> None:
    before = dump()
    store(actor, small)
    assert undo(actor).state == "undone"
    assert dump() == before


def test_what_was_undone_can_be_read_in_again(actor: Actor, small: ImportedSchool) -> None:
    store(actor, small)
    undo(actor)
    assert store(actor, small).people.new == 4
    assert undo(actor).state == "undone"


def test_both_are_in_the_ledger_without_names(actor: Actor, small: ImportedSchool) -> None:
    store(actor, small)
    undo(actor)
    assert list(Entry.objects.values_list("kind", flat=True)) == ["people.imported", "people.import_undone"]
    for payload in Payload.objects.all():
        assert payload.content["people"] == {"new": 4, "changed": 0, "gone": 0, "same": 0}
        assert "Bakker" not in json.dumps(payload.content)


def test_only_the_latest_can_go_back(actor: Actor, small: ImportedSchool, tmp_path: Path) -> None:
    store(actor, small)
    first = latest()
    store(actor, changed(tmp_path))
    assert {row.run_id for row in ImportSnapshot.objects.all()} == {latest().pk}
    with pytest.raises(UndoRefusedError, match="opnieuw ingelezen"):
        actions.take_back(actor=actor, run_id=first.pk)


def test_the_same_file_again_does_not_take_the_way_back(actor: Actor, small: ImportedSchool) -> None:
    store(actor, small)
    store(actor, small)
    assert ImportRun.objects.count() == 1
    assert undo(actor).state == "undone"


@pytest.mark.parametrize("what", ["person", "custody", "account", "gone"])
def test_a_later_change_refuses_and_changes_nothing(actor: Actor, small: ImportedSchool, what: str) -> None:
    store(actor, small)
    zoe = Person.objects.get(source_id="p1")
    if what == "person":
        Person.objects.filter(pk=zoe.pk).update(email="ander@kompas.example")
    elif what == "custody":
        Guardianship.objects.filter(pupil=zoe).update(has_custody=False)
    elif what == "account":
        Person.objects.filter(pk=zoe.pk).update(user=User.objects.create_user("zoe@kompas.example"))
    else:
        Enrolment.objects.filter(person=zoe).delete()
    before = dump()
    run = undo(actor)
    assert run.state == "applied"
    assert run.reason.endswith("daarna nog veranderd. Draai dat eerst terug.")
    assert ("Zoë de Bakker" in run.reason) == (what != "gone")
    assert dump() == before
    assert run.snapshots.exists()


def test_what_was_decided_since_refuses(actor: Actor, small: ImportedSchool, tmp_path: Path) -> None:
    """A consent about a pupil whose date of birth came from the import, say."""
    store(actor, small)
    store(actor, changed(tmp_path))
    zoe = Person.objects.get(source_id="p1")
    record(
        tenant=actor.school_id,
        kind="consent.decided",
        subject=str(zoe.pk),
        actor=str(actor.person_id),
        payload={},
    )
    run = undo(actor)
    assert run.state == "applied"
    assert "Zoë de Visser" in run.reason
    assert "vastgelegd of besloten" in run.reason


@pytest.mark.parametrize(("by", "state"), [("noor", "undone"), ("g1", "applied")])
def test_only_acts_that_rest_on_it_matter(
    actor: Actor, small: ImportedSchool, tmp_path: Path, by: str, state: str
) -> None:
    """Nothing about Sami changed, but his mother became guardian of a third child."""
    store(actor, small)
    store(actor, changed(tmp_path))
    who = actor.person_id if by == "noor" else Person.objects.get(source_id=by).pk
    sami = Person.objects.get(source_id="p2")
    record(tenant=actor.school_id, kind="consent.decided", subject=str(sami.pk), actor=str(who), payload={})
    run = undo(actor)
    assert run.state == state
    assert ("Nora de Bakker" in run.reason) == (state == "applied")


def test_a_row_that_points_at_somebody_new_refuses(actor: Actor, small: ImportedSchool) -> None:
    store(actor, small)
    joris = Person.objects.get(source_id="t1")
    RoleAssignment.objects.create(person=joris, role="manager")
    run = undo(actor)
    assert run.state == "applied"
    assert run.reason == "Joris Prins: dit is daarna ergens gebruikt. Dat rust hierop."
    assert Person.objects.filter(source_id="t1").exists()


def test_after_the_term_it_is_over(actor: Actor, small: ImportedSchool, settings: object) -> None:
    store(actor, small)
    run = latest()
    ImportRun.objects.filter(pk=run.pk).update(applied_at=timezone.now() - timedelta(days=31))
    with pytest.raises(UndoRefusedError, match="30 dagen"):
        actions.take_back(actor=actor, run_id=run.pk)
    settings.IMPORT_UNDO_DAYS = 60  # type: ignore[attr-defined]
    assert snapshots.forget_old() == 0
    settings.IMPORT_UNDO_DAYS = 30  # type: ignore[attr-defined]
    actions.tidy()
    assert not ImportSnapshot.objects.exists()


def test_images_hold_every_column_to_the_last_digit(actor: Actor, small: ImportedSchool) -> None:
    store(actor, small)
    run = latest()
    text = json.dumps(image(run))
    assert json.loads(text)["applied_at"] == run.applied_at.isoformat() if run.applied_at else False
    person = Person.objects.get(source_id="p1")
    kept = json.loads(json.dumps(image(person)))
    assert kept["birth_date"] == "2011-09-04"
    assert date.fromisoformat(kept["birth_date"]) == person.birth_date
