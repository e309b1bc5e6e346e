"""``deelwijs board`` and ``deelwijs school``: a school of one's own, from nothing to the first sign-in."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from django.utils import timezone

from deelwijs.accounts.models import User
from deelwijs.accounts.roles import Role
from deelwijs.cli.main import main
from deelwijs.cli.school import short_name
from deelwijs.ledger.models import Entry
from deelwijs.people import selectors
from deelwijs.people.models import Board, BoardMember, Person, School

pytestmark = pytest.mark.django_db
PASSWORD = "paarse olifanten dansen"
SCHOOL = [
    *("school", "new", "--board", "Stichting Duin", "--name", "Het Duin College", "--city", "Zandhoek"),
    *("--given", "Bo", "--family", "Bos", "--email", "bo@duin.example"),
]


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, list(arguments), input=typed)


def test_a_school_of_ones_own(client: Client) -> None:
    result = run(*SCHOOL, typed=f"kort\nkort\n{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    school = School.objects.get()
    assert (school.slug, school.board.name, school.settled_on) == (
        "het-duin-college",
        "Stichting Duin",
        timezone.localdate(),
    )
    (actor,) = selectors.actors_of(User.objects.get().pk, timezone.localdate())
    assert actor.roles == {Role.EMPLOYEE, Role.ADMINISTRATOR}
    client.post("/inloggen/", {"email": "bo@duin.example", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)
    # What shows people waits for the second factor; a test that is signed in by force has shown it.
    client.force_login(User.objects.get())
    for path in ("/", "/mensen/", "/mensen/inlezen/", "/protocol/", "/nieuws/het-duin-college/", "/mag-dit/"):
        assert client.get(path, follow=True).status_code == 200, path
    kinds = {(entry.tenant, entry.kind) for entry in Entry.objects.all()}
    assert kinds == {
        (school.board_id, "board.founded"),
        (school.pk, "school.founded"),
        (school.pk, "protocol.adopted"),
    }


def test_a_second_school_of_the_board_under_the_same_sign_in() -> None:
    run(*SCHOOL, typed=f"{PASSWORD}\n{PASSWORD}\n")
    second = [*SCHOOL, "--slug", "duin-noord"]
    result = run(*second)
    assert result.exit_code == 0, result.output
    assert "Dit account was er al" in result.output
    assert (Board.objects.count(), School.objects.count(), User.objects.count()) == (1, 2, 1)
    actors = selectors.actors_of(User.objects.get().pk, timezone.localdate())
    assert len(actors) == 2
    assert all(actor.can_switch for actor in actors)


def test_without_a_password_there_is_a_link() -> None:
    result = run(*SCHOOL, "--link")
    assert result.exit_code == 0, result.output
    assert "Er is geen wachtwoord" in result.output
    assert not User.objects.get().has_usable_password()


def test_what_is_taken_or_odd_makes_nothing() -> None:
    run(*SCHOOL, typed=f"{PASSWORD}\n{PASSWORD}\n")
    again = run(*SCHOOL)
    assert again.exit_code == 1
    assert "is al in gebruik" in again.output
    assert run(*SCHOOL, "--slug", "Duin Noord").exit_code == 2
    board = run("board", "new", "--name", "stichting duin")
    assert board.exit_code == 1
    assert "is er al" in board.output
    assert (Board.objects.count(), School.objects.count(), Person.objects.count()) == (1, 1, 1)


def test_who_acts_for_the_board() -> None:
    run(*SCHOOL, typed=f"{PASSWORD}\n{PASSWORD}\n")
    appoint = ("board", "appoint", "--school", "het-duin-college", "--email")
    assert run(*appoint, "niemand@duin.example").exit_code == 1
    assert "handelt nu voor het bestuur" in run(*appoint, "BO@duin.example").output
    assert "Dat was al zo" in run(*appoint, "bo@duin.example").output
    assert BoardMember.objects.get().board == Board.objects.get()
    (actor,) = selectors.actors_of(User.objects.get().pk, timezone.localdate())
    assert Role.BOARD in actor.roles
    assert Entry.objects.filter(kind="board.appointed", tenant=Board.objects.get().pk).count() == 1


@pytest.mark.parametrize(
    ("name", "short"),
    [("Het Kompas College", "het-kompas-college"), ("  Sint Jozef / Éénhoorn ", "sint-jozef-eenhoorn")],
)
def test_a_short_name(name: str, short: str) -> None:
    assert short_name(name) == short
