"""Somebody at a browser, and what they do: words of the screen, not of the code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from deelwijs.core.geometry import Box
from tests.browser.product import Product

DESK = "/publiceren/"


@dataclass
class Visitor:
    """One browser window. ``complaints`` gathers what the browser refused or could not find."""

    page: Page
    product: Product
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: object) -> None:
        if getattr(message, "type", "") == "error":
            self.complaints.append(getattr(message, "text", ""))

    # --- Getting around ---------------------------------------------------------------------------
    def open(self, path: str) -> None:
        """Go to an address of the product."""
        self.page.goto(path if path.startswith("http") else self.product.address + path)

    def sign_in_as(self, name: str) -> None:
        """One click on a demo person, from whoever was here before."""
        self.page.context.clear_cookies()
        self.open("/inloggen/")
        self.button(re.compile(name)).click()
        expect(self.page.get_by_role("button", name="Log uit").first).to_be_attached()

    def button(self, name: str | re.Pattern[str]) -> Locator:
        """A button by its words."""
        return self.page.get_by_role("button", name=name)

    def link(self, name: str | re.Pattern[str]) -> Locator:
        """A link by its words."""
        return self.page.get_by_role("link", name=name)

    def heading(self, name: str | re.Pattern[str]) -> Locator:
        """A heading by its words."""
        return self.page.get_by_role("heading", name=name)

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Wait until a text is on the screen."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    # --- Writing a post -----------------------------------------------------------------------------
    def begin(self, title: str, text: str, channels: Sequence[str]) -> str:
        """A new post, saved while typing; the address of its editor."""
        self.open(DESK)
        self.button("Nieuw bericht").click()
        self.page.wait_for_url(re.compile(r"/publiceren/[0-9a-f-]{36}/"))
        address = self.page.url
        for channel in channels:
            self.choose_to_place_on(channel)
        self.type_words(title, text)
        return address

    def choose_to_place_on(self, channel: str) -> None:
        """Tick a channel, unless it is ticked already."""
        box = self.page.get_by_role("group", name="Waar komt dit bericht?").get_by_label(channel)
        if not box.is_checked():
            with self.page.expect_response(re.compile("/kanalen/")):
                box.check()
            self.at_rest()
            expect(box).to_be_checked()

    def type_words(self, title: str, text: str) -> None:
        """Fill the two boxes and wait until they are saved."""
        self.page.get_by_label("Titel van het bericht").fill(title)
        with self.page.expect_response(re.compile("/tekst/")):
            self.page.get_by_label("Tekst", exact=True).fill(text)
            self.page.get_by_label("Tekst", exact=True).press("Tab")
        self.at_rest()

    def at_rest(self) -> None:
        """Wait until the page has nothing under way."""
        expect(self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)

    def upload(self, *photos: Path) -> None:
        """Choose photos and wait until each of them was looked at."""
        ready = self._ready_photos()
        with self.page.expect_response(re.compile("/fotos/$")):
            self.page.locator("input[type=file]").set_input_files(photos)
        total = ready + len(photos)
        expect(self.page.locator("#foto")).to_contain_text(f"van {total}", timeout=60_000)
        expect(self.page.get_by_text("We zoeken de gezichten")).to_have_count(0, timeout=60_000)

    def _ready_photos(self) -> int:
        found = re.search(r"Foto \d+ van (\d+)", self.page.locator("#foto").inner_text())
        return int(found[1]) if found else 0

    def show_photo(self, number: int) -> None:
        """Put another photo in front."""
        while not self.page.get_by_text(f"Foto {number} van").count():
            here = int(re.search(r"Foto (\d+)", self.page.locator("#foto").inner_text())[1])  # type: ignore[index]
            self.link("Volgende" if here < number else "Vorige").click()
            expect(self.page.get_by_text(f"Foto {here} van")).to_have_count(0)

    @property
    def faces(self) -> Locator:
        """The faces on the photo, in reading order."""
        return self.page.locator(".photo a.face")

    def face_boxes(self) -> list[Box]:
        """Where the faces are, in pixels of the photo."""
        found = self.faces.locator("rect.face-box").evaluate_all(
            "all => all.map(one => ['x', 'y', 'width', 'height'].map(name => +one.getAttribute(name)))"
        )
        return [Box(*(round(number) for number in box)) for box in found]

    def choose_face(self, place: int) -> None:
        """Click the face at a place, from 1 in reading order; the question who it is opens."""
        face = self.faces.nth(place - 1)
        number = (face.get_attribute("aria-label") or "").partition(":")[0]
        face.locator(".face-hit").click()
        expect(self.heading(f"{number}: wie is dit?")).to_be_visible()

    def name_face(self, name: str) -> None:
        """Type the start of a name into the open question and click the person."""
        box = self.page.get_by_label("Typ een naam of klas")
        box.press_sequentially(name[:5])
        asked = self.page.locator("#wie-kop").inner_text()
        self.page.locator("#gevonden").get_by_role("button", name=re.compile(re.escape(name))).click()
        expect(self.heading(asked)).to_have_count(0)

    def card(self, title: str) -> Locator:
        """A finding by its title."""
        return self.page.locator("#oordeel .finding").filter(
            has=self.page.get_by_role("heading", name=title, exact=True)
        )

    def take_way_out(self, title: str, way: str) -> None:
        """Click a button of a finding and wait until the finding is gone."""
        self.card(title).first.get_by_role("button", name=way, exact=True).click()
        expect(self.card(title)).to_have_count(0)

    def refuse_doubtful_faces(self) -> None:
        """Say of everything that was only perhaps a face that it is none."""
        asked = self.card("Is dit een gezicht?")
        while total := asked.count():
            asked.first.get_by_role("button", name="Nee, geen gezicht").click()
            expect(asked).to_have_count(total - 1)

    def describe(self, words: str) -> None:
        """Say what is on the photo in front."""
        box = self.page.get_by_label("Wat is er te zien op foto")
        with self.page.expect_response(re.compile("beschrijving")):
            box.fill(words)
            box.press("Tab")
        self.at_rest()

    def choose_channel(self, name: str) -> None:
        """Look at the verdict of one channel."""
        self.page.locator("#oordeel .channels").get_by_role("link", name=name).click()
        expect(self.page.locator("#oordeel .channels .current")).to_contain_text(name)

    def place(self) -> None:
        """Put the post on its channels and wait until the worker has done its part."""
        self.page.locator("button#plaats").click()
        self.page.wait_for_url(re.compile("/geplaatst/"))
        self.until_done()

    def until_done(self) -> None:
        """Wait until the page of a placement no longer looks again by itself."""
        expect(self.page.locator("#plaatsing[hx-trigger]")).to_have_count(0, timeout=30_000)
