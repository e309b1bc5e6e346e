"""Whose account is whose person: the school's own list decides, and each school only for itself."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from deelwijs.accounts.models import User
from deelwijs.accounts.roles import Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.joining import Joined, join_at
from deelwijs.people.models import Person, School
from tests.people.conftest import member

ADDRESS, OTHER = "k.bakkali@post.example", "karim@werk.example"


def parent(school: School, address: str, user: User | None = None) -> Person:
    person = member(school, "Karim Bakkali", Kind.GUARDIAN, user=user)
    Person.objects.filter(pk=person.pk).update(email=address)
    person.refresh_from_db()
    return person


def come_in(address: str = ADDRESS) -> Joined | None:
    return join_at(address=address, day=timezone.localdate(), way="link")


def test_one_address_at_two_schools_is_one_account(school: School, other_school: School) -> None:
    here, there = parent(school, ADDRESS), parent(other_school, ADDRESS.upper())
    joined = come_in()
    assert joined
    assert joined.school_ids is None
    for person in (here, there):
        person.refresh_from_db()
        assert person.user_id == joined.user.pk
    assert come_in() == joined


def test_a_new_address_takes_the_account_along(school: School) -> None:
    user = User.objects.create_user(ADDRESS, "een-lang-wachtwoord")
    parent(school, OTHER, user)
    joined = come_in(OTHER)
    assert joined
    assert joined.user == user
    assert joined.user.email == OTHER
    assert come_in(ADDRESS) is None


def test_a_school_cannot_take_an_account_that_opens_another(school: School, other_school: School) -> None:
    """Whoever edits one school's list must not come in at the next by noting an address of their own."""
    user = User.objects.create_user(ADDRESS)
    parent(school, "wie.dit.leest@aanvaller.example", user)
    parent(other_school, ADDRESS, user)
    assert come_in("wie.dit.leest@aanvaller.example") is None
    user.refresh_from_db()
    assert user.email == ADDRESS


def test_an_address_that_went_to_somebody_else_opens_nothing_old(
    school: School, other_school: School
) -> None:
    before = User.objects.create_user(ADDRESS)
    old = parent(school, OTHER, before)  # the school knows: she has another address now
    new = parent(other_school, ADDRESS)  # somebody else, with the mailbox that she had
    joined = come_in()
    assert joined
    assert joined.user != before
    new.refresh_from_db()
    old.refresh_from_db()
    assert (new.user_id, old.user_id) == (joined.user.pk, before.pk)
    moved = come_in(OTHER)
    assert moved
    assert moved.user == before


def test_a_link_opens_the_schools_that_know_the_address(
    client: Client, school: School, other_school: School
) -> None:
    user = User.objects.create_user(ADDRESS)
    here = parent(school, ADDRESS, user)
    parent(other_school, OTHER, user)
    joined = come_in()
    assert joined == Joined(user, (here.school_id,))


def test_somebody_elses_person_is_left_alone(school: School, other_school: School) -> None:
    own = User.objects.create_user(OTHER)
    theirs = parent(school, ADDRESS, own)  # came in by letter, with an account of their own
    new = User.objects.create_user(ADDRESS)
    parent(other_school, ADDRESS, new)
    joined = come_in()
    assert joined
    assert joined.user == new
    theirs.refresh_from_db()
    assert theirs.user_id == own.pk


def test_a_visit_opens_no_other_school(client: Client, school: School, other_school: School) -> None:
    user = User.objects.create_user(ADDRESS)
    parent(school, ADDRESS, user)
    there = member(other_school, "Karim Bakkali", Kind.EMPLOYEE, Role.COMMUNICATIONS, user=user)
    client.force_login(user)
    session = client.session
    session["visit"] = {
        "id": "a", "way": "provider", "began_at": timezone.now().isoformat(), "device": "",
        "is_strong": True, "school_ids": [str(school.pk)],
    }  # fmt: skip
    session.save()
    assert client.get("/mensen/").status_code == 403
    assert client.post("/wie/", {"person": str(there.pk)}).status_code == 404
    assert "De Windroos" not in client.get("/wie/").content.decode()
    # Nor can the school that vouched make the account its own.
    response = client.post("/mijn-account/wachtwoord/", {"password": "x" * 20, "again": "x" * 20})
    assert response.status_code == 403
    user.refresh_from_db()
    assert not user.has_usable_password()


@pytest.mark.parametrize("kind", [Kind.FORMER_EMPLOYEE])
def test_who_is_no_member_does_not_come_in(school: School, kind: Kind) -> None:
    person = member(school, "Ria Oud", kind)
    Person.objects.filter(pk=person.pk).update(email=ADDRESS)
    assert come_in() is None
