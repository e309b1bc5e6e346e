"""Signing in with a password, and out."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from deelwijs.accounts.models import User
from deelwijs.people.models import Person, School
from tests.signin.conftest import PAGE, PASSWORD, is_signed_in, words


@pytest.mark.parametrize("email", ["noor@kompas.example", " NOOR@kompas.EXAMPLE"])
def test_the_right_words_open_the_door(client: Client, user: User, email: str) -> None:
    response = client.post(PAGE, {"email": email, "password": PASSWORD, "next": "/mensen/?q=bo"})
    assert response.headers["Location"] == "/mensen/?q=bo"
    assert is_signed_in(client)


def test_who_has_no_address_signs_in_with_a_name(client: Client, user: User) -> None:
    User.objects.update(email=None, name="tulp-egel-482")
    client.post(PAGE, {"email": "Tulp-Egel-482", "password": PASSWORD})
    assert is_signed_in(client)


@pytest.mark.parametrize("away", ["https://elders.example/", "//elders.example/", "javascript:alert(1)", ""])
def test_the_door_leads_into_this_house_only(client: Client, user: User, away: str) -> None:
    response = client.post(PAGE, {"email": user.email, "password": PASSWORD, "next": away})
    assert response.headers["Location"] == "/"


def test_unknown_and_wrong_sound_the_same(client: Client, user: User) -> None:
    unknown = client.post(PAGE, {"email": "wie@kompas.example", "password": PASSWORD})
    wrong = client.post(PAGE, {"email": user.email, "password": "verkeerd"})
    User.objects.update(is_active=False)
    stopped = client.post(PAGE, {"email": user.email, "password": PASSWORD})
    pages = {
        error
        for response in (unknown, wrong, stopped)
        for error in response.context["form"].non_field_errors()
    }
    assert len(pages) == 1
    assert [response.status_code for response in (unknown, wrong, stopped)] == [422] * 3
    assert not is_signed_in(client)


def test_every_failure_takes_the_same_work(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes time is one hash and some queries; who does not exist costs no less."""
    hashed: list[str] = []
    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher,
        "encode",
        lambda self, password, salt, *more: (hashed.append(salt), encode(self, password, salt, *more))[1],
    )
    passwordless = User.objects.create_user("bo@kompas.example")
    User.objects.create_user("wim@kompas.example", PASSWORD)
    User.objects.filter(email="wim@kompas.example").update(is_active=False)
    work = {}
    for email in ("wie@kompas.example", user.email, passwordless.email, "wim@kompas.example"):
        hashed.clear()
        with CaptureQueriesContext(connection) as queries:
            client.post(PAGE, {"email": email, "password": PASSWORD + "!"})
        work[email] = (len(hashed), len(queries))
    assert {hashes for hashes, _ in work.values()} == {1}
    assert len({count for _, count in work.values()}) == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"email": "geen adres", "password": "x"},
        {"email": "geen@adres", "password": ""},
        {"email": "tulp-egel-482", "password": ""},
        {"email": "a@b.nl\x00", "password": "x"},
        {"email": "a" * 400 + "@b.nl", "password": "x" * 5000},
    ],
)
def test_bad_input_is_told_at_the_field(client: Client, db: None, data: dict[str, str]) -> None:
    response = client.post(PAGE, data)
    assert response.status_code == 422
    assert response.context["form"].errors


def test_the_password_never_comes_back(client: Client, user: User) -> None:
    response = client.post(PAGE, {"email": user.email, "password": "geheim-maar-fout"})
    assert "geheim-maar-fout" not in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_signing_in_makes_a_new_session(client: Client, user: User) -> None:
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.post(PAGE, {"email": user.email, "password": PASSWORD})
    assert client.session.session_key != before


def test_signing_out_is_a_post_and_ends_the_session(client: Client, user: User) -> None:
    client.force_login(user)
    assert client.get("/uitloggen/").status_code == 405
    assert client.post("/uitloggen/").headers["Location"] == PAGE
    assert not is_signed_in(client)


def test_a_form_of_another_site_does_nothing(user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(PAGE, {"email": user.email, "password": PASSWORD}).status_code == 403


def test_a_school_has_its_own_address(client: Client, school: School, other_school: School) -> None:
    assert "Het Kompas College" in words(client.get("/inloggen/kompas/").content.decode())
    generic = words(client.get(PAGE).content.decode())
    assert "Het Kompas College" not in generic
    assert client.get("/inloggen/nergens/").status_code == 404


def test_where_there_is_one_school_the_page_is_hers(client: Client, noor: Person) -> None:
    page = client.get(PAGE).content.decode()
    assert "Het Kompas College" in page
    assert "/huisstijl/kompas.css" in page


def test_outside_the_demo_there_is_nobody_to_try(client: Client, db: None) -> None:
    assert "demo-people" not in client.get(PAGE).content.decode()


def test_in_the_demo_one_click_signs_in() -> None:
    person = SimpleNamespace(
        name="Noor van Dijk", role="Communicatie", url="/demo/noor/", letters="ND", sentence=""
    )
    request = RequestFactory().get(PAGE)
    page = render_to_string("signin/demo_people.html", {"people": [person]}, request)
    assert '<form id="demo-1" method="post" action="/demo/noor/">' in page
    assert 'form="demo-1"' in page
    assert "csrfmiddlewaretoken" in page
