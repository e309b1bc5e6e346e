"""Reads of people: who is shown, to whom, on which day, in how many queries."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from deelwijs.accounts.models import User
from deelwijs.accounts.roles import PERMISSIONS, Permission, Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people import selectors
from deelwijs.people.actor import Actor
from deelwijs.people.models import Affiliation, Enrolment, Group, Guardianship, Person, School
from tests.people.conftest import acting, member
from tests.people.export import DAY


def pupil(school: School, name: str, born: date | None = None, group: Group | None = None) -> Person:
    person = member(school, name, Kind.PUPIL)
    Person.objects.filter(pk=person.pk).update(birth_date=born)
    if group:
        Enrolment.objects.create(group=group, person=person)
    return person


@pytest.fixture
def group(school: School) -> Group:
    return Group.objects.create(school=school, code="3C", title="Klas 3C")


@pytest.fixture
def irem(school: School, group: Group) -> Person:
    return pupil(school, "İrem Yılmaz", date(2011, 9, 4), group)


@pytest.fixture
def mother(school: School, irem: Person) -> Person:
    person = member(school, "Ayşe Yılmaz", Kind.GUARDIAN)
    Guardianship.objects.create(guardian=person, pupil=irem)
    return person


def test_the_roster_in_a_constant_number_of_queries(school: School, group: Group) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            selectors.roster(school.pk, DAY)
        return len(context)

    few = queries()
    for number in range(30):
        child = pupil(school, f"Kind {number}", group=group)
        Guardianship.objects.create(guardian=member(school, f"Ouder {number}", Kind.GUARDIAN), pupil=child)
    assert queries() == few
    assert len(selectors.roster(school.pk, DAY)) == 60


def test_the_roster_knows_custody_and_who_still_belongs(school: School, irem: Person, mother: Person) -> None:
    without_custody = member(school, "Opa Yılmaz", Kind.GUARDIAN)
    Guardianship.objects.create(guardian=without_custody, pupil=irem, has_custody=False)
    gone = member(school, "Baba Yılmaz", Kind.GUARDIAN, ends_on=DAY - timedelta(days=1))
    Guardianship.objects.create(guardian=gone, pupil=irem)
    roster = {person.id: person for person in selectors.roster(school.pk, DAY)}
    assert roster[str(irem.pk)].guardians == (str(mother.pk),)
    assert str(gone.pk) not in roster


def test_a_tie_holds_on_its_first_and_last_day(school: School) -> None:
    person = member(school, "Bo Bos", Kind.PUPIL)
    Affiliation.objects.update(starts_on=DAY, ends_on=DAY)
    days = [DAY + timedelta(days=shift) for shift in (-1, 0, 1)]
    assert [len(selectors.roster(school.pk, day)) for day in days] == [0, 1, 0]
    assert person.affiliations.count() == 1


@pytest.mark.parametrize("text", ["irem", "İREM", "yil", "irem yi", "3c", "3C ir", " irem  3c "])
def test_people_are_found_as_one_types(actor: Actor, irem: Person, text: str) -> None:
    assert [card.id for card in selectors.find_people(actor, text, 5, day=DAY)] == [irem.pk]


@pytest.mark.parametrize("text", ["rem", "irem 4a", "irem x"])
def test_what_does_not_fit_is_not_found(actor: Actor, irem: Person, text: str) -> None:
    assert selectors.find_people(actor, text, 5, day=DAY) == ()


def test_parts_of_a_name_and_a_limit(actor: Actor, school: School) -> None:
    for name in ("D'Angelo Nowak", "Søren Ångström", "Anne-Fleur Bos", "Ana Bos"):
        pupil(school, name)
    found = {
        text: selectors.find_people(actor, text, 9, day=DAY)
        for text in ("angelo", "soren ang", "fleur", "an")
    }
    assert [card.name for card in found["angelo"]] == ["D'Angelo Nowak"]
    assert [card.name for card in found["soren ang"]] == ["Søren Ångström"]
    assert [card.name for card in found["fleur"]] == ["Anne-Fleur Bos"]
    # First names that begin so come first, then the others.
    assert [card.name for card in found["an"]] == [
        "Ana Bos",
        "Anne-Fleur Bos",
        "Søren Ångström",
        "D'Angelo Nowak",
    ]
    assert len(selectors.find_people(actor, "", 2, day=DAY)) == 2


def test_a_page_of_people(actor: Actor, school: School, group: Group) -> None:
    for number in range(selectors.PER_PAGE + 3):
        pupil(school, f"Kind {number:03}", group=group)
    first = selectors.people_page(actor, day=DAY, kind=Kind.PUPIL)
    assert (first.total, first.pages, first.previous, first.following) == (53, 2, None, 2)
    last = selectors.people_page(actor, day=DAY, kind=Kind.PUPIL, number=99)
    assert (last.number, len(last.people)) == (2, 3)
    assert selectors.people_page(actor, day=DAY, group="3C").total == 53
    assert selectors.people_page(actor, day=DAY, group="4A").total == 0


def test_one_person(actor: Actor, irem: Person, mother: Person) -> None:
    details = selectors.person(actor, irem.pk, DAY)
    assert (details.age, details.is_pupil, details.card.groups) == (15, True, ("3C",))
    assert [guardian.person.name for guardian in details.guardians] == ["Ayşe Yılmaz"]


def test_wards(irem: Person, mother: Person) -> None:
    parent = acting(mother, Role.GUARDIAN)
    assert [ward.name for ward in selectors.wards_of(parent, DAY)] == ["İrem Yılmaz"]
    assert selectors.person(parent, irem.pk, DAY).card.name == "İrem Yılmaz"
    Affiliation.objects.filter(person=irem).update(ends_on=DAY - timedelta(days=1))
    assert selectors.wards_of(parent, DAY) == ()
    with pytest.raises(PermissionDenied):
        selectors.person(parent, irem.pk, DAY)


READS: dict[str, Callable[[Actor, Person], object]] = {
    "find": lambda actor, _: selectors.find_people(actor, "", 9, day=DAY),
    "page": lambda actor, _: selectors.people_page(actor, day=DAY),
    "groups": lambda actor, _: selectors.group_codes(actor, DAY),
    "counts": lambda actor, _: selectors.counts(actor, DAY),
    "person": lambda actor, them: selectors.person(actor, them.pk, DAY),
}


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("role", [role for role in Role if Permission.SEE_PEOPLE not in PERMISSIONS[role]])
def test_only_who_may_see_people_sees_them(school: School, irem: Person, read: str, role: Role) -> None:
    stranger = acting(member(school, "Bo Bos", Kind.OTHER), role)
    with pytest.raises(PermissionDenied):
        READS[read](stranger, irem)


def test_nobody_sees_another_school(actor: Actor, irem: Person, other_school: School) -> None:
    theirs = pupil(other_school, "İrem Elders")
    Group.objects.create(school=other_school, code="9Z", title="9Z")
    assert [card.id for card in selectors.find_people(actor, "irem", 9, day=DAY)] == [irem.pk]
    assert theirs.pk not in {card.id for card in selectors.people_page(actor, day=DAY).people}
    assert selectors.counts(actor, DAY).pupils == 1
    assert "9Z" not in selectors.group_codes(actor, DAY)
    assert str(theirs.pk) not in {person.id for person in selectors.roster(actor.school_id, DAY)}
    for stranger in (theirs.pk, uuid.uuid4()):
        with pytest.raises(Http404):
            selectors.person(actor, stranger, DAY)


def test_a_guardianship_across_schools_shows_nothing(other_school: School, mother: Person) -> None:
    """Even where a row ties people of two schools, each school keeps its own."""
    theirs = pupil(other_school, "Sami Elders")
    Guardianship.objects.create(guardian=mother, pupil=theirs)
    assert [ward.name for ward in selectors.wards_of(acting(mother, Role.GUARDIAN), DAY)] == ["İrem Yılmaz"]


# --- Who is signed in -----------------------------------------------------------------------------
def test_roles_come_from_today(school: School, user: User) -> None:
    person = member(school, "Joris Prins", Kind.EMPLOYEE, Role.COMMUNICATIONS, user=user)
    (actor,) = selectors.actors_of(user.pk, DAY)
    assert actor.roles == {Role.EMPLOYEE, Role.COMMUNICATIONS}
    assert (actor.letters, actor.roles_label, actor.can_switch) == ("JP", "Communicatie", False)
    Affiliation.objects.create(person=person, kind=Kind.GUARDIAN.value)
    Affiliation.objects.filter(kind=Kind.EMPLOYEE.value).update(ends_on=DAY - timedelta(days=1))
    (parent,) = selectors.actors_of(user.pk, DAY)
    # Extra roles belong to the work: who stays on as a parent only keeps none of them.
    assert parent.roles == {Role.GUARDIAN}
    assert not parent.may(Permission.PUBLISH)


def test_who_works_from_outside_has_the_extra_roles_only(school: School, user: User) -> None:
    member(school, "Fenna Gal", Kind.OTHER, Role.PRIVACY_OFFICER, user=user)
    (actor,) = selectors.actors_of(user.pk, DAY)
    assert actor.roles == {Role.PRIVACY_OFFICER}


def test_a_former_employee_is_nobody(school: School, user: User) -> None:
    member(school, "Joris Prins", Kind.FORMER_EMPLOYEE, Role.COMMUNICATIONS, user=user)
    assert selectors.actors_of(user.pk, DAY) == ()


def test_two_schools_are_two_actors(school: School, other_school: School, user: User) -> None:
    member(school, "Noor Dijk", Kind.EMPLOYEE, Role.COMMUNICATIONS, user=user)
    member(other_school, "Noor Dijk", Kind.GUARDIAN, user=user)
    here_and_there = selectors.actors_of(user.pk, DAY)
    assert {actor.school_id: actor.roles for actor in here_and_there} == {
        school.pk: {Role.EMPLOYEE, Role.COMMUNICATIONS},
        other_school.pk: {Role.GUARDIAN},
    }
    assert all(actor.can_switch for actor in here_and_there)
