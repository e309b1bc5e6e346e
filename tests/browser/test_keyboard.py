"""Who cannot use a mouse does everything with the keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import pictures
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

MOST_STOPS = 60
FOCUS = "() => document.activeElement.getAttribute('aria-label') || document.activeElement.id || ''"


def test_the_keys_reach_a_face_and_name_it(visitor: Visitor) -> None:
    visitor.sign_in_as("Noor van Dijk")
    visitor.begin("Portretten", "De nieuwe fotowand hangt.", ["Website"])
    visitor.upload(pictures.WALL)
    visitor.page.locator("body").focus()
    seen = [tab(visitor) for _ in range(MOST_STOPS)]
    faces = [name for name in seen if name.startswith("Gezicht ")]
    assert [name[:9] for name in faces[:6]] == [f"Gezicht {number}" for number in range(1, 7)]
    while not tab(visitor).startswith("Gezicht 2"):
        pass
    visitor.page.keyboard.press("Enter")
    expect(visitor.heading("Gezicht 2: wie is dit?")).to_be_visible()
    expect(visitor.page.get_by_label("Typ een naam of klas")).to_be_focused()
    visitor.page.keyboard.type("Jade")
    expect(visitor.page.locator("#gevonden button")).to_have_count(1)
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    row = visitor.page.get_by_role("row", name=re.compile("Jade Vermeer"))
    expect(row).to_be_visible()
    assert visitor.complaints == []


def tab(visitor: Visitor) -> str:
    """The next stop."""
    visitor.page.keyboard.press("Tab")
    return str(visitor.page.evaluate(FOCUS))


def test_escape_closes_the_menu(visitor: Visitor) -> None:
    visitor.sign_in_as("Noor van Dijk")
    visitor.page.set_viewport_size({"width": 390, "height": 800})
    visitor.page.get_by_text("Menu", exact=True).click()
    link = visitor.page.locator(".menu").get_by_role("link", name="Weghalen")
    expect(link).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(link).to_be_hidden()
