"""The demo school that every room's tests share: complete, and clean for each of them."""

from __future__ import annotations

import pytest
from django.db import transaction

from deelwijs.core.people import Affiliation as Kind
from deelwijs.demo.load import load_demo
from deelwijs.ledger import selectors
from deelwijs.ledger.models import Entry
from deelwijs.people.models import Affiliation, Person, School
from tests.demo.test_load import counts, quietly
from tests.demo_school import DemoRows, acting, browser_of


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_changes_is_gone_for_the_next(demo_school: School, turn: int) -> None:
    assert demo_school.name == "Het Kompas College"
    assert not Person.objects.filter(given_name="Nieuw").exists()
    demo_school.name = "Anders"
    demo_school.save()
    Person.objects.create(school=demo_school, given_name="Nieuw")


@pytest.mark.django_db
def test_it_is_all_that_loading_makes(demo_rows: DemoRows) -> None:
    with transaction.atomic():
        load_demo(progress=quietly)
        loaded = counts()
        transaction.set_rollback(True)
    assert counts() != loaded
    demo_rows.write()
    assert counts() == loaded


def test_new_rows_get_a_place_of_their_own(demo_school: School) -> None:
    person = Person.objects.create(school=demo_school, given_name="Nieuw")
    new = Affiliation.objects.create(person=person, kind=Kind.PUPIL.value)
    assert new.pk > max(Affiliation.objects.exclude(pk=new.pk).values_list("pk", flat=True))


def test_its_ledger_holds(demo_school: School) -> None:
    assert Entry.objects.filter(tenant=demo_school.pk).exists()
    assert selectors.first_broken(demo_school.pk) is None


def test_its_people_act_and_sign_in(demo_school: School) -> None:
    assert acting("noor-van-dijk").school_id == demo_school.pk
    assert browser_of("noor-van-dijk").get("/", follow=True).status_code == 200


@pytest.mark.django_db
def test_who_does_not_ask_for_it_has_an_empty_database() -> None:
    """It stands last in this file, and runs before the tests above that keep the school open."""
    assert not School.objects.exists()
