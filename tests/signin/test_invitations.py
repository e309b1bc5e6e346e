"""Codes on paper: made as letters, used once, and saying nothing to who has none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

import pypdfium2
import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deelwijs.accounts.models import User
from deelwijs.accounts.roles import Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.ledger.models import Entry
from deelwijs.people.cards import PersonCard
from deelwijs.people.models import Address, Affiliation, Enrolment, Group, Guardianship, Person, School
from deelwijs.signin import codes, inviting
from deelwijs.signin.inviting import Audience, Code, Envelope
from deelwijs.signin.models import Invitation
from tests.people.conftest import acting, member
from tests.signin.conftest import PASSWORD, is_signed_in, known, signed_in_as, words

INVITE, CODE, WELCOME = "/beheer/inloggen/brieven/", "/code/", "/code/welkom/"
NEW = {"way": "password", "password": "vier losse woorden", "again": "vier losse woorden"}


@pytest.fixture
def admin(school: School) -> Person:
    """Ria manages sign-in."""
    user = User.objects.create_user("ria@kompas.example", PASSWORD)
    return known(school, "Ria Beheer", Kind.EMPLOYEE, "ria@kompas.example", Role.ADMINISTRATOR, user=user)


@pytest.fixture
def office(client: Client, admin: Person) -> Client:
    """Ria at her desk."""
    assert admin.user
    client.force_login(admin.user)
    return client


@pytest.fixture
def parent(school: School) -> Person:
    """A parent without an address."""
    return member(school, "Karim Bakkali", Kind.GUARDIAN)


def code_for(admin: Person, person: Person) -> str:
    """A code in the hands of its owner."""
    made = Code(PersonCard(person.pk, person.name.full, ""), codes.new_code())
    inviting.invite(actor=acting(admin, Role.ADMINISTRATOR), codes=[made])
    return made.code


def come_in(client: Client, code: str, data: dict[str, str] | None = None) -> str:
    """Type the code and choose a password; where that leads."""
    response = client.post(CODE, {"code": code})
    if response.status_code != 302:
        return words(response.content.decode())
    response = client.post(WELCOME, data or NEW)
    return (
        str(response.headers.get("Location"))
        if response.status_code == 302
        else words(response.content.decode())
    )


def waiting(admin: Person, audience: Audience, **wish: object) -> list[list[str]]:
    """The names on the envelopes."""
    found = inviting.waiting(acting(admin, Role.ADMINISTRATOR), audience, timezone.localdate(), **wish)  # type: ignore[arg-type]
    return [[person.name for person in envelope.people] for envelope in found.envelopes]


def family(school: School, pupil: str, *guardians: Person) -> Person:
    """A pupil with these guardians."""
    child = member(school, pupil, Kind.PUPIL)
    for order, guardian in enumerate(guardians, start=1):
        Guardianship.objects.create(guardian=guardian, pupil=child, contact_order=order)
    return child


# --- Using a code -----------------------------------------------------------------------------------
def test_a_letter_becomes_an_account(client: Client, admin: Person, parent: Person) -> None:
    code = code_for(admin, parent)
    page = client.get(f"{CODE}{codes.plain(code)}/")  # what the QR code opens
    assert codes.plain(code) in page.content.decode()
    assert Invitation.objects.get().used_at is None  # a scan uses nothing up
    client.post(CODE, {"code": code})
    shown = words(client.get(WELCOME).content.decode())
    assert "Welkom Karim" in shown
    assert "Bakkali" not in shown
    assert client.post(WELCOME, NEW).headers["Location"] == "/code/klaar/"
    parent.refresh_from_db()
    assert parent.user
    assert parent.user.name
    assert parent.user.name in words(client.get("/code/klaar/").content.decode())
    client.post("/uitloggen/")
    client.post("/inloggen/", {"email": parent.user.name, "password": NEW["password"]})
    assert is_signed_in(client)
    assert Entry.objects.filter(kind="sign_in.joined", subject=str(parent.pk)).exists()


@pytest.mark.parametrize("typed", ["{}", " {} ", "{:l}", "{:o}"])
def test_a_code_may_be_typed_as_it_is_read(client: Client, admin: Person, parent: Person, typed: str) -> None:
    code = code_for(admin, parent)
    written = {
        "{}": code,
        " {} ": f"  {code.replace('-', ' ')} ",
        "{:l}": code.lower(),
        "{:o}": code.replace("0", "O").replace("1", "l"),
    }[typed]
    assert come_in(client, written) == "/code/klaar/"


def test_a_code_works_once(client: Client, admin: Person, parent: Person) -> None:
    code = code_for(admin, parent)
    come_in(client, code)
    other = Client()
    response = other.post(CODE, {"code": code})
    assert response.status_code == 410
    assert "al gebruikt" in words(response.content.decode())
    assert User.objects.filter(people=parent).count() == 1


def test_two_who_hold_one_code_cannot_both_use_it(client: Client, admin: Person, parent: Person) -> None:
    code = code_for(admin, parent)
    other = Client()
    for one in (client, other):
        one.post(CODE, {"code": code})
    assert client.post(WELCOME, NEW).status_code == 302
    assert "al gebruikt" in words(other.post(WELCOME, NEW).content.decode())
    assert not is_signed_in(other)


def test_old_and_withdrawn_codes_say_what_to_do(client: Client, admin: Person, parent: Person) -> None:
    code = code_for(admin, parent)
    Invitation.objects.update(expires_at=timezone.now())
    assert "verlopen" in come_in(client, code)
    again = code_for(admin, parent)
    inviting.withdraw(actor=acting(admin, Role.ADMINISTRATOR), person_ids=[parent.pk])
    assert "verlopen" in come_in(client, again)
    assert not is_signed_in(client)


def test_a_new_letter_ends_the_old_one(client: Client, admin: Person, parent: Person) -> None:
    first, second = code_for(admin, parent), code_for(admin, parent)
    assert "verlopen" in come_in(client, first)
    assert come_in(client, second) == "/code/klaar/"


def test_who_left_does_not_come_in(client: Client, admin: Person, parent: Person) -> None:
    code = code_for(admin, parent)
    Affiliation.objects.filter(person=parent).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert "verlopen" in come_in(client, code)


def test_a_wrong_code_says_nothing_about_anybody(client: Client, admin: Person, parent: Person) -> None:
    code = code_for(admin, parent)
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    near, far = come_in(client, wrong), come_in(client, "0000-0000-0000-0000")
    assert "klopt niet" in near
    assert near.replace(wrong, "") == far.replace("0000-0000-0000-0000", "")
    assert "Karim" not in near
    assert client.get(WELCOME).headers["Location"] == CODE


def test_a_weak_password_leaves_the_code_whole(client: Client, admin: Person, parent: Person) -> None:
    code = code_for(admin, parent)
    assert "te kort" in come_in(client, code, {**NEW, "password": "kort", "again": "kort"})
    assert not User.objects.filter(people=parent).exists()
    assert client.post(WELCOME, NEW).status_code == 302


def test_an_answer_that_is_no_passkey_leaves_the_code_whole(
    client: Client, admin: Person, parent: Person
) -> None:
    code = code_for(admin, parent)
    users = User.objects.count()
    assert "niet herkend" in come_in(client, code, {"way": "passkey", "credential": '{"id": "x"}'})
    assert User.objects.count() == users
    assert client.post(WELCOME, NEW).status_code == 302


def test_who_has_an_account_can_use_that(
    client: Client, admin: Person, parent: Person, school: School
) -> None:
    own = User.objects.create_user("karim@werk.example", PASSWORD)
    known(school, "Karim Bakkali", Kind.EMPLOYEE, "karim@werk.example", user=own)
    code = code_for(admin, parent)
    client.post("/inloggen/", {"email": "karim@werk.example", "password": PASSWORD})
    client.post(CODE, {"code": code})
    assert "karim@werk.example" in words(client.get(WELCOME).content.decode())
    assert client.post(WELCOME, {"way": "mine"}).headers["Location"] == "/wie/"
    parent.refresh_from_db()
    assert str(parent.user_id) == signed_in_as(client) == str(own.pk)


def test_guessing_a_code_pauses_that_code_at_that_place(
    client: Client, admin: Person, parent: Person
) -> None:
    code = code_for(admin, parent)
    for _ in range(5):
        assert "klopt niet" in come_in(Client(), f"{code[:4]}-0000-0000-0000")
    assert "te vaak" in come_in(Client(), code)
    other = member(parent.school, "Samira Bakkali", Kind.GUARDIAN)
    assert come_in(client, code_for(admin, other)) == "/code/klaar/"  # the school goes on
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert come_in(elsewhere, code) == "/code/klaar/"


def test_only_a_hash_is_kept(admin: Person, parent: Person) -> None:
    code = codes.plain(code_for(admin, parent))
    kept = " ".join(str(value) for value in Invitation.objects.values().get().values())
    assert code not in kept
    assert codes.prefix_of(code) not in kept
    made = {codes.new_code() for _ in range(500)}
    assert len(made) == 500
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", one) for one in made)


# --- Making letters -----------------------------------------------------------------------------------
def test_who_shares_a_home_shares_an_envelope(school: School, admin: Person) -> None:
    mother, father = member(school, "Els Bos", Kind.GUARDIAN), member(school, "Jan Bos", Kind.GUARDIAN)
    apart, alone = member(school, "Piet Kok", Kind.GUARDIAN), member(school, "Ada Vos", Kind.GUARDIAN)
    family(school, "Bo Bos", mother, father, apart)
    family(school, "Fien Bos", mother, father)
    family(school, "Wim Vos", alone)
    for person in (mother, father, alone):
        at_home(person)
    assert waiting(admin, Audience.GUARDIANS) == [["Els Bos", "Jan Bos"], ["Piet Kok"], ["Ada Vos"]]


def at_home(person: Person) -> None:
    """Let somebody live at the only address in this file."""
    Address.objects.create(person=person, street="Kade", number="7", postcode="1234 AB", city="Windmeer")


def test_who_can_use_a_link_gets_no_letter_unless_asked(
    school: School, admin: Person, parent: Person
) -> None:
    known(school, "Els Bos", Kind.GUARDIAN, "els@post.example")
    for name in ("Jan Kok", "Ine Kok"):
        known(school, name, Kind.GUARDIAN, "kok@post.example")  # one address for two
    assert waiting(admin, Audience.GUARDIANS) == [["Karim Bakkali"], ["Ine Kok"], ["Jan Kok"]]
    assert ["Els Bos"] in waiting(admin, Audience.GUARDIANS, also_with_mail=True)


def test_pupils_come_by_class(school: School, admin: Person) -> None:
    for code, names in {"2B": ["Zoë Aal"], "1A": ["Bo Vos", "Wim Aal"]}.items():
        group = Group.objects.create(school=school, code=code, title=code)
        for name in names:
            Enrolment.objects.create(group=group, person=member(school, name, Kind.PUPIL))
    assert waiting(admin, Audience.PUPILS) == [["Wim Aal"], ["Bo Vos"], ["Zoë Aal"]]
    assert waiting(admin, Audience.PUPILS, group="2B") == [["Zoë Aal"]]


def test_the_other_school_is_left_alone(school: School, other_school: School, admin: Person) -> None:
    theirs = member(other_school, "Wim Wind", Kind.GUARDIAN)
    assert waiting(admin, Audience.GUARDIANS) == []
    with pytest.raises(PermissionDenied):
        code_for(admin, theirs)
    assert not Invitation.objects.exists()


def test_who_has_an_account_is_not_invited_over_it(admin: Person, noor: Person) -> None:
    with pytest.raises(PermissionDenied):
        code_for(admin, noor)


def test_the_letters_hold_a_code_for_everybody(
    office: Client, admin: Person, school: School, parent: Person
) -> None:
    other = member(school, "Samira Bakkali", Kind.GUARDIAN)
    family(school, "Sami Bakkali", parent, other)
    for person in (parent, other):
        at_home(person)
    page = words(office.get(INVITE).content.decode())
    assert "1 brief" in page
    response = office.post(INVITE, {"voor": "guardians"})
    assert response.headers["Content-Type"] == "application/pdf"
    text = text_of(response.content)
    assert "Karim Bakkali en Samira Bakkali" in text
    assert "Kade 7" in text
    found = re.findall(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", text)
    assert len(found) == 2
    assert "Er zijn geen brieven nodig" in words(office.get(INVITE).content.decode())
    assert Entry.objects.filter(kind="sign_in.invited").count() == 2
    assert come_in(Client(), found[0]) == "/code/klaar/"


def text_of(pdf: bytes) -> str:
    """The words of a document."""
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document).replace("\r", "")


def test_letters_come_in_portions(office: Client, school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[Sequence[Envelope]] = []
    monkeypatch.setattr("deelwijs.signin.admin_views.LETTERS_AT_ONCE", 3)
    monkeypatch.setattr("deelwijs.signin.admin_views.letters_pdf", lambda *given: keep(printed, given[2]))
    for number in range(7):
        member(school, f"Ouder {number}", Kind.GUARDIAN)
    for expected in (3, 3, 1):
        office.post(INVITE, {"voor": "guardians"})
        assert len(printed[-1]) == expected
    office.post(INVITE, {"voor": "guardians"})
    assert len(printed) == 3
    assert Invitation.objects.count() == 7


def keep(printed: list[Sequence[Envelope]], envelopes: Sequence[Envelope]) -> object:
    """Stands in for the printer."""
    printed.append(envelopes)
    return type("Printed", (), {"data": b"%PDF"})


def test_a_school_full_of_families_takes_few_queries(office: Client, school: School, admin: Person) -> None:
    counts = []
    for _ in range(2):
        for number in range(5):
            family(school, f"Kind {number}", member(school, f"Ouder {number}", Kind.GUARDIAN))
        with CaptureQueriesContext(connection) as queries:
            waiting(admin, Audience.GUARDIANS)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_no_letter_no_code(office: Client, parent: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> None:
        raise RuntimeError("no paper")

    monkeypatch.setattr("deelwijs.signin.admin_views.letters_pdf", broken)
    with pytest.raises(RuntimeError):
        office.post(INVITE, {"voor": "guardians"})
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("address", ["/beheer/inloggen/", INVITE])
def test_only_who_manages_sign_in(client: Client, noor: Person, user: User, address: str) -> None:
    client.force_login(user)
    assert client.get(address).status_code == 403


def test_the_codes_last_as_long_as_the_school_says(admin: Person, parent: Person) -> None:
    code_for(admin, parent)
    row = Invitation.objects.get()
    assert row.expires_at - row.invited_at == timedelta(days=settings.INVITATION_DAYS)
