"""The main path with scripts off: slower, but nothing is missing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import pictures
from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_the_path_without_script(arrive: Arrive) -> None:
    visitor = arrive(java_script_enabled=False)
    visitor.sign_in_as("Noor van Dijk")
    visitor.open("/publiceren/")
    visitor.button("Nieuw bericht").click()
    write(visitor)
    upload_and_tag(visitor)
    solve(visitor)
    visitor.button("Plaats op Website").click()
    visitor.sees("Staat online")  # the page looks again by itself
    article = visitor.page.locator(".page-head a").get_attribute("href") or ""
    assert visitor.product.get(article).status_code == 200
    visitor.sign_in_as("Sofia Lindqvist")
    visitor.open("/toestemming/")
    website = visitor.page.locator("li", has_text="Website").first
    website.get_by_role("link", name="Stop").click()
    visitor.button("Ja, stop met Website").click()
    visitor.sees("Nee")
    assert visitor.product.get(article).status_code == 410


def write(visitor: Visitor) -> None:
    visitor.page.get_by_label("Titel van het bericht").fill("De gastspreker van 5H")
    visitor.page.get_by_label("Tekst", exact=True).fill("Abena Osei zat op de eerste rij.")
    visitor.page.locator("#tekst").get_by_role("button", name="Bewaar").click()
    expect(visitor.heading("De gastspreker van 5H")).to_be_visible()
    channels = visitor.page.get_by_role("group", name="Waar komt dit bericht?")
    channels.get_by_label("Website").check()
    visitor.button("Kies deze kanalen").click()
    expect(channels.get_by_label("Website")).to_be_checked()


def upload_and_tag(visitor: Visitor) -> None:
    visitor.page.locator("input[type=file]").set_input_files(pictures.GUEST)
    visitor.button("Laad de foto’s").click()
    expect(visitor.faces.first).to_be_visible(timeout=60_000)
    visitor.refuse_doubtful_faces()
    visitor.choose_face(1)
    box = visitor.page.get_by_label("Typ een naam of klas")
    box.fill("Sofia")
    box.press("Enter")
    visitor.page.locator("#gevonden").get_by_role("button", name=re.compile("Sofia Lindqvist")).click()
    expect(visitor.page.get_by_role("row", name=re.compile("Sofia Lindqvist"))).to_be_visible()


def solve(visitor: Visitor) -> None:
    visitor.take_way_out("Naam in de tekst", "Maak er ‘Een leerling’ van")
    visitor.page.get_by_label("Wat is er te zien op foto").fill("Een portret van een gast")
    visitor.button("Bewaar de beschrijving").click()
    expect(visitor.card("Beschrijf de foto")).to_have_count(0)
    visitor.take_way_out("Staat iedereen aangewezen?", "Ja, iedereen is aangewezen")
    expect(visitor.heading("Mag op Website")).to_be_visible()
