"""Signing in and out."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from deelwijs.accounts.models import User

PASSWORD = "een-lang-wachtwoord"
PAGE = "/inloggen/"


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("Noor@Kompas.example", PASSWORD)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("email", ["noor@kompas.example", "NOOR@kompas.EXAMPLE"])
def test_the_right_words_open_the_door(client: Client, user: User, email: str) -> None:
    response = client.post(PAGE, {"email": email, "password": PASSWORD, "next": "/mensen/?q=bo"})
    assert response.headers["Location"] == "/mensen/?q=bo"
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


def test_an_unknown_address_takes_the_same_work(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hashing a password is what takes time; it happens for nobody as well."""
    hashed: list[str] = []
    monkeypatch.setattr(User, "set_password", lambda _, password: hashed.append(password))
    client.post(PAGE, {"email": "wie@kompas.example", "password": PASSWORD})
    assert hashed == [PASSWORD]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"email": "geen adres", "password": "x"},
        {"email": "a@b.nl", "password": ""},
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


def test_who_has_no_password_cannot_sign_in_with_one(client: Client, db: None) -> None:
    User.objects.create_user("bo@kompas.example")
    client.post(PAGE, {"email": "bo@kompas.example", "password": ""})
    client.post(PAGE, {"email": "bo@kompas.example", "password": "None"})
    assert not is_signed_in(client)


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


def test_outside_the_demo_there_is_nobody_to_try(client: Client, db: None) -> None:
    assert "demo-people" not in client.get(PAGE).content.decode()


def test_in_the_demo_one_click_signs_in() -> None:
    person = SimpleNamespace(
        name="Noor van Dijk", role="Communicatie", url="/demo/noor/", letters="ND", sentence=""
    )
    request = RequestFactory().get(PAGE)
    page = render_to_string("accounts/demo_people.html", {"people": [person]}, request)
    assert '<form id="demo-1" method="post" action="/demo/noor/">' in page
    assert 'form="demo-1"' in page
    assert "csrfmiddlewaretoken" in page
