"""The protocol is handed out: a mail, a link in it, a confirmation, a receipt, and the list that knows."""

from __future__ import annotations

from datetime import date, timedelta

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.browser.screens import Camera
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_from_the_mail_to_the_receipt(visitor: Visitor, camera: Camera) -> None:
    page = visitor.page
    visitor.sign_in_as("Maarten van Loon")
    visitor.open("/protocol/uitreiken/")
    page.get_by_label("Aan wie").select_option("Medewerkers")
    page.get_by_label("Bevestigen vóór").fill((date.today() + timedelta(days=10)).isoformat())  # noqa: DTZ011
    visitor.button("Reik uit").click()
    visitor.sees("per mail gevraagd")

    visitor.sign_in_as("Pieter de Wit")
    visitor.link("Lees hun e-mail").click()
    mail = page.locator("details", has_text="pieter.de.wit@")
    mail.locator("summary").click()
    mail.get_by_role("link").click()
    visitor.button("Ja, ik heb het ontvangen").click()
    expect(visitor.heading("U hebt het protocol ontvangen")).to_be_visible()
    with page.expect_download() as download:
        visitor.link("Download (pdf)").click()
    receipt = pypdfium2.PdfDocument(download.value.path())
    assert "Pieter de Wit" in receipt[0].get_textpage().get_text_range()

    visitor.sign_in_as("Maarten van Loon")
    visitor.open("/protocol/uitreiken/")
    camera.take(page, "handout")
    visitor.open("/protocol/uitreiken/medewerkers/")
    camera.take(page, "handout-list")
    expect(page.get_by_role("row", name="Pieter de Wit")).to_contain_text("In Deelwijs bevestigd")
    page.get_by_label("Joris Prins").check()
    visitor.button("Leg vast voor wie is aangevinkt").click()
    expect(page.get_by_role("row", name="Joris Prins")).to_contain_text("Op papier gekregen")
    assert visitor.complaints == []
