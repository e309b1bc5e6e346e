"""Every page that a person can reach by its links is usable by everyone, on a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.urls import resolve
from playwright.sync_api import Browser, expect

from tests.browser import pictures
from tests.browser.conftest import PATIENCE, Arrive
from tests.browser.product import Product
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

RUN_AXE = "options => axe.run(document, {resultTypes: ['violations'], ...options})"
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SMALLEST = {"runOnly": {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
SMALLEST_TARGET = 24
# Files to keep, and the addresses that only the demo has.
NO_PAGE = re.compile(r"\.(jpg|png|pdf|xml|zip|css|csv|xlsx|json|jsonld|txt)$|^/demo/")

# WCAG 2.5.8: a link inside a sentence may be smaller; a box is as large as the label it belongs to.
SMALL_TARGETS = """least => {
  const inline = one => getComputedStyle(one).display === 'inline';
  const inSentence = one => one.matches('p a, li a, dd a, th a') && inline(one);
  const drawn = one => one.checkVisibility() && getComputedStyle(one).opacity !== '0';
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter(one => drawn(one) && !one.classList.contains('skip') && !inSentence(one))
    .map(one => [one, one.querySelector('.face-hit') || one.closest('label') || one])
    .map(([one, target]) => [one, target.getBoundingClientRect()])
    .filter(([, box]) => Math.round(box.width) < least || Math.round(box.height) < least)
    .map(([one, box]) => `${one.outerHTML.slice(0, 80)} ${box.width}x${box.height}`);
}"""
WIDER_THAN_THE_WINDOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The links on a photo are SVG, whose href is no text.
LINKS = """() => [...document.querySelectorAll('a[href]')]
  .map(one => new URL(one.getAttribute('href'), location.href).href)"""

DEMO = "/demo/"  # what is there only exists in the demo, which these tests themselves are not

# What must be among the pages that were seen, or the crawl has lost its way.
STAFF = {
    "publications:desk",
    "publications:editor",
    "publications:placement",
    "publications:takedowns",
    "consents:overview",
    "consents:mine",
    "people:people",
    "people:person",
    "people:import",
    "protocols:protocol",
    "protocols:article",
}
LEDGER = {"accountability:ledger", "accountability:mailboxes", "accountability:case"}
FAMILY = {
    "consents:mine",
    "consents:receipts",
    "consents:receipt",
    "consents:all",
    "consents:question",
    "consents:stop",
    "protocols:protocol",
}
PUBLIC = {"news:index", "news:article"}
LEADERSHIP = {
    "protocols:handout",
    "protocols:handout_audience",
    "protocols:served",
    "protocols:draft",
    "protocols:draft_article",
    "protocols:draft_settings",
    "protocols:draft_new_article",
    "protocols:draft_differences",
    "protocols:draft_check",
    "protocols:draft_adopt",
    "protocols:draft_document",
}


@pytest.fixture(scope="module")
def told(product: Product, browser: Browser) -> Iterator[None]:
    """Something of everything: a draft with a photo, a post that is online and one that is gone."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE)
    visitor = Visitor(page, product)
    visitor.sign_in_as("Noor van Dijk")
    for title in ("Een bericht dat blijft", "Een bericht dat weggaat"):
        visitor.begin(title, "De nieuwe fietsenstalling is klaar.", ["Website", "Instagram"])
        visitor.place()
    visitor.open("/publiceren/")
    row = page.locator("section", has=visitor.heading("Staat online")).locator("li")
    row.filter(has_text="Een bericht dat weggaat").get_by_role("link").click()
    visitor.button("Haal dit weg").click()
    visitor.until_done()
    visitor.begin("Klas 3C", "Daan Pinas had het schoonste water.", ["Website", "Instagram"])
    visitor.upload(pictures.WALL)
    visitor.choose_face(4)
    visitor.name_face("Lotte Hendriks")
    change_the_protocol(visitor)
    yield
    page.close()


def change_the_protocol(visitor: Visitor) -> None:
    """A working version in which an age is another one, so that there is something to see."""
    visitor.sign_in_as("Maarten van Loon")
    visitor.open("/protocol/werkversie/")
    visitor.button("Begin een werkversie").click()
    visitor.open("/protocol/werkversie/instellingen/")
    card = visitor.page.locator("#leeftijd_groepsapp")
    card.get_by_role("spinbutton").fill("15")
    card.get_by_role("button", name="Bewaar").click()
    visitor.sees("Bewaard in de werkversie")


@pytest.fixture(scope="module")
def checked() -> set[object]:
    """What was checked already: staff share their pages, and families theirs."""
    return set()


@pytest.mark.parametrize(
    ("person", "start", "expected"),
    [
        ("Noor van Dijk", "/", STAFF),
        ("Wietske Ypma", "/", {"consents:overview", "consents:mine", *LEDGER}),
        ("Maarten van Loon", "/", LEADERSHIP),
        ("Karim Bakkali", "/", FAMILY),
        ("Sofia Lindqvist", "/", {"consents:mine", "consents:stop", "protocols:article"}),
        ("", "/nieuws/kompas/", PUBLIC),
    ],
    ids=["communications", "privacy", "leadership", "guardian", "pupil", "public"],
)
def test_every_page(
    told: None, checked: set[object], arrive: Arrive, person: str, start: str, expected: set[str]
) -> None:
    visitor = arrive()
    if person:
        visitor.sign_in_as(person)
    seen = crawl(visitor, start, checked)
    assert expected <= seen, expected - seen


def crawl(visitor: Visitor, start: str, checked: set[object]) -> set[str]:
    """Follow the links of the product and check one page of each kind."""
    waiting, seen = [visitor.product.address + start], set()
    while waiting:
        address = waiting.pop(0)
        if NO_PAGE.search(urlsplit(address).path):
            continue
        kind = kind_of(address)
        if kind in seen:
            continue
        seen.add(kind)
        visitor.open(address)
        landed = kind_of(visitor.page.url)
        look = (landed, visitor.page.locator(".staff, .family, .plain").first.get_attribute("class"))
        seen.add(landed)
        if look not in checked:
            check(visitor)
            checked.add(look)
        waiting += [one for one in visitor.page.evaluate(LINKS) if one.startswith(visitor.product.address)]
    return {name for name, _ in seen}


def kind_of(address: str) -> tuple[str, tuple[str, ...]]:
    """The view behind an address, and which questions it is asked."""
    parts = urlsplit(address)
    if parts.path.startswith("/demo/"):  # these exist in the product alone, not in the settings of the tests
        return parts.path, ()
    asked = sorted(pair.partition("=")[0] for pair in parts.query.split("&") if pair)
    name = "demo" if parts.path.startswith(DEMO) else resolve(parts.path).view_name
    return name, tuple(asked)


def check(visitor: Visitor) -> None:
    """Nothing refused, nothing cut off, nothing too small, nothing that axe objects to."""
    page = visitor.page
    assert visitor.complaints == [], page.url
    page.evaluate(AXE_SCRIPT)
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(WIDER_THAN_THE_WINDOW) <= 0, f"{page.url} scrolls sideways at {width}"
        assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET) == [], f"{page.url} at {width}"
        axe(visitor, SMALLEST if width == 320 else AXE_RULES, f"at {width}")
    page.emulate_media(color_scheme="dark")
    axe(visitor, CONTRAST, "in the dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})


def axe(visitor: Visitor, rules: dict[str, object], where: str) -> None:
    """Run axe-core on the page as it stands."""
    results = AxeResults(visitor.page.evaluate(RUN_AXE, rules))
    assert results.violations_count == 0, f"{visitor.page.url} {where}\n{results.generate_report()}"


@pytest.mark.parametrize(
    ("person", "path", "status", "heading"),
    [
        ("", "/bestaat-niet/", 404, "Deze pagina bestaat niet"),
        ("", "/inloggen/", 200, "Inloggen"),
        ("Karim Bakkali", "/publiceren/", 403, "Deze pagina is niet voor u"),
    ],
)
def test_pages_without_a_link(arrive: Arrive, person: str, path: str, status: int, heading: str) -> None:
    visitor = arrive()
    if person:
        visitor.sign_in_as(person)
    answer = visitor.page.goto(visitor.product.address + path)
    assert answer
    assert answer.status == status
    expect(visitor.heading(heading)).to_be_visible()
    visitor.complaints[:] = [one for one in visitor.complaints if f"status of {status}" not in one]
    check(visitor)


def test_recording_by_hand_and_the_board(arrive: Arrive) -> None:
    """What only the leadership and the board see; the rest of their pages others see as well."""
    visitor = arrive()
    visitor.sign_in_as("Maarten van Loon")
    visitor.open("/mensen/?q=puck")
    visitor.link("Puck Lamers").click()
    expect(visitor.heading("2 brieven voor thuis")).to_be_visible()
    visitor.sees("Geheim adres.")
    check(visitor)
    visitor.link("Gezag").click()
    expect(visitor.heading("Wie heeft gezag over Puck Lamers?")).to_be_visible()
    check(visitor)
    visitor.sign_in_as("Hassan Boukhari")
    expect(visitor.heading("Onze scholen")).to_be_visible()
    check(visitor)


def test_a_form_that_is_too_old_says_what_to_do(visitor: Visitor) -> None:
    visitor.open("/inloggen/")
    visitor.page.context.clear_cookies()
    visitor.button(re.compile("Noor")).click()
    expect(visitor.heading("De pagina stond te lang open")).to_be_visible()
    visitor.complaints[:] = [one for one in visitor.complaints if "status of 403" not in one]
    check(visitor)
