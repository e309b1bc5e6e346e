"""The editor loses nothing, whatever somebody clicks."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import pictures
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

TYPED = "Wij zagen vandaag hoe water schoon wordt."


def test_what_was_just_typed_survives_a_click(visitor: Visitor) -> None:
    visitor.sign_in_as("Noor van Dijk")
    visitor.begin("Waterlab", "Concept.", ["Website", "Instagram"])
    visitor.upload(pictures.GUEST)
    text = visitor.page.get_by_label("Tekst", exact=True)
    text.fill(TYPED)
    visitor.page.locator("#oordeel .channels").get_by_role("link", name="Instagram").click()
    expect(visitor.page.locator("#oordeel .channels .current")).to_contain_text("Instagram")
    expect(text).to_have_value(TYPED)
    text.fill(TYPED * 2)
    visitor.choose_face(1)
    expect(text).to_have_value(TYPED * 2)
    text.fill(TYPED * 3)
    visitor.button("Bedek overal").click()
    visitor.sees("is bedekt")
    expect(text).to_have_value(TYPED * 3)
    visitor.page.reload()
    expect(text).to_have_value(TYPED * 3)
    assert visitor.complaints == []


def test_a_face_that_was_missed_is_drawn_by_hand(visitor: Visitor) -> None:
    visitor.sign_in_as("Noor van Dijk")
    visitor.begin("Waterlab", "Concept.", ["Website"])
    visitor.upload(pictures.WALL)
    expect(visitor.faces).to_have_count(6)
    visitor.link("Gezicht toevoegen").click()
    visitor.sees(re.compile("Sleep met de muis"))
    photo = visitor.page.locator(".photo svg").bounding_box()
    assert photo
    visitor.page.mouse.move(photo["x"] + 20, photo["y"] + 20)
    visitor.page.mouse.down()
    visitor.page.mouse.move(photo["x"] + 90, photo["y"] + 110, steps=4)
    visitor.page.mouse.up()
    expect(visitor.heading(re.compile("wie is dit"))).to_be_visible()
    expect(visitor.faces).to_have_count(7)


def test_a_file_that_is_no_photo_is_named_and_refused(visitor: Visitor) -> None:
    visitor.sign_in_as("Noor van Dijk")
    visitor.begin("Waterlab", "Concept.", ["Website"])
    broken = {"name": "klas.jpg", "mimeType": "image/jpeg", "buffer": b"geen foto"}
    visitor.page.locator("input[type=file]").set_input_files(broken)
    expect(visitor.page.locator("#foto .note")).to_contain_text("klas.jpg", timeout=60_000)
    visitor.button("Begrepen").click()
    expect(visitor.page.locator("#foto .note")).to_have_count(0)
