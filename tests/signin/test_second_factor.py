"""A second factor: asked of who has one, and led to for who needs one."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from deelwijs.accounts import factors
from deelwijs.accounts.models import User
from deelwijs.accounts.roles import PERMISSIONS, SECOND_FACTOR, Permission, Role, awaiting_second_factor
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.models import Person, School
from deelwijs.protocols.actions import adopt
from tests.signin.conftest import ADDRESS, PAGE, PASSWORD, Ask, is_signed_in, known, words

STEP = "/tweede-stap/"
CHOICE = "/mijn-account/tweede-stap/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str = SECRET, steps: int = 0) -> str:
    """What the app shows now, or so many steps of half a minute later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


@pytest.fixture(autouse=True)
def _no_code_was_used() -> None:
    cache.clear()


@pytest.fixture
def desk(school: School, user: User) -> Person:
    """Noor does communications: her role asks for a second factor."""
    return known(school, "Noor Dijk", Kind.EMPLOYEE, ADDRESS, Role.COMMUNICATIONS, user=user)


@pytest.fixture
def app(user: User) -> str:
    """Noor has an app with codes."""
    assert factors.add_app(user=user, secret=SECRET, code=code_of())
    return SECRET


def sign_in(client: Client, next_page: str = "") -> str:
    """With the password; where that leads."""
    response = client.post(PAGE, {"email": ADDRESS, "password": PASSWORD, "next": next_page})
    return str(response.headers["Location"])


# --- Whose role asks for one ------------------------------------------------------------------------
def test_a_role_that_sees_data_of_others_is_led_to_a_second_factor(client: Client, desk: Person) -> None:
    sign_in(client)
    for address in ("/mensen/", "/publiceren/", "/mensen/inlezen/"):
        assert client.get(address).headers["Location"].startswith(CHOICE), address
    assert client.get("/").headers["Location"] == CHOICE
    assert client.get("/mensen/?q=bo").headers["Location"] == f"{CHOICE}?next=%2Fmensen%2F%3Fq%3Dbo"
    assert "Maak een passkey" in words(client.get(CHOICE).content.decode())


def test_what_everybody_may_stays_open_meanwhile(client: Client, desk: Person) -> None:
    sign_in(client)
    adopt(school_id=desk.school_id, valid_from=timezone.localdate(), by="tests")
    assert client.get("/protocol/").status_code == 200
    page = client.get("/mijn-account/").content.decode()
    assert "/publiceren/" not in page  # nor does the menu show what is closed


def test_a_parent_is_not_bothered(client: Client, school: School, ask: Ask) -> None:
    known(school, "Karim Bakkali", Kind.GUARDIAN, ADDRESS)
    client.post(ask())
    assert client.get("/").headers["Location"] == "/toestemming/"


def test_every_role_that_may_more_than_everybody_asks_for_one() -> None:
    # A teacher's own classes are open without: a threshold for every lesson would be too high.
    everybody = {Permission.READ_PROTOCOL, Permission.DECIDE_CONSENT, Permission.SEE_CLASS_LISTS}
    more = {role for role, permissions in PERMISSIONS.items() if permissions - everybody}
    assert more <= SECOND_FACTOR
    assert awaiting_second_factor(frozenset({Role.EMPLOYEE, Role.GUARDIAN})) == frozenset()
    both = awaiting_second_factor(frozenset({Role.EMPLOYEE, Role.COMMUNICATIONS}))
    assert Permission.PUBLISH in both
    assert Permission.DECIDE_CONSENT not in both


def test_connecting_an_app_opens_the_door(client: Client, desk: Person) -> None:
    sign_in(client)
    page = client.get("/mijn-account/app/?next=/mensen/")
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    secret = client.session["app_secret"]
    wrong = client.post("/mijn-account/app/", {"code": "000000"})
    assert "klopt niet" in words(wrong.content.decode())
    assert client.session["app_secret"] == secret  # the code that was scanned stays the same
    response = client.post("/mijn-account/app/", {"code": code_of(secret), "next": "/mensen/"})
    assert response.headers["Location"] == "/mijn-account/noodcodes/?next=%2Fmensen%2F"
    assert client.get("/mensen/").status_code == 200
    shown = client.post("/mijn-account/noodcodes/", {"next": "/mensen/"})
    assert len(shown.context["codes"]) == 10
    assert 'href="/mensen/"' in shown.content.decode()


def test_secrets_are_closed_in_the_database(desk: Person, app: str) -> None:
    (row,) = Authenticator.objects.all()
    assert SECRET not in json.dumps(row.data)


# --- Showing it --------------------------------------------------------------------------------------
def test_half_way_is_not_in(client: Client, desk: Person, app: str) -> None:
    assert sign_in(client, "/mensen/") == STEP
    assert not is_signed_in(client)
    assert client.get("/mensen/").headers["Location"].startswith(PAGE)
    response = client.post(STEP, {"code": code_of(steps=1)})
    assert response.headers["Location"] == "/mensen/"
    assert client.get("/mensen/").status_code == 200


def test_a_link_asks_for_it_too(client: Client, desk: Person, app: str, ask: Ask) -> None:
    assert client.post(ask()).headers["Location"] == STEP
    assert not is_signed_in(client)


@pytest.mark.parametrize("code", ["000000", "", "abcdef", "0" * 30, "12 34"])
def test_a_wrong_code_stays_out(client: Client, desk: Person, app: str, code: str) -> None:
    sign_in(client)
    assert client.post(STEP, {"code": code}).status_code == 422
    assert not is_signed_in(client)


def test_a_code_works_once(client: Client, desk: Person, app: str) -> None:
    sign_in(client)
    code = code_of(steps=1)
    client.post(STEP, {"code": code})
    other = Client()
    sign_in(other)
    assert other.post(STEP, {"code": code}).status_code == 422


def test_a_code_on_paper_works_once(client: Client, desk: Person, user: User, app: str) -> None:
    first, second, *_ = factors.new_codes(user=user)
    sign_in(client)
    assert client.post(STEP, {"code": f" {first[:4]} {first[4:]} "}).status_code == 302
    assert factors.factors_of(user).codes_left == 9
    other = Client()
    sign_in(other)
    assert other.post(STEP, {"code": first}).status_code == 422
    assert other.post(STEP, {"code": second}).status_code == 302


def test_codes_cannot_be_tried_one_after_the_other(client: Client, desk: Person, app: str) -> None:
    sign_in(client)
    for number in range(5):
        client.post(STEP, {"code": f"00000{number}"})
    page = client.post(STEP, {"code": code_of(steps=1)})
    assert "te vaak" in words(page.content.decode())
    assert not is_signed_in(client)


def test_half_way_does_not_last(client: Client, desk: Person, app: str) -> None:
    sign_in(client)
    session = client.session
    since = timezone.now() - timedelta(minutes=11)
    session["half_way"] = {**session["half_way"], "since": since.isoformat()}
    session.save()
    assert client.post(STEP, {"code": code_of(steps=1)}).headers["Location"] == PAGE
    assert not is_signed_in(client)
    assert Client().get(STEP).headers["Location"] == PAGE


def test_who_came_in_before_there_was_a_factor_shows_it_later(
    client: Client, desk: Person, user: User
) -> None:
    sign_in(client)
    factors.add_app(user=user, secret=SECRET, code=code_of())  # on another device
    assert "U hebt al een tweede stap" in words(client.get(CHOICE).content.decode())
    assert client.post(CHOICE, {"next": "/mensen/"}).headers["Location"] == STEP
    assert client.get("/mensen/").status_code == 302
    client.post(STEP, {"code": code_of(steps=1)})
    assert client.get("/mensen/").status_code == 200


# --- Losing it ---------------------------------------------------------------------------------------
def test_the_last_factor_stays_while_the_role_asks_for_one(
    client: Client, desk: Person, user: User, app: str
) -> None:
    sign_in(client)
    client.post(STEP, {"code": code_of(steps=1)})
    (row,) = Authenticator.objects.all()
    assert client.post(f"/mijn-account/weg/{row.pk}/").status_code == 422
    assert factors.has_factor(user)


def test_a_factor_and_its_codes_go_together(client: Client, noor: Person, user: User, app: str) -> None:
    factors.new_codes(user=user)
    sign_in(client)
    client.post(STEP, {"code": code_of(steps=1)})
    mine = factors.factors_of(user)
    assert client.post(f"/mijn-account/weg/{mine.app_id}/").status_code == 302
    assert not Authenticator.objects.exists()


def test_nobody_takes_the_factor_of_somebody_else(
    client: Client, school: School, noor: Person, user: User, app: str
) -> None:
    other = User.objects.create_user("wim@kompas.example", PASSWORD)
    known(school, "Wim Wind", Kind.EMPLOYEE, "wim@kompas.example", user=other)
    client.post(PAGE, {"email": "wim@kompas.example", "password": PASSWORD})
    client.post(f"/mijn-account/weg/{factors.factors_of(user).app_id}/")
    assert factors.has_factor(user)


# --- Passkeys, as far as a client without a device can go --------------------------------------------
def test_the_question_for_a_passkey_tells_nothing(client: Client, desk: Person) -> None:
    options = client.get("/passkey/vraag/").json()["publicKey"]
    assert options["userVerification"] == "required"
    assert not options.get("allowCredentials")


@pytest.mark.parametrize(
    "answer",
    [
        "", "geen json", "[]", "null", "{}", '{"id": "x"}',
        '{"id": "eA", "rawId": "eA", "type": "public-key", "clientExtensionResults": {}, "response": {}}',
        '{"id": "eA", "rawId": "eA", "type": "public-key", "clientExtensionResults": {}, "response":'
        ' {"clientDataJSON": "e30", "authenticatorData": "", "signature": "", "userHandle": "eA"}}',
        '{"id": "eA", "rawId": "eA", "type": "public-key", "clientExtensionResults": {}, "response":'
        ' {"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA", "userHandle": null}}',
    ],
)  # fmt: skip
def test_an_answer_that_is_none_opens_nothing(client: Client, desk: Person, answer: str) -> None:
    client.get("/passkey/vraag/")
    assert client.post("/passkey/", {"credential": answer}).status_code == 422
    sign_in(client)
    client.get("/mijn-account/passkey/")
    assert client.post("/mijn-account/passkey/", {"credential": answer}).status_code == 422
    assert not Authenticator.objects.exists()


def test_codes_alone_are_no_factor(client: Client, noor: Person, user: User) -> None:
    factors.new_codes(user=user)
    assert not factors.has_factor(user)
    assert sign_in(client) == "/"
    assert client.get("/mijn-account/noodcodes/").headers["Location"] == CHOICE
