"""What an administrator can do for somebody who cannot come in, and what not."""

from __future__ import annotations

import pytest
from django.test import Client

from deelwijs.accounts import factors
from deelwijs.accounts.models import Session, User
from deelwijs.accounts.roles import Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.ledger.models import Entry
from deelwijs.mail.models import Message
from deelwijs.people.models import Person, School
from tests.people.conftest import member
from tests.signin.conftest import PAGE, PASSWORD, is_signed_in, words
from tests.signin.test_invitations import admin, office
from tests.signin.test_second_factor import SECRET, code_of

__all__ = ["admin", "office"]


def page_of(person: Person, part: str = "") -> str:
    return f"/beheer/inloggen/{person.pk}/{part}"


@pytest.fixture
def app(user: User) -> None:
    """Noor has an app with codes."""
    assert factors.add_app(user=user, secret=SECRET, code=code_of())


def test_looking_somebody_up(office: Client, noor: Person) -> None:
    assert "Noor Dijk" in words(office.get("/beheer/inloggen/?q=noor").content.decode())
    page = words(office.get(page_of(noor)).content.decode())
    assert "Account Ja" in page
    assert noor.email not in page  # that is no business of who helps


def test_a_lost_phone(office: Client, noor: Person, user: User, app: None) -> None:
    theirs = Client()
    theirs.force_login(user)
    office.post(page_of(noor, "tweede-stap/"))
    assert not factors.has_factor(user)
    assert not Session.objects.filter(user=user).exists()
    entry = Entry.objects.get(kind="sign_in.factor_reset")
    assert (entry.subject, entry.payload.content) == (str(noor.pk), {"passkeys": 0, "apps": 1})
    mail = Message.objects.get()
    assert mail.to == user.email
    theirs.post(PAGE, {"email": user.email, "password": PASSWORD})
    assert is_signed_in(theirs)


def test_nobody_resets_their_own(office: Client, admin: Person) -> None:
    assert admin.user
    factors.add_app(user=admin.user, secret=SECRET, code=code_of())
    assert office.post(page_of(admin, "tweede-stap/")).status_code == 403
    assert factors.has_factor(admin.user)


def test_an_account_of_two_schools_keeps_its_factor(
    office: Client, noor: Person, user: User, other_school: School, app: None
) -> None:
    member(other_school, "Noor Dijk", Kind.EMPLOYEE, Role.SCHOOL_LEADERSHIP, user=user)
    response = office.post(page_of(noor, "tweede-stap/"))
    assert response.status_code == 422
    assert "andere school" in words(response.content.decode())
    assert factors.has_factor(user)
    assert not Entry.objects.filter(kind="sign_in.factor_reset").exists()


def test_a_lost_device(office: Client, noor: Person, user: User) -> None:
    theirs = Client()
    theirs.post(PAGE, {"email": user.email, "password": PASSWORD})
    office.post(page_of(noor, "uit/"))
    assert theirs.get("/mijn-account/").headers["Location"].startswith(PAGE)
    assert Entry.objects.get(kind="sign_in.ended").payload.content == {"visits": 1}


def test_an_account_in_the_wrong_hands(office: Client, noor: Person, user: User) -> None:
    theirs = Client()
    theirs.post(PAGE, {"email": user.email, "password": PASSWORD})
    office.post(page_of(noor, "los/"))
    noor.refresh_from_db()
    assert noor.user is None
    assert theirs.get("/mijn-account/").status_code == 403
    assert Entry.objects.get(kind="sign_in.parted").payload.content == {"account": str(user.pk)}
    letter = office.post(page_of(noor, "brief/"))
    assert letter.headers["Content-Type"] == "application/pdf"
    assert "werkt tot en met" in words(office.get(page_of(noor)).content.decode())
    office.post(page_of(noor, "brief/weg/"))
    assert "werkt tot en met" not in words(office.get(page_of(noor)).content.decode())


def test_no_letter_over_an_account(office: Client, noor: Person) -> None:
    assert office.post(page_of(noor, "brief/")).status_code == 403


@pytest.mark.parametrize("part", ["", "tweede-stap/", "uit/", "los/", "brief/"])
def test_the_other_school_does_not_exist(office: Client, other_school: School, part: str) -> None:
    theirs = User.objects.create_user("wim@windroos.example")
    wim = member(other_school, "Wim Wind", Kind.EMPLOYEE, user=theirs)
    response = office.post(page_of(wim, part)) if part else office.get(page_of(wim))
    assert response.status_code == 404
    wim.refresh_from_db()
    assert wim.user == theirs


@pytest.mark.parametrize("part", ["", "tweede-stap/", "uit/", "los/", "brief/", "brief/weg/"])
def test_only_who_manages_sign_in(client: Client, noor: Person, user: User, admin: Person, part: str) -> None:
    client.force_login(user)
    response = client.post(page_of(admin, part)) if part else client.get(page_of(admin))
    assert response.status_code == 403
