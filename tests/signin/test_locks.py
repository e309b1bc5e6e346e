"""Guessing is stopped for who guesses, and for nobody else."""

from __future__ import annotations

import pytest
from axes.models import AccessAttempt
from django.test import Client

from deelwijs.accounts.known_devices import COOKIE
from deelwijs.accounts.models import User
from deelwijs.people.models import Person
from tests.signin.conftest import ADDRESS, PAGE, PASSWORD, Ask, is_signed_in

HERE, ELSEWHERE = "192.0.2.7", "198.51.100.9"
RIGHT = {"email": ADDRESS, "password": PASSWORD}


def guess(times: int, email: str = ADDRESS, place: str = ELSEWHERE, client: Client | None = None) -> str:
    """Guess wrong; what the last page says."""
    client = client or Client()
    for number in range(times):
        response = client.post(PAGE, {"email": email, "password": f"gok {number}"}, REMOTE_ADDR=place)
    return str(response.context["form"].non_field_errors())


def test_after_five_wrong_guesses_there_is_a_pause(client: Client, user: User) -> None:
    assert "klopt niet" in guess(4)
    assert "te vaak" in guess(1)
    client.post(PAGE, RIGHT, REMOTE_ADDR=ELSEWHERE)
    assert not is_signed_in(client)


def test_the_pause_is_over_after_a_quarter(client: Client, user: User) -> None:
    guess(9)
    # Guesses during the pause do not make it longer.
    AccessAttempt.objects.update(attempt_time="2026-01-01T00:00:00Z")
    client.post(PAGE, RIGHT, REMOTE_ADDR=ELSEWHERE)
    assert is_signed_in(client)


def test_a_pause_is_of_one_account_at_one_place(client: Client, user: User) -> None:
    """A school sits behind one address: one pupil's guessing keeps nobody else out."""
    guess(6, email="wim@kompas.example", place=HERE)
    client.post(PAGE, RIGHT, REMOTE_ADDR=HERE)
    assert is_signed_in(client)


def test_unknown_accounts_pause_like_known_ones(db: None) -> None:
    assert "te vaak" in guess(5, email="wie@kompas.example")


def test_a_known_browser_does_not_notice_an_attack(client: Client, user: User) -> None:
    client.post(PAGE, RIGHT, REMOTE_ADDR=HERE)
    client.post("/uitloggen/")
    for number in range(11):
        guess(5, place=f"198.51.100.{number}")
    guess(5, place=HERE)  # even from the same school
    client.post(PAGE, RIGHT, REMOTE_ADDR=HERE)
    assert is_signed_in(client)


def test_guesses_from_everywhere_count_together(client: Client, user: User) -> None:
    for number in range(10):
        guess(5, place=f"198.51.100.{number}")
    assert "te vaak" in guess(1, place="203.0.113.1")
    client.post(PAGE, RIGHT, REMOTE_ADDR="203.0.113.2")
    assert not is_signed_in(client)


def test_during_an_attack_a_link_still_works(client: Client, noor: Person, ask: Ask) -> None:
    for number in range(11):
        guess(5, place=f"198.51.100.{number}")
    client.post(ask())
    assert is_signed_in(client)


def test_a_known_browser_can_be_locked_by_itself(client: Client, user: User) -> None:
    client.post(PAGE, RIGHT)
    client.post("/uitloggen/")
    assert "te vaak" in guess(5, client=client)
    client.post(PAGE, RIGHT, REMOTE_ADDR=HERE)
    assert not is_signed_in(client)


def test_a_made_up_or_borrowed_cookie_is_no_known_browser(client: Client, user: User) -> None:
    client.post(PAGE, RIGHT)
    other = Client()
    other.cookies[COOKIE] = "x" + client.cookies[COOKIE].value
    guess(5, place=HERE)
    other.post(PAGE, RIGHT, REMOTE_ADDR=HERE)
    assert not is_signed_in(other)
    User.objects.create_user("wim@kompas.example", PASSWORD)
    guess(5, email="wim@kompas.example", place=HERE)
    client.post("/uitloggen/")
    client.post(PAGE, {**RIGHT, "email": "wim@kompas.example"}, REMOTE_ADDR=HERE)
    assert not is_signed_in(client)


def test_success_forgets_the_slips_before_it(client: Client, user: User) -> None:
    guess(4, place=HERE)
    client.post(PAGE, RIGHT, REMOTE_ADDR=HERE)
    client.post("/uitloggen/")
    assert "klopt niet" in guess(4, place=HERE, client=client)


def test_nothing_is_kept_of_who_and_where(user: User) -> None:
    client = Client(headers={"user-agent": "Mozilla/5.0 (Speciaal toestel)", "accept": "text/bijzonder"})
    wrong = {"email": ADDRESS, "password": "geheime gok"}
    client.post(f"{PAGE}?next=/mensen/", wrong, REMOTE_ADDR=ELSEWHERE)
    (row,) = AccessAttempt.objects.values()
    kept = " ".join(str(value) for value in row.values())
    for secret in ("noor", ELSEWHERE, "Speciaal", "bijzonder", "gok", "mensen"):
        assert secret not in kept
    assert row["ip_address"].startswith("fd")


@pytest.mark.parametrize(
    ("first", "second", "places"),
    [
        ({"REMOTE_ADDR": "2001:db8:1:2::5"}, {"REMOTE_ADDR": "2001:db8:1:2:ffff::9"}, 1),
        ({"REMOTE_ADDR": "2001:db8:1:2::5"}, {"REMOTE_ADDR": "2001:db8:1:3::5"}, 2),
        ({"REMOTE_ADDR": HERE}, {"REMOTE_ADDR": HERE, "HTTP_X_FORWARDED_FOR": ELSEWHERE}, 1),
    ],
)
def test_what_counts_as_one_place(
    user: User, first: dict[str, str], second: dict[str, str], places: int
) -> None:
    client = Client()
    for place in (first, second):
        client.post(PAGE, {"email": ADDRESS, "password": "mis"}, **place)  # type: ignore[arg-type]
    assert AccessAttempt.objects.count() == places


def test_behind_a_proxy_the_proxy_says_where(user: User, settings: pytest.FixtureRequest) -> None:
    settings.BEHIND_PROXY = True  # type: ignore[attr-defined]
    client = Client()
    for visitor in (HERE, ELSEWHERE):
        client.post(
            PAGE,
            {"email": ADDRESS, "password": "mis"},
            headers={"x-forwarded-for": f"6.6.6.6, {visitor}"},
            REMOTE_ADDR="10.0.0.1",
        )
    assert AccessAttempt.objects.count() == 2
