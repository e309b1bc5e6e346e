"""Posts that are held back for other reasons than who is on the photo."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import pictures
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

OPINION = "Dit is mijn persoonlijke mening, los van het standpunt van Het Kompas College."
ROLE = "Ik werk als communicatiemedewerker bij Het Kompas College."


def test_who_writes_privately_says_so(visitor: Visitor) -> None:
    visitor.sign_in_as("Noor van Dijk")
    visitor.begin("Fietsen naar school", "De nieuwe fietsenstalling is een vooruitgang.", ["Website"])
    expect(visitor.heading("Mag op Website")).to_be_visible()
    visitor.page.get_by_text("Namens wie en waarvoor").click()
    choose(visitor, "Als privépersoon")
    title = "Zet erbij dat dit uw eigen mening is"
    expect(visitor.card(title).locator(".plate-code")).to_contain_text("C4")
    expect(visitor.page.locator("button#plaats")).to_have_count(0)
    visitor.take_way_out(title, "Voeg de zin toe")
    expect(visitor.page.get_by_label("Tekst", exact=True)).to_have_value(re.compile(re.escape(OPINION)))
    expect(visitor.heading("Mag op Website")).to_be_visible()


def test_who_joins_a_discussion_says_who_they_are(visitor: Visitor) -> None:
    visitor.sign_in_as("Noor van Dijk")
    visitor.begin("Antwoord over de stalling", "De stalling gaat om 7 uur open.", ["Website"])
    visitor.page.get_by_text("Namens wie en waarvoor").click()
    choose(visitor, "Ik reageer in een gesprek")
    title = "Zet erbij dat u bij de school werkt"
    expect(visitor.card(title).locator(".plate-code")).to_contain_text("B2")
    visitor.take_way_out(title, "Voeg de zin toe")
    expect(visitor.page.get_by_label("Tekst", exact=True)).to_have_value(re.compile(re.escape(ROLE)))
    visitor.place()
    visitor.link("Website").last.click()
    visitor.sees(ROLE)


def test_a_recording_of_a_lesson_needs_permission_beforehand(visitor: Visitor) -> None:
    visitor.sign_in_as("Noor van Dijk")
    visitor.begin("Les over water", "Zo werkt een waterfilter.", ["Website"])
    visitor.upload(pictures.GUEST)
    visitor.refuse_doubtful_faces()
    visitor.choose_face(1)
    visitor.name_face("Meryem")
    visitor.describe("Een portret")
    visitor.take_way_out("Staat iedereen aangewezen?", "Ja, iedereen is aangewezen")
    expect(visitor.heading("Mag op Website")).to_be_visible()
    visitor.page.get_by_text("Foto’s uit een les").click()
    choose(visitor, "Ja, in een les", exact=True)
    title = "Geen toestemming voor opnemen in de les"
    expect(visitor.card(title).locator(".plate-code")).to_contain_text("A1")
    expect(visitor.heading("Nog niet op Website")).to_be_visible()
    visitor.card(title).get_by_role("link", name="Leg de toestemming vast").click()
    visitor.page.wait_for_url(re.compile("#les$"))
    visitor.at_rest()
    choose(visitor, "Ja, achteraf")
    expect(visitor.card("De toestemming kwam te laat")).to_be_visible()
    choose(visitor, "Ja, vooraf")
    choose(visitor, "De leraar van de les")
    expect(visitor.card(title)).to_be_visible()
    choose(visitor, "De leerlingen op de foto")
    expect(visitor.card(title)).to_have_count(0)
    expect(visitor.heading("Mag op Website")).to_be_visible()


def choose(visitor: Visitor, answer: str, *, exact: bool = False) -> None:
    """Tick an answer and wait until it is saved."""
    with visitor.page.expect_response(re.compile("/tekst/")):
        visitor.page.locator("#tekst").get_by_label(answer, exact=exact).check()
    visitor.at_rest()
