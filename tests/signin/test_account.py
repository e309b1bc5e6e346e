"""My account: a password of my own, and where I am signed in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deelwijs.accounts import visits
from deelwijs.accounts.devices import UNKNOWN, device_words
from deelwijs.accounts.models import Session, User
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.models import Person, School
from tests.people.conftest import member
from tests.signin.conftest import ADDRESS, PAGE, PASSWORD, is_signed_in, words

ACCOUNT = "/mijn-account/"
NEW = "vier losse woorden hier"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Safari/604"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537 Chrome/130.0 Safari/537 Edg/130.0"


def sign_in(user_agent: str = "", password: str = PASSWORD) -> Client:
    client = Client(headers={"user-agent": user_agent})
    client.post(PAGE, {"email": ADDRESS, "password": password})
    return client


def age(client: Client, by: timedelta) -> None:
    """Let a visit have begun earlier."""
    session = client.session
    began = timezone.now() - by
    session["visit"] = {**session["visit"], "began_at": began.isoformat()}
    session.save()


def test_the_page_names_the_devices_and_no_address(noor: Person) -> None:
    phone, desk = sign_in(IPHONE), sign_in(WINDOWS)
    page = words(desk.get(ACCOUNT).content.decode())
    assert "Edge op Windows" in page
    assert "Safari op een iPhone" in page
    assert page.index("Edge op Windows") < page.index("Dit apparaat") < page.index("Safari op een iPhone")
    assert phone.get(ACCOUNT).status_code == 200


def test_the_page_costs_the_same_for_many_devices(noor: Person) -> None:
    desk = sign_in(WINDOWS)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            desk.get(ACCOUNT)
        counts.append(len(queries))
        for _ in range(3):
            sign_in(IPHONE)
    assert counts[0] == counts[1] <= 11


def test_one_other_visit_is_ended(noor: Person, user: User) -> None:
    phone, tablet, desk = sign_in(IPHONE), sign_in(IPHONE), sign_in(WINDOWS)
    (gone,) = [visit for visit in visits.visits_of(user) if visit.id == phone.session["visit"]["id"]]
    desk.post(f"/mijn-account/uit/{gone.id}/")
    assert phone.get(ACCOUNT).headers["Location"].startswith(PAGE)
    assert tablet.get(ACCOUNT).status_code == desk.get(ACCOUNT).status_code == 200


def test_every_other_visit_is_ended(noor: Person) -> None:
    phone, desk = sign_in(IPHONE), sign_in(WINDOWS)
    desk.post("/mijn-account/overal-uit/")
    assert phone.get(ACCOUNT).status_code == 302
    assert desk.get(ACCOUNT).status_code == 200


def test_nobody_ends_the_visit_of_somebody_else(noor: Person, school: School) -> None:
    wim = User.objects.create_user("wim@kompas.example", PASSWORD)
    member(school, "Wim Wind", Kind.EMPLOYEE, user=wim)
    theirs = Client()
    theirs.post(PAGE, {"email": "wim@kompas.example", "password": PASSWORD})
    desk = sign_in()
    desk.post(f"/mijn-account/uit/{theirs.session['visit']['id']}/")
    desk.post("/mijn-account/overal-uit/")
    assert theirs.get(ACCOUNT).status_code == 200


def test_the_key_of_a_session_never_reaches_a_page(noor: Person) -> None:
    phone, desk = sign_in(IPHONE), sign_in(WINDOWS)
    page = desk.get(ACCOUNT).content.decode()
    assert phone.session.session_key not in page
    assert desk.session.session_key not in page


def test_expired_visits_are_forgotten(noor: Person, user: User) -> None:
    sign_in()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert visits.visits_of(user) == []
    visits.sweep()
    assert not Session.objects.exists()


def test_a_new_password_ends_every_other_visit(noor: Person) -> None:
    phone, desk = sign_in(IPHONE), sign_in(WINDOWS)
    response = desk.post("/mijn-account/wachtwoord/", {"password": NEW, "again": NEW})
    assert response.headers["Location"] == ACCOUNT
    assert phone.get(ACCOUNT).status_code == 302
    assert desk.get(ACCOUNT).status_code == 200
    assert not is_signed_in(sign_in(password=PASSWORD))
    assert is_signed_in(sign_in(password=NEW))


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("kort", "kort", "te kort"),
        ("1234567890123", "1234567890123", "kiezen veel mensen"),
        ("Welkom123456", "Welkom123456", "kiezen veel mensen"),
        ("aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa", "kiezen veel mensen"),
        ("noor@kompas.example", "noor@kompas.example", "lijkt te veel"),
        (NEW, "iets heel anders", "niet gelijk"),
        ("", "", "nog leeg"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(
    noor: Person, password: str, again: str, says: str
) -> None:
    response = sign_in().post("/mijn-account/wachtwoord/", {"password": password, "again": again})
    assert response.status_code == 422
    assert says in words(response.content.decode())


def test_long_words_need_no_digits_or_signs(noor: Person) -> None:
    response = sign_in().post(
        "/mijn-account/wachtwoord/", {"password": "kaas tulp otter", "again": "kaas tulp otter"}
    )
    assert response.status_code == 302


def test_an_open_screen_is_not_enough_to_change_the_account(noor: Person) -> None:
    desk = sign_in()
    age(desk, timedelta(minutes=16))
    response = desk.post("/mijn-account/wachtwoord/", {"password": NEW, "again": NEW})
    assert response.headers["Location"] == "/mijn-account/opnieuw/?next=%2Fmijn-account%2F"
    wish = desk.get("/mijn-account/wachtwoord/").headers["Location"]
    assert "opnieuw" in words(desk.get(wish).content.decode())
    response = desk.post(wish)
    assert response.headers["Location"] == "/inloggen/?next=%2Fmijn-account%2Fwachtwoord%2F"
    assert not is_signed_in(desk)
    assert is_signed_in(sign_in())  # the password is still the old one


def test_who_types_no_address_gets_a_name(client: Client, noor: Person, user: User) -> None:
    User.objects.update(email=None)
    client.force_login(user)
    session = client.session
    session["visit"] = visits_data()
    session.save()
    client.post("/mijn-account/wachtwoord/", {"password": NEW, "again": NEW})
    user.refresh_from_db()
    assert user.name is not None
    client.post("/uitloggen/")
    client.post(PAGE, {"email": user.name.upper(), "password": NEW})
    assert is_signed_in(client)


def visits_data() -> dict[str, object]:
    """A visit as it stands in a session."""
    return {
        "id": "a", "way": "provider", "began_at": timezone.now().isoformat(), "device": UNKNOWN,
        "is_strong": False, "school_ids": None,
    }  # fmt: skip


@pytest.mark.parametrize("address", [ACCOUNT, "/mijn-account/wachtwoord/"])
def test_only_for_who_is_signed_in(client: Client, db: None, address: str) -> None:
    assert client.get(address).headers["Location"].startswith(PAGE)


@pytest.mark.parametrize(
    ("user_agent", "says"),
    [
        (WINDOWS, "Edge op Windows"),
        (IPHONE, "Safari op een iPhone"),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537 Chrome/130 Mobile",
            "Chrome op een Android-toestel",
        ),
        ("Mozilla/5.0 (iPad)", "Een iPad"),
        ("curl/8", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_a_device_in_words(user_agent: str, says: str) -> None:
    assert device_words(user_agent) == says
