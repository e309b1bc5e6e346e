"""The page on which a school says what the columns of a list hold: asked once, remembered, forgotten."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from deelwijs.people.importers.columns import ListMapping, fingerprint
from deelwijs.people.imports import mappings
from deelwijs.people.models import School
from tests.people.test_import_pages import home, page, send, sources, words

pytestmark = pytest.mark.usefixtures("at_once")

__all__ = ["home"]

ODD_LIST = (
    "Nr;Hoe heet je;Geboren;Zit in;BSN\n1;Zoë Bakker;4-9-2011;3C;111222333\n2;Sami Bakker;5-9-2012;1A;\n"
)
CHOSEN = {
    "t0-kind": "pupil",
    "t0-c0": "number",
    "t0-c1": "full_name",
    "t0-c2": "birth_date",
    "t0-c3": "group",
}


def test_columns_are_asked_once_and_remembered(desk: Client, home: Path) -> None:
    address = send(desk, ODD_LIST.encode(), "klassen.csv")
    response = desk.get(address, follow=True)
    text = words(response.content.decode())
    assert "Wat staat er in de kolommen?" in text
    assert "Zit in 3C · 1A" in text
    assert "BSN niet bekeken Lezen we nooit burgerservicenummer" in text
    assert "111222333" not in text
    desk.post(f"{address}kolommen/", CHOSEN)
    assert "Zoë Bakker leerling in 3C" in page(desk, address)
    assert not list(home.rglob("upload"))
    desk.post(address)
    assert sources() == {"leerling:1", "leerling:2"}
    # The next file with this heading needs no question.
    again = send(desk, ODD_LIST.replace("Sami", "Samira").encode(), "nieuw.csv")
    text = page(desk, again)
    assert "voornaam wordt Samira (was Sami)" in text
    assert "De kolommen zijn gelezen zoals u eerder koos." in text


def test_each_choice_says_which_column_it_is_about(desk: Client) -> None:
    address = send(desk, ODD_LIST.encode(), "klassen.csv")
    html = desk.get(address, follow=True).content.decode()
    selects = re.findall(r'<select[^>]*name="(t0-c\d)"[^>]*>', html)
    named = re.findall(
        r'<select(?=[^>]*name="(t0-c\d)")(?=[^>]*aria-label="Wat staat er in “[^”]+”\?")', html
    )
    assert selects
    assert named == selects


def test_two_columns_for_one_field_are_refused_with_words(desk: Client) -> None:
    address = send(desk, ODD_LIST.encode(), "klassen.csv")
    response = desk.post(f"{address}kolommen/", {**CHOSEN, "t0-c3": "full_name"})
    assert response.status_code == 422
    text = words(response.content.decode())
    assert "De kolommen “Hoe heet je” en “Zit in” wijzen allebei naar Hele naam. Kies er één." in text
    assert 'value="full_name" selected' in response.content.decode()


def test_what_a_list_needs_is_asked_for(desk: Client) -> None:
    address = send(desk, ODD_LIST.encode(), "klassen.csv")
    for wrong, says in (
        ({"t0-kind": ""}, "Kies van wie deze lijst is."),
        ({"t0-c1": ""}, "Wijs de kolom met de voornaam of de hele naam aan."),
        ({"t0-kind": "guardian"}, "Wijs de kolom met het leerlingnummer van het kind aan."),
    ):
        response = desk.post(f"{address}kolommen/", {**CHOSEN, **wrong})
        assert says in words(response.content.decode())


def test_a_choice_can_be_forgotten(desk: Client) -> None:
    address = send(desk, ODD_LIST.encode(), "klassen.csv")
    desk.post(f"{address}kolommen/", CHOSEN)
    again = send(desk, ODD_LIST.encode(), "klassen.csv")
    response = desk.post(f"{again}kolommen/vergeet/", follow=True)
    assert "De keuze is vergeten" in words(response.content.decode())
    assert (
        "/kolommen/"
        in desk.get(send(desk, ODD_LIST.encode(), "klassen.csv"), follow=True).redirect_chain[-1][0]
    )


def test_the_choice_of_another_school_does_not_count(desk: Client, other_school: School) -> None:
    heading = ODD_LIST.splitlines()[0].split(";")
    mappings.remember(other_school.pk, {fingerprint(heading): ListMapping("pupil", {"Nr": "number"})})
    address = send(desk, ODD_LIST.encode(), "klassen.csv")
    assert "Wat staat er in de kolommen?" in words(desk.get(address, follow=True).content.decode())
