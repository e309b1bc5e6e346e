"""Recording by hand what no file knows: who may, what it does, and that it is kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deelwijs.accounts.models import User
from deelwijs.accounts.roles import PERMISSIONS, Permission, Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.ledger.models import Entry, Payload
from deelwijs.people import family_actions, membership_actions, selectors, work_actions
from deelwijs.people.actor import Actor
from deelwijs.people.corrections import CORRECTIONS
from deelwijs.people.models import (
    Absence,
    Address,
    AddressSecrecy,
    Affiliation,
    Guardianship,
    Person,
    Position,
    School,
)
from deelwijs.people.recording import RefusedError
from tests.people.conftest import acting, member
from tests.people.test_pages import words

ONE = timedelta(days=1)


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def rob(school: School, user: User) -> Person:
    """Rob keeps the administration."""
    return member(school, "Rob Timmermans", Kind.EMPLOYEE, Role.ADMINISTRATOR, user=user)


@pytest.fixture
def office(client: Client, rob: Person, user: User) -> Client:
    """Rob's browser."""
    client.force_login(user)
    return client


@pytest.fixture
def editor(rob: Person) -> Actor:
    return acting(rob, Role.EMPLOYEE, Role.ADMINISTRATOR)


@pytest.fixture
def family(school: School) -> dict[str, Person]:
    """Puck with two parents who both have custody."""
    people = {
        "puck": member(school, "Puck Lamers", Kind.PUPIL),
        "petra": member(school, "Petra Wijk", Kind.GUARDIAN),
        "henk": member(school, "Henk Lamers", Kind.GUARDIAN),
    }
    for order, name in enumerate(("petra", "henk"), start=1):
        Guardianship.objects.create(guardian=people[name], pupil=people["puck"], contact_order=order)
    return people


def record(client: Client, person: Person, what: str, **answers: Any) -> Any:
    return client.post(reverse("people:correct", args=[person.pk, what]), answers)


def guardians(person: Person, day: date) -> list[tuple[str, bool]]:
    rob = Person.objects.get(given_name="Rob")
    details = selectors.person(acting(rob, Role.ADMINISTRATOR), person.pk, day)
    return [(one.person.name, one.has_custody) for one in details.guardians]


def last_entry() -> tuple[str, str, str, Any]:
    entry = Entry.objects.order_by("seq").last()
    assert entry
    return entry.kind, entry.subject, entry.actor, Payload.objects.get(entry=entry).content


# --- Custody ------------------------------------------------------------------------------------
def test_custody_goes_from_a_day_on(
    office: Client, rob: Person, family: dict[str, Person], today: date
) -> None:
    answers = {"guardian": family["henk"].pk, "custody": "nee", "order": "2"}
    response = record(office, family["puck"], "gezag", starts_on=today + 7 * ONE, **answers)
    assert response.status_code == 302
    both = [("Petra Wijk", True), ("Henk Lamers", True)]
    assert guardians(family["puck"], today + 6 * ONE) == both
    assert guardians(family["puck"], today + 7 * ONE) == [("Petra Wijk", True), ("Henk Lamers", False)]
    kind, subject, by, payload = last_entry()
    assert (kind, subject, by) == ("person.custody", str(family["puck"].pk), str(rob.pk))
    assert payload["guardian"] == str(family["henk"].pk)
    page = words(office.get(reverse("people:person", args=[family["puck"].pk])).content.decode())
    assert "Henk Lamers heeft geen gezag" in page


def test_custody_for_a_while(office: Client, family: dict[str, Person], today: date) -> None:
    answers = {"guardian": family["henk"].pk, "custody": "ja", "order": "2"}
    record(office, family["puck"], "gezag", starts_on=today, ends_on=today + 30 * ONE, **answers)
    for day, has_custody in ((today + 30 * ONE, True), (today + 31 * ONE, False)):
        assert ("Henk Lamers", has_custody) in guardians(family["puck"], day)


def test_the_last_word_about_a_day_holds(office: Client, family: dict[str, Person], today: date) -> None:
    for custody in ("nee", "ja", "nee"):
        answers = {"guardian": family["henk"].pk, "custody": custody, "order": "2"}
        assert record(office, family["puck"], "gezag", starts_on=today, **answers).status_code == 302
    assert guardians(family["puck"], today)[1] == ("Henk Lamers", False)
    assert Guardianship.objects.filter(guardian=family["henk"]).count() == 2


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"starts_on": "gisteren"}, "Dit is geen datum"),
        ({"starts_on": "0202-11-25"}, "Klopt het jaar 202?"),
        ({"starts_on": ""}, "De datum ontbreekt"),
        ({"ends_on": "2020-01-01"}, "De laatste dag ligt voor de eerste"),
        ({"custody": "nee", "ends_on": "2099-01-01"}, "Een laatste dag hoort bij ja"),
        ({"custody": ""}, "Kies ja of nee"),
        ({"guardian": ""}, "Kies om wie het gaat"),
        ({"guardian": "00000000-0000-0000-0000-000000000000"}, "Selecteer"),
    ],
)
def test_what_cannot_be_is_said_and_loses_nothing(
    office: Client, family: dict[str, Person], answers: dict[str, str], says: str
) -> None:
    given = {"guardian": family["henk"].pk, "custody": "ja", "order": "2", "starts_on": "2026-03-03"}
    response = record(office, family["puck"], "gezag", **(given | answers))
    page = response.content.decode()
    assert response.status_code == 422
    assert says in words(page)
    assert Entry.objects.count() == 0
    if "order" not in answers:
        assert '<option value="2" selected>' in page


# --- A guardian more, a death -------------------------------------------------------------------
def test_a_guardian_whom_no_file_brings(office: Client, family: dict[str, Person], today: date) -> None:
    answers = {"given": "Mila", "family": "Wijk", "language": "pl", "custody": "ja", "order": "3"}
    record(office, family["puck"], "verzorger", starts_on=today + ONE, **answers)
    assert guardians(family["puck"], today + ONE)[2] == ("Mila Wijk", True)
    assert len(guardians(family["puck"], today)) == 2
    assert Person.objects.get(given_name="Mila").language == "pl"
    assert [entry.kind for entry in Entry.objects.order_by("seq")] == ["person.added", "person.custody"]


def test_custody_ends_with_a_death(office: Client, family: dict[str, Person], today: date) -> None:
    record(office, family["henk"], "overlijden", died_on=today - ONE)
    assert guardians(family["puck"], today) == [("Petra Wijk", True)]
    page = words(office.get(reverse("people:person", args=[family["henk"].pk])).content.decode())
    assert "is overleden op" in page
    assert record(office, family["henk"], "overlijden", died_on=today + ONE).status_code == 422
    record(office, family["henk"], "overlijden", died_on="")
    assert len(guardians(family["puck"], today)) == 2


# --- Addresses ----------------------------------------------------------------------------------
def test_an_address_begins_on_its_day(office: Client, family: dict[str, Person], today: date) -> None:
    answers = {"street": "Duinpad", "number": "31", "city": "Zandhoek"}
    record(office, family["petra"], "adres", postcode="1998cd", starts_on=today - 9 * ONE, **answers)
    record(office, family["petra"], "adres", postcode="1999 AB", starts_on=today, **answers)
    rows = list(Address.objects.filter(person=family["petra"]).order_by("pk"))
    assert [(row.postcode, row.starts_on, row.ends_on) for row in rows] == [
        ("1998 CD", today - 9 * ONE, today - ONE),
        ("1999 AB", today, None),
    ]
    payloads = [str(payload.content) for payload in Payload.objects.all()]
    assert not any("Duinpad" in text or "1999" in text for text in payloads)


def test_a_postcode_and_a_country(office: Client, family: dict[str, Person], today: date) -> None:
    answers = {"street": "Kade", "number": "1", "city": "Gent", "starts_on": today, "postcode": "9000"}
    refused = record(office, family["petra"], "adres", country="nederland", **answers)
    assert "Een postcode heeft 4 cijfers en 2 letters" in words(refused.content.decode())
    assert record(office, family["petra"], "adres", country="België", **answers).status_code == 302


def test_a_secret_begins_and_is_lifted(office: Client, family: dict[str, Person], school: School) -> None:
    partner = member(school, "Ina Nieuw", Kind.EMPLOYEE)
    record(office, family["petra"], "geheim-adres", relatives=[family["henk"].pk], colleague=partner.pk)
    assert set(AddressSecrecy.objects.values_list("kept_from", flat=True)) == {family["henk"].pk, partner.pk}
    page = words(office.get(reverse("people:person", args=[family["petra"].pk])).content.decode())
    assert "Geheim adres. Dit mag niet bekend worden bij" in page
    # Whose address it is and from whom it is kept, no reader of the ledger learns from its lines.
    kind, subject, _, payload = last_entry()
    assert (kind, subject) == ("person.secrecy", str(school.pk))
    assert payload == {"person": str(family["petra"].pk), "people": 2}
    record(office, family["petra"], "geheim-adres", relatives=[partner.pk])
    assert AddressSecrecy.objects.get().kept_from == partner


# --- Work ---------------------------------------------------------------------------------------
def test_function_and_manager(office: Client, school: School, today: date) -> None:
    pieter, els = (member(school, name, Kind.EMPLOYEE) for name in ("Pieter Wit", "Els Kramer"))
    record(office, pieter, "functie", function="Docent", manager=els.pk, starts_on=today)
    record(office, els, "functie", function="Teamleider", manager="bestuur", starts_on=today)
    page = words(office.get(reverse("people:person", args=[pieter.pk])).content.decode())
    assert "Leidinggevende Els Kramer" in page
    pieter.refresh_from_db()
    assert pieter.function == "Docent"
    assert selectors.manager_of(els, today).board
    refused = record(office, els, "functie", function="Teamleider", manager=pieter.pk, starts_on=today)
    assert refused.status_code == 422
    assert "Pieter Wit werkt zelf onder Els Kramer" in words(refused.content.decode())
    assert Position.objects.get(person=els).answers_to_board


def test_nobody_manages_or_replaces_themselves(editor: Actor, school: School, today: date) -> None:
    pieter = member(school, "Pieter Wit", Kind.EMPLOYEE)
    with pytest.raises(RefusedError):
        work_actions.record_position(
            actor=editor,
            person_id=pieter.pk,
            function="Docent",
            manager_id=pieter.pk,
            answers_to_board=False,
            starts_on=today,
        )
    with pytest.raises(RefusedError):
        work_actions.record_absence(
            actor=editor, person_id=pieter.pk, substitute_id=pieter.pk, starts_on=today, ends_on=None
        )
    assert (Position.objects.count(), Absence.objects.count(), Entry.objects.count()) == (0, 0, 0)


def test_roles_are_given_and_taken(office: Client, editor: Actor, school: School, today: date) -> None:
    user = User.objects.create_user("pieter@kompas.example")
    pieter = member(school, "Pieter Wit", Kind.EMPLOYEE, Role.MANAGER, user=user)
    record(office, pieter, "rollen", roles=["communications", "privacy_officer"])
    (actor,) = selectors.actors_of(user.pk, today)
    assert actor.roles == {Role.EMPLOYEE, Role.COMMUNICATIONS, Role.PRIVACY_OFFICER}
    kind, _, _, payload = last_entry()
    assert (kind, payload) == (
        "person.roles",
        {"given": ["communications", "privacy_officer"], "taken": ["manager"]},
    )
    assert record(office, pieter, "rollen", roles=["board"]).status_code == 422
    with pytest.raises(ValueError, match="no school gives"):
        membership_actions.set_roles(actor=editor, person_id=pieter.pk, roles=[Role.BOARD])
    with pytest.raises(PermissionDenied):
        membership_actions.set_roles(actor=editor, person_id=editor.person_id, roles=[Role.COMMUNICATIONS])


def test_away_and_back(office: Client, school: School, today: date) -> None:
    pieter, els = (member(school, name, Kind.EMPLOYEE) for name in ("Pieter Wit", "Els Kramer"))
    record(office, pieter, "functie", function="Docent", manager=els.pk, starts_on=today)
    record(office, els, "afwezig", starts_on=today - 3 * ONE, substitute=pieter.pk)
    page = words(office.get(reverse("people:person", args=[els.pk])).content.decode())
    assert "Wordt vervangen door Pieter Wit" in page
    record(office, els, "afwezig", anders="terug")
    assert "Wordt vervangen door" not in words(
        office.get(reverse("people:person", args=[els.pk])).content.decode()
    )
    assert Absence.objects.get().ends_on == today - ONE


def test_the_last_day(office: Client, school: School, today: date) -> None:
    pieter = member(school, "Pieter Wit", Kind.EMPLOYEE)
    record(office, pieter, "laatste-dag", kind="employee", last_day=today)
    page = words(office.get(reverse("people:person", args=[pieter.pk])).content.decode())
    assert "De laatste dag op school is" in page
    later = words(office.get(f"/mensen/?soort=former_employee&dag={today + ONE}").content.decode())
    assert "Pieter Wit" in later
    record(office, pieter, "laatste-dag", kind="employee", last_day="")
    assert Affiliation.objects.get(person=pieter).ends_on is None


# --- Somebody whom no file brings ---------------------------------------------------------------
def test_a_volunteer(office: Client, today: date) -> None:
    address = reverse("people:add_member")
    assert office.post(address, {"given": "Gerard"}).status_code == 422
    answers = {"given": "Gerard", "family": "Zwart", "function": "Vrijwilliger", "starts_on": today}
    response = office.post(address, answers, follow=True)
    page = words(response.content.decode())
    assert "Gerard Zwart Andere betrokkene · Vrijwilliger" in page
    assert last_entry()[0] == "person.added"


# --- Who may ------------------------------------------------------------------------------------
@pytest.mark.parametrize("what", [form.slug for form in CORRECTIONS])
def test_each_form_says_what_it_means(
    office: Client, family: dict[str, Person], school: School, what: str
) -> None:
    everybody = [*family.values(), member(school, "Pieter Wit", Kind.EMPLOYEE)]
    answers = [office.get(reverse("people:correct", args=[person.pk, what])) for person in everybody]
    pages = [answer.content.decode() for answer in answers if answer.status_code == 200]
    assert pages
    assert all("Wat dit betekent" in page for page in pages)
    assert {answer.status_code for answer in answers} <= {200, 404}


def test_nobody_records_things_about_oneself_or_ones_family(
    school: School, client: Client, family: dict[str, Person], rob: Person, today: date
) -> None:
    """Henk works in the office as well; he gives himself no custody, and lifts no secret."""
    henk = acting(family["henk"], Role.GUARDIAN, Role.EMPLOYEE, Role.ADMINISTRATOR)
    for person in family.values():
        with pytest.raises(PermissionDenied):
            family_actions.set_language(actor=henk, person_id=person.pk, language="en")
    family["henk"].user = User.objects.create_user("henk@kompas.example")
    family["henk"].save()
    Affiliation.objects.create(person=family["henk"], kind=Kind.EMPLOYEE.value)
    family["henk"].role_assignments.create(role=Role.ADMINISTRATOR.value)
    client.force_login(family["henk"].user)
    page = words(client.get(reverse("people:person", args=[family["puck"].pk])).content.decode())
    assert "Over uzelf en uw gezin legt een collega iets vast" in page
    assert client.get(reverse("people:correct", args=[family["puck"].pk, "gezag"])).status_code == 403
    assert Entry.objects.count() == 0


def test_who_is_kept_out_lifts_no_secret(editor: Actor, family: dict[str, Person], rob: Person) -> None:
    AddressSecrecy.objects.create(person=family["petra"], kept_from=rob, since=timezone.localdate())
    with pytest.raises(PermissionDenied):
        family_actions.keep_address_from(actor=editor, person_id=family["petra"].pk, others=[])
    assert AddressSecrecy.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if Permission.EDIT_PEOPLE not in PERMISSIONS[role]])
def test_only_who_may_records(school: School, family: dict[str, Person], role: Role) -> None:
    stranger = acting(member(school, "Bo Bos", Kind.EMPLOYEE), Role.EMPLOYEE, role)
    with pytest.raises(PermissionDenied):
        family_actions.set_language(actor=stranger, person_id=family["petra"].pk, language="en")


def test_nobody_records_at_another_school(
    office: Client, editor: Actor, other_school: School, family: dict[str, Person], today: date
) -> None:
    theirs = member(other_school, "Wim Wind", Kind.PUPIL)
    assert office.get(reverse("people:correct", args=[theirs.pk, "adres"])).status_code == 404
    with pytest.raises(Http404):
        family_actions.set_language(actor=editor, person_id=theirs.pk, language="en")
    with pytest.raises(Http404):
        family_actions.keep_address_from(actor=editor, person_id=family["petra"].pk, others=[theirs.pk])
    with pytest.raises(Http404):
        family_actions.change_custody(
            actor=editor,
            pupil_id=family["puck"].pk,
            guardian_id=theirs.pk,
            has_custody=True,
            order=1,
            starts_on=today,
        )
    assert (Entry.objects.count(), AddressSecrecy.objects.count()) == (0, 0)


# --- On a day -----------------------------------------------------------------------------------
def test_the_pages_show_a_day(office: Client, family: dict[str, Person], today: date) -> None:
    Affiliation.objects.filter(person=family["puck"]).update(ends_on=date(2026, 3, 3))
    page = words(office.get("/mensen/?dag=2026-03-03").content.decode())
    assert "Iedereen die op 3 maart 2026 bij de school hoorde" in page
    assert "Puck Lamers" in page
    assert "Puck Lamers" not in words(office.get("/mensen/?dag=2026-03-04").content.decode())
    address = reverse("people:person", args=[family["puck"].pk])
    then = words(office.get(f"{address}?dag=2026-03-03").content.decode())
    assert "U ziet hoe het was op 3 maart 2026" in then
    assert "Leerling" in then
    assert "Hoort niet meer bij de school" in words(office.get(address).content.decode())
    assert office.get(f"{address}?dag=morgen").status_code == 200


def test_contact_details_are_on_the_page_of_who_needs_them_only(
    client: Client, school: School, office: Client, family: dict[str, Person], today: date
) -> None:
    Person.objects.filter(pk=family["petra"].pk).update(email="petra@schuil.example")
    address = reverse("people:person", args=[family["petra"].pk])
    assert "petra@schuil.example" in office.get(address).content.decode()
    user = User.objects.create_user("com@kompas.example")
    member(school, "Noor Dijk", Kind.EMPLOYEE, Role.COMMUNICATIONS, user=user)
    desk = Client()
    desk.force_login(user)
    page = desk.get(address).content.decode()
    assert "Petra Wijk" in page
    assert "petra@schuil.example" not in page
    assert "E-mail" not in page
    assert "Leg vast" not in page
