"""The list of an audience: received, asked, reminded, or to be reached on paper; on screen and as CSV."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from deelwijs.demo.load import demo_id
from deelwijs.mail.models import Message
from deelwijs.people.actor import Actor
from deelwijs.people.models import Affiliation, Person, School
from deelwijs.protocols.handout import actions
from deelwijs.protocols.models import Handout, Receipt, Reminder
from tests.demo_school import acting, browser_of
from tests.protocols.handout.conftest import in_days

pytestmark = pytest.mark.django_db
EMPLOYEES, PUPILS, GUARDIANS = Handout.Audience
LIST = "/protocol/uitreiken/medewerkers/"


@pytest.fixture
def rectors_browser() -> Client:
    return browser_of("maarten-van-loon")


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def rows_of(client: Client, url: str) -> dict[str, dict[str, str]]:
    data = client.get(url).content
    assert data.startswith(b"\xef\xbb\xbf")
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
    return {row["Naam"]: row for row in rows}


def test_everybody_stands_in_one_place(rector: Actor, rectors_browser: Client) -> None:
    Person.objects.filter(id=demo_id("joris-prins")).update(email="")
    actions.hand_out(actor=rector, audience=EMPLOYEES, due_on=in_days(14))
    actions.confirm(actor=acting("pieter-de-wit"))
    Message.objects.filter(to__startswith="fenna").update(state=Message.State.FAILED)
    rows = rows_of(rectors_browser, f"{LIST}lijst.csv")
    assert rows["Pieter de Wit"]["Stand"] == "ontvangen"
    assert rows["Pieter de Wit"]["Hoe"] == "In Deelwijs bevestigd"
    for name in ("Joris Prins", "Fenna Bouwman-Dijkstra"):
        assert rows[name]["Stand"] == "niet per e-mail te bereiken"
    assert rows["Noor van Dijk"]["Stand"] == "gevraagd, nog niet bevestigd"
    assert rows["Noor van Dijk"]["Gevraagd op"] == in_days(0).isoformat()
    on_paper = text_of(rectors_browser, f"{LIST}?toon=geen-mail")
    assert "Geen e-mailadres bekend" in on_paper
    assert "De mail kwam niet aan" in on_paper
    assert "Noor van Dijk</span></label>" not in on_paper
    overview = text_of(rectors_browser, "/protocol/uitreiken/")
    assert "<b>2</b> alleen op papier te bereiken" in overview


def test_reminders_are_counted(rector: Actor, rectors_browser: Client) -> None:
    actions.hand_out(actor=rector, audience=EMPLOYEES, due_on=in_days(14))
    Reminder.objects.update(sent_on=in_days(-3))
    actions.send_reminder(actor=rector, audience=EMPLOYEES)
    row = rows_of(rectors_browser, f"{LIST}lijst.csv")["Noor van Dijk"]
    assert (row["Gevraagd op"], row["Laatste herinnering"], row["Aantal herinneringen"]) == (
        in_days(-3).isoformat(),
        in_days(0).isoformat(),
        "1",
    )
    assert "Herinnerd" in text_of(rectors_browser, LIST)


def test_a_class_can_be_chosen(rectors_browser: Client) -> None:
    shown = text_of(rectors_browser, "/protocol/uitreiken/leerlingen/?klas=3C")
    assert "<option selected>3C" in shown
    assert (
        shown.count('name="shown"')
        == Person.objects.filter(enrolments__group__code="3C").filter(enrolments__is_teacher=False).count()
    )


def test_a_long_list_is_cut_into_pages(rectors_browser: Client, kompas: School) -> None:
    crowd = Person.objects.bulk_create(
        Person(school=kompas, given_name=f"Extra{number:03}", family_name="Aa") for number in range(60)
    )
    Affiliation.objects.bulk_create(Affiliation(person=person, kind="employee") for person in crowd)
    assert "Bladzijde 1 van 2" in text_of(rectors_browser, LIST)
    assert "Bladzijde 2 van 2" in text_of(rectors_browser, f"{LIST}?pagina=2")
    for nonsense in ("?pagina=999", "?pagina=x", "?toon=alles", "?klas=%00"):
        assert rectors_browser.get(LIST + nonsense).status_code == 200


def test_a_name_is_no_formula(rectors_browser: Client, kompas: School) -> None:
    spy = Person.objects.create(school=kompas, given_name='=HYPERLINK("http://x";"klik")')
    Affiliation.objects.create(person=spy, kind="employee")
    assert '\'=HYPERLINK("http://x";"klik")' in rows_of(rectors_browser, f"{LIST}lijst.csv")


def test_only_this_school_is_in_it(rector: Actor, rectors_browser: Client, kompas: School) -> None:
    other = School.objects.create(board=kompas.board, name="Elders", slug="elders")
    stranger = Person.objects.create(school=other, given_name="Vreemdeling", email="v@elders.example")
    Affiliation.objects.create(person=stranger, kind="employee")
    actions.hand_out(actor=rector, audience=EMPLOYEES, due_on=in_days(14))
    assert "Vreemdeling" not in rows_of(rectors_browser, f"{LIST}lijst.csv")
    assert not Message.objects.filter(to="v@elders.example").exists()


@pytest.mark.parametrize("name", ["noor-van-dijk", "karim-bakkali", "sofia-lindqvist", "wietske-ypma"])
def test_others_see_no_list(name: str) -> None:
    client = browser_of(name)
    for url in (LIST, f"{LIST}lijst.csv", "/protocol/versies/1/ontvangst.pdf"):
        assert client.get(url).status_code == 403
    for url in (f"{LIST}herinneren/", f"{LIST}ontvangen/"):
        assert client.post(url, {"person": str(demo_id(name)), "way": "paper"}).status_code == 403
    assert not Receipt.objects.exists()
