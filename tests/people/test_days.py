"""Who was who on a day: classes, ties, custody, boards; in the past and in the future."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from deelwijs.accounts.models import User
from deelwijs.accounts.roles import Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people import selectors
from deelwijs.people.actor import Actor
from deelwijs.people.importers.records import ImportedSchool
from deelwijs.people.models import (
    Affiliation,
    Board,
    BoardMember,
    Enrolment,
    Group,
    Guardianship,
    Person,
    RoleAssignment,
    School,
)
from tests.people.conftest import imported, member, store
from tests.people.export import DAY, cell, tables, without

MARCH = date(2026, 3, 3)
EVE = MARCH - timedelta(days=1)


@pytest.fixture
def sami(school: School) -> Person:
    return member(school, "Sami Bakkali", Kind.PUPIL)


def group(school: School, code: str) -> Group:
    return Group.objects.create(school=school, code=code, title=f"Klas {code}")


def groups_on(school: School, person: Person, day: date) -> tuple[str, ...]:
    found = selectors.member(school.pk, person.pk, day)
    assert found
    return found.groups


# --- Classes ------------------------------------------------------------------------------------
def test_who_was_in_2c_on_3_march(actor: Actor, school: School, sami: Person) -> None:
    two_c, two_d = group(school, "2C"), group(school, "2D")
    Enrolment.objects.create(group=two_c, person=sami, starts_on=date(2025, 8, 18), ends_on=MARCH)
    Enrolment.objects.create(group=two_d, person=sami, starts_on=MARCH + timedelta(days=1))
    for day, code in ((MARCH, "2C"), (MARCH + timedelta(days=1), "2D")):
        assert groups_on(school, sami, day) == (code,)
        assert selectors.group_codes(actor, day) == (code,)
        assert [card.id for card in selectors.people_page(actor, day=day, group=code).people] == [sami.pk]
        assert [card.groups for card in selectors.find_people(actor, "sami", 5, day=day)] == [(code,)]
    assert selectors.people_page(actor, day=MARCH, group="2D").total == 0
    assert selectors.counts(actor, date(2025, 8, 1)).groups == 0


def test_who_comes_back_to_a_class_has_two_periods(school: School, sami: Person) -> None:
    two_c = group(school, "2C")
    Enrolment.objects.create(group=two_c, person=sami, ends_on=EVE)
    Enrolment.objects.create(group=two_c, person=sami, starts_on=MARCH)
    assert groups_on(school, sami, MARCH) == ("2C",)
    for model, row in (
        (Enrolment, {"group": two_c, "person": sami}),
        (Affiliation, {"person": sami, "kind": Kind.PUPIL.value}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            model._default_manager.create(**row)


def test_an_import_keeps_the_first_period_of_who_comes_back(
    actor: Actor, small: ImportedSchool, tmp_path: Path
) -> None:
    """A file that gives no first day, as most do; a first day in the file would count for more."""

    def read_in(day: date, school: ImportedSchool) -> bool:
        result = store(actor, school, day)
        return result.changes_anything

    small = replace(small, enrolments=tuple(replace(row, starts_on=None) for row in small.enrolments))
    away = tables()
    cell(away, "users.csv", "p1", "status", "tobedeleted")
    without(away, "enrollments.csv", "e1")
    read_in(DAY, small)
    read_in(DAY + timedelta(days=10), imported(tmp_path, away))
    read_in(DAY + timedelta(days=20), small)
    person = Person.objects.get(source_id="p1")
    days = [DAY + timedelta(days=shift) for shift in (9, 10, 19, 20)]
    there = [selectors.member(actor.school_id, person.pk, day) for day in days]
    assert [bool(one and one.groups) for one in there] == [True, False, False, True]
    assert not read_in(DAY + timedelta(days=21), small)


# --- Ties ---------------------------------------------------------------------------------------
def test_a_former_employee_from_the_day_after_the_end(
    actor: Actor, school: School, user: User, noor: Person
) -> None:
    Affiliation.objects.filter(person=noor).update(ends_on=EVE)
    person = selectors.person(actor, noor.pk, MARCH)
    assert (person.card.kinds, person.is_current) == ((Kind.FORMER_EMPLOYEE,), False)
    assert selectors.person(actor, noor.pk, EVE).card.kinds == (Kind.EMPLOYEE,)
    assert selectors.member(school.pk, noor.pk, MARCH) is None
    assert selectors.people_page(actor, day=MARCH, kind=Kind.FORMER_EMPLOYEE).total == 1
    assert selectors.people_page(actor, day=EVE, kind=Kind.FORMER_EMPLOYEE).total == 0
    assert selectors.people_page(actor, day=MARCH).total == 0
    assert selectors.actors_of(user.pk, EVE)
    assert selectors.actors_of(user.pk, MARCH) == ()
    Affiliation.objects.create(person=noor, kind=Kind.EMPLOYEE.value, starts_on=MARCH + timedelta(days=7))
    assert selectors.person(actor, noor.pk, MARCH + timedelta(days=7)).card.kinds == (Kind.EMPLOYEE,)


def test_no_file_brings_back_who_died(actor: Actor, school: School, sami: Person) -> None:
    mother = member(school, "Leila Bakkali", Kind.GUARDIAN)
    Guardianship.objects.create(guardian=mother, pupil=sami)
    Person.objects.filter(pk=mother.pk).update(died_on=EVE)
    before, after = (selectors.member(school.pk, sami.pk, day) for day in (EVE, MARCH))
    assert before
    assert before.guardians == (str(mother.pk),)
    assert after
    assert after.guardians == ()
    assert str(mother.pk) not in {one.id for one in selectors.roster(school.pk, MARCH)}
    assert selectors.counts(actor, MARCH).pupils_without_guardian == 1
    assert selectors.person(actor, sami.pk, MARCH).guardians == ()


# --- Custody ------------------------------------------------------------------------------------
def test_custody_holds_on_its_days(actor: Actor, school: School, sami: Person) -> None:
    mother, father = (member(school, name, Kind.GUARDIAN) for name in ("Leila Fassi", "Karim Bakkali"))
    Guardianship.objects.create(guardian=mother, pupil=sami, starts_on=MARCH)
    Guardianship.objects.create(guardian=father, pupil=sami, ends_on=EVE, contact_order=2)
    Guardianship.objects.create(
        guardian=father, pupil=sami, starts_on=MARCH, has_custody=False, contact_order=2
    )
    roster = {day: selectors.member(school.pk, sami.pk, day) for day in (EVE, MARCH)}
    assert [one.guardians if one else None for one in roster.values()] == [
        (str(father.pk),),
        (str(mother.pk),),
    ]
    shown = selectors.person(actor, sami.pk, MARCH).guardians
    assert [(one.person.name, one.has_custody) for one in shown] == [
        ("Leila Fassi", True),
        ("Karim Bakkali", False),
    ]
    assert [one.person.name for one in selectors.person(actor, sami.pk, EVE).guardians] == ["Karim Bakkali"]
    assert [ward.name for ward in selectors.person(actor, father.pk, MARCH).wards] == ["Sami Bakkali"]


# --- The board ----------------------------------------------------------------------------------
def test_who_acts_for_the_board_does_so_on_the_days_of_the_seat(school: School, user: User) -> None:
    person = member(school, "Hassan Boukhari", Kind.OTHER, user=user)
    BoardMember.objects.create(board=school.board, person=person, ends_on=EVE)
    (actor,) = selectors.actors_of(user.pk, EVE)
    assert (actor.roles, actor.board_id) == ({Role.BOARD}, school.board_id)
    assert selectors.actors_of(user.pk, MARCH) == ()


def test_a_seat_at_another_board_gives_nothing_here(school: School, user: User) -> None:
    person = member(school, "Hassan Boukhari", Kind.EMPLOYEE, user=user)
    BoardMember.objects.create(board=Board.objects.create(name="Een ander bestuur"), person=person)
    (actor,) = selectors.actors_of(user.pk, MARCH)
    assert (actor.roles, actor.board_id) == ({Role.EMPLOYEE}, None)


def test_no_school_gives_the_role_of_the_board(school: School) -> None:
    """It would give power over the board's other schools."""
    person = member(school, "Hassan Boukhari", Kind.EMPLOYEE)
    with pytest.raises(IntegrityError, match="the_board_appoints_its_members"), transaction.atomic():
        RoleAssignment.objects.create(person=person, role=Role.BOARD.value)
