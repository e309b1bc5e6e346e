"""A passkey in a real browser, with a device that the browser makes up."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import check
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def house(visitor: Visitor) -> str:
    """The house by its name, in a browser on a device that can keep passkeys."""
    device = visitor.page.context.new_cdp_session(visitor.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return visitor.product.address.replace("127.0.0.1", "localhost")


def test_making_a_passkey_and_signing_in_with_it(visitor: Visitor, house: str) -> None:
    visitor.open(f"{house}/inloggen/")
    visitor.button("Pieter de Wit").click()
    visitor.open(f"{house}/mijn-account/passkey/")
    expect(visitor.page.get_by_label("Naam van deze passkey")).to_have_value("Chrome op Linux")
    check(visitor)
    visitor.page.get_by_label("Naam van deze passkey").fill("mijn laptop")
    visitor.button("Maak de passkey").click()
    visitor.button("Maak noodcodes").click()
    visitor.sees("Elke code werkt één keer")
    check(visitor)
    visitor.link("Ik heb ze bewaard").click()
    visitor.open(f"{house}/mijn-account/")
    visitor.sees("mijn laptop")
    check(visitor)
    visitor.button("Log uit").first.click()
    visitor.button("Log in met een passkey").click()
    visitor.page.wait_for_url(f"{house}/toestemming/")
    assert visitor.complaints == []


def test_a_device_without_a_passkey_says_so(visitor: Visitor, house: str) -> None:
    visitor.open(f"{house}/inloggen/")
    visitor.button("Log in met een passkey").click()
    visitor.sees("Er is geen passkey gekozen")
    assert visitor.complaints == []


def test_where_passkeys_cannot_work_another_way_is_named(visitor: Visitor) -> None:
    visitor.open("/inloggen/")
    visitor.button("Log in met een passkey").click()
    visitor.sees("Een passkey werkt niet op dit adres")
