"""Changing the protocol in the browser: two hands at one text, a look at what it does, and the council."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.screens import Camera
from tests.browser.test_pages import check
from tests.browser.visitor import Visitor
from tests.protocols.documents import writing

pytestmark = pytest.mark.browser

DRAFT = "/protocol/werkversie/"
GROUP = (
    "/mag-dit/kompas/?rol=medewerker&handeling=groepsapp_maken&verband_met_school=ja&jongste_leeftijd=15"
    "&professionele_groep=ja&overigen_bereikt=ja&strijdig_met_fatsoen=nee&mogelijk_strafbaar=nee"
)


def test_a_changed_protocol(arrive: Arrive, camera: Camera, tmp_path: Path) -> None:
    visitor = arrive()
    visitor.open(GROUP)  # an answer that will be another one
    visitor.sees("Dit mag niet")
    visitor.sign_in_as("Maarten van Loon")
    read_a_document_in(visitor, camera, tmp_path)
    change(visitor, camera)
    look(visitor, camera)
    adopt(visitor, camera)
    visitor.open(GROUP)
    visitor.sees("Dit mag niet")  # the new version waits
    assert visitor.complaints == [], "the browser refused something"


def read_a_document_in(visitor: Visitor, camera: Camera, folder: Path) -> None:
    file = folder / "protocol.docx"
    file.write_bytes(writing.as_docx(writing.clean()))
    visitor.link("Protocol").first.click()
    expect(
        visitor.heading("Protocol sociale media")
    ).to_be_visible()  # the page before has links to change things
    visitor.link("Wijzig").click()
    throw_away_what_is_there(visitor)  # another walk on this server may have begun one
    visitor.link("Lees uw eigen protocol in").click()
    visitor.page.locator("input[type=file]").set_input_files(file)
    visitor.button("Bekijk het document").click()
    expect(visitor.heading("Klopt dit?")).to_be_visible()
    check(visitor)  # no link leads to this page
    camera.take(visitor.page, "protocol-confirm")
    visitor.button("Maak hier een werkversie van").click()
    expect(visitor.heading("Werkversie van het protocol")).to_be_visible()
    throw_away(visitor)


def throw_away_what_is_there(visitor: Visitor) -> None:
    expect(visitor.page.get_by_role("heading", level=1, name="het protocol")).to_be_visible()
    if visitor.page.locator("summary", has_text="Gooi de werkversie weg").count():
        throw_away(visitor)
        visitor.open(DRAFT)


def throw_away(visitor: Visitor) -> None:
    visitor.page.locator("summary", has_text="Gooi de werkversie weg").click()
    visitor.button("Gooi de werkversie weg").click()
    visitor.sees("De versie die geldt, is niet veranderd")


def change(visitor: Visitor, camera: Camera) -> None:
    visitor.open(DRAFT)
    visitor.button("Begin een werkversie").click()
    visitor.link("Foto, film en geluid").click()
    visitor.page.get_by_label("Titel").fill("Foto en film")
    visitor.button("Bewaar").click()
    visitor.sees("A5 is bewaard")
    visitor.open(f"{DRAFT}instellingen/")
    card = visitor.page.locator("#leeftijd_groepsapp")
    card.get_by_role("spinbutton").fill("15")
    card.get_by_role("button", name="Bewaar").click()
    visitor.sees("Eigen keuze")
    visitor.open(DRAFT)
    camera.take(visitor.page, "protocol-draft")


def look(visitor: Visitor, camera: Camera) -> None:
    visitor.link("Controleer en stel vast").click()
    visitor.sees("Een voorbeeld komt anders uit")
    visitor.sees("1 keer gevraagd")
    camera.take(visitor.page, "protocol-check")


def adopt(visitor: Visitor, camera: Camera) -> None:
    visitor.link("Stel deze versie vast").click()
    later = date.today() + timedelta(days=14)  # noqa: DTZ011
    visitor.page.get_by_label("Vanaf welke dag").fill(later.isoformat())
    visitor.page.get_by_label("Nog niet").check()
    visitor.page.get_by_label(re.compile("Ik heb het punt")).check()
    visitor.button("Stel deze versie vast").click()
    expect(visitor.page.get_by_role("row", name=re.compile("Versie 2 Wacht op instemming"))).to_be_visible()
    camera.take(visitor.page, "protocol-versions")
