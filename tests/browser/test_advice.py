"""«Mag dit?» for everybody: with the keys alone, without script, and on paper."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

CLASSMATE = (
    "/mag-dit/kompas/?rol=leerling&verband_met_school=ja&handeling=publiceren&kanaal=prive_account"
    "&situatie=elders&opname_uit_les=nee&afgebeelden=leerling&herkenbaar=ja&toestemming=geen"
)
WANTED = {
    "Wie bent u?": "Leerling",
    "Heeft het met school te maken?": "Ja, het gaat over school",
    "Wat wil je doen?": "Iets plaatsen of doorplaatsen",
    "Waar doe je dit?": "Op een privéaccount",
    "Wie zijn te zien of te horen, behalve jijzelf?": "Leerlingen",
    "Zijn zij te herkennen?": "Ja",
    "Is er toestemming van wie erop staat?": "Alleen mondeling",
}
MOST_STOPS = 40


def test_the_keys_alone_lead_to_an_answer_without_script(arrive: Arrive) -> None:
    visitor = arrive(java_script_enabled=False, viewport={"width": 390, "height": 844})
    visitor.open("/mag-dit/kompas/")
    page = visitor.page
    for _ in range(8):
        if page.locator("form fieldset, form .field").count() == 0:
            break
        answer_with_the_keys(page)
    expect(visitor.heading("Dit mag niet.")).to_be_visible()
    link = page.get_by_role("link", name="Link naar dit antwoord")
    link.focus()
    page.keyboard.press("Enter")
    expect(visitor.heading("Dit mag niet.")).to_be_visible()
    assert "stap=" not in page.url
    assert visitor.complaints == []


def answer_with_the_keys(page: Page) -> None:
    """Tab into each question, move to the wanted answer, and send the screen with Enter."""
    page.locator("main").focus()
    for group in page.locator("form fieldset").all():
        question = (group.locator("legend").inner_text()).strip()
        wanted = WANTED.get(question, "Nee")
        first = group.locator("input").first
        tab_to(page, first.get_attribute("name") or "")
        radios = first.get_attribute("type") == "radio"
        for _ in range(group.locator("input").count()):
            if focused_label(page).startswith(wanted):
                break
            page.keyboard.press("ArrowDown" if radios else "Tab")
        page.keyboard.press("Space")
    here = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != here)


def focused_label(page: Page) -> str:
    return page.locator("label", has=page.locator("input:focus")).inner_text().strip()


def tab_to(page: Page, name: str) -> None:
    for _ in range(MOST_STOPS):
        if page.locator(f"input[name='{name}']:focus").count():
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keys never reach {name}")


def test_an_answer_on_paper(visitor: Visitor, tmp_path: Path) -> None:
    visitor.open(CLASSMATE)
    visitor.page.pdf(path=tmp_path / "answer.pdf", format="A4", prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(tmp_path / "answer.pdf")
    texts = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    assert len(texts) <= 2
    whole = " ".join(texts).replace(" ", "")
    assert f"{visitor.product.address}/mag-dit/kompas/artikel/A5/" in whole
    assert "afgebeelden=leerling" in whole  # the address of the answer itself
    assert "Wiebenje?Leerling" in whole  # what the answer rests on, though folded on screen
    for text in texts:
        assert "protocol versie 1, sinds" in text
        assert "nagekeken op" in text
    for gone in ("Stel een andere vraag", "Kopieer", "oefenschool"):
        assert gone.replace(" ", "") not in whole
