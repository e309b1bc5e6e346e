"""The main path of the product, in a browser, as the people of a school walk it."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import expect

from deelwijs.core.geometry import Box
from deelwijs.vision.metadata import find_metadata
from tests.browser import export, pictures
from tests.browser.screens import Camera
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

TITLE = "Excursie 3C naar het Waterlab"
TEXT = (
    "Vandaag waren wij met klas 3C in het Waterlab. We maakten zelf een waterfilter van zand. "
    "Daan Pinas had het schoonste water van de dag."
)
ON_THE_WALL = ("Sami Bakkali", "Jade Vermeer", "Bram de Jong", "Lotte Hendriks", "Imani Owusu")
NEWS, FEED = "/nieuws/kompas/", "/nieuws/kompas/atom.xml"
ATOM = "{http://www.w3.org/2005/Atom}"
ALIKE, COVERED = 6.0, 30.0  # what saving a JPEG again does to a face; what a cover does


def test_the_path(visitor: Visitor, camera: Camera, tmp_path: Path) -> None:
    visitor.open("/inloggen/")
    camera.take(visitor.page, "sign-in")
    visitor.sign_in_as("Noor van Dijk")
    import_people(visitor, camera, tmp_path)
    see_who_may_be_seen(visitor, camera)
    boxes = write_and_tag(visitor, camera)
    solve(visitor, camera, tmp_path)
    place(visitor, camera)
    article, files = look_at_the_news(visitor, camera)
    compare(visitor, files[0], boxes)
    withdraw(visitor, camera)
    everything_is_gone(visitor, camera, article, files)
    the_desk_sees_why(visitor, camera, files)
    assert visitor.complaints == [GONE], "the browser refused something"


def test_a_larger_export_is_counted_before_it_is_read_in(
    visitor: Visitor, shared: Path, tmp_path: Path
) -> None:
    source = shared / "data" / "imports" / "synthetic_small"
    expected = json.loads((source / "expected.json").read_text(encoding="utf-8"))
    visitor.sign_in_as("Noor van Dijk")
    visitor.open("/mensen/inlezen/")
    file = export.zipped(source / "oneroster_1.2", tmp_path)
    visitor.page.locator("input[type=file]").set_input_files(file)
    visitor.button("Bekijk het bestand").click()
    expect(visitor.heading("Dit gaat er veranderen")).to_be_visible()
    assert stats(visitor)[:3] == [expected["pupils_active"], expected["guardians"], expected["staff"]]
    visitor.button("Stop, lees niets in").click()
    visitor.sees("Er is niets opgeslagen")


# What a browser says of the page that is gone, and of nothing else.
GONE = "Failed to load resource: the server responded with a status of 410 (Gone)"


def import_people(visitor: Visitor, camera: Camera, folder: Path) -> None:
    """Step 2: a file from the school's administration, next to who is there already."""
    visitor.link("Mensen").first.click()
    before = pupils(visitor)
    visitor.link("Lees mensen in").click()
    camera.take(visitor.page, "import")
    visitor.page.locator("input[type=file]").set_input_files(export.export(folder, date.today()))  # noqa: DTZ011
    visitor.button("Bekijk het bestand").click()
    expect(visitor.heading("Dit gaat er veranderen")).to_be_visible()
    assert stats(visitor)[:4] == [export.PUPILS, export.GUARDIANS, export.EMPLOYEES, export.CLASSES]
    camera.take(visitor.page, "import-preview")
    visitor.button("Lees dit in").click()
    expect(visitor.heading("De mensen zijn ingelezen")).to_be_visible()
    assert stats(visitor)[0] == export.PUPILS + export.GUARDIANS + export.EMPLOYEES
    assert stats(visitor)[2] == 0, "the people of the demo school stay"
    visitor.link("Bekijk de mensen").click()
    assert pupils(visitor) == before + export.PUPILS
    visitor.page.get_by_label("Klas", exact=True).select_option("4V")
    visitor.button("Zoek").click()
    visitor.sees(f"{export.PUPILS + export.EMPLOYEES} mensen")
    camera.take(visitor.page, "people")
    visitor.link("Hessel Wiarda").click()
    visitor.sees("Baukje Wiarda")
    camera.take(visitor.page, "person")


def stats(visitor: Visitor) -> list[int]:
    """The large figures of the page."""
    return [int(figure) for figure in visitor.page.locator(".stat b").all_inner_texts()]


def pupils(visitor: Visitor) -> int:
    return stats(visitor)[0]


def see_who_may_be_seen(visitor: Visitor, camera: Camera) -> None:
    """Step 3: per person, purpose and channel; the age says who decides."""
    visitor.link("Toestemming").first.click()
    visitor.page.get_by_label("Klas of groep").select_option("3C")
    visitor.button("Toon").click()
    lotte = visitor.page.get_by_role("row", name=re.compile("Lotte Hendriks"))
    assert [mark.inner_text() for mark in lotte.locator("td .mark").all()] == [
        "Mag",
        "Bedek of laat weg",
        "Mag",
    ]
    camera.take(visitor.page, "consents")


def write_and_tag(visitor: Visitor, camera: Camera) -> list[Box]:
    """Step 4: words, a photo, and who is on it. Where the faces are, for the comparison."""
    visitor.begin(TITLE, TEXT, ["Website", "Instagram", "Nieuwsbrief"])
    visitor.upload(pictures.WALL)
    expect(visitor.faces).to_have_count(6)
    boxes = visitor.face_boxes()
    expect(visitor.card("Wie zijn dit?")).to_be_visible()
    visitor.choose_face(6)
    visitor.button("Iemand van buiten de school").click()
    visitor.take_way_out("Hier staat iemand van buiten de school", "Bedek dit gezicht")
    visitor.choose_face(1)
    visitor.page.get_by_label("Typ een naam of klas").press_sequentially("3C")
    expect(visitor.page.locator("#gevonden li")).not_to_have_count(0)
    camera.take(visitor.page, "who-is-this")
    visitor.page.get_by_label("Typ een naam of klas").fill("")
    for name in ON_THE_WALL:  # after each name the next face is asked by itself
        visitor.name_face(name)
    return boxes


def solve(visitor: Visitor, camera: Camera, folder: Path) -> None:
    """Step 5: each finding with its article and its ways out, until nothing is left."""
    visitor.choose_channel("Instagram")
    expect(visitor.heading("Nog niet op Instagram")).to_be_visible()
    articles = {
        "Lotte Hendriks mag niet op Instagram": "A5",
        "Naam in de tekst": "A2",
        "Staat iedereen aangewezen?": "A5",
        "Beschrijf de foto": "Wet",
    }
    for title, article in articles.items():
        expect(visitor.card(title).locator(".plate-code")).to_contain_text(article)
        expect(visitor.card(title).locator(".button-filled")).to_have_count(1)
    expect(visitor.page.locator("button#plaats")).to_have_count(0)
    camera.take(visitor.page, "publish")
    visitor.take_way_out("Lotte Hendriks mag niet op Instagram", "Bedek dit gezicht")
    visitor.take_way_out("Naam in de tekst", "Maak er ‘Een leerling’ van")
    expect(visitor.page.get_by_label("Tekst", exact=True)).to_have_value(re.compile("Een leerling had het"))
    visitor.take_way_out("Staat iedereen aangewezen?", "Ja, iedereen is aangewezen")
    visitor.describe("Een prikbord met zes portretten van klas 3C")
    add_the_other_formats(visitor, camera, folder)
    expect(visitor.heading("Mag op Instagram")).to_be_visible()
    camera.take(visitor.page, "publish-ready")


def add_the_other_formats(visitor: Visitor, camera: Camera, folder: Path) -> None:
    """PNG, WebP and HEIC; and a question to who has not answered yet."""
    more = [pictures.as_png(pictures.GUEST, folder)]
    more += [pictures.landscape(folder, kind) for kind in ("webp", "heic")]
    visitor.upload(*more)
    expect(visitor.heading(re.compile("^Bijna klaar|^Nog niet"))).to_be_visible()
    visitor.refuse_doubtful_faces()
    visitor.show_photo(2)
    expect(visitor.faces).to_have_count(1)
    visitor.choose_face(1)
    visitor.name_face("Mohammed el Idrissi")
    title = "Mohammed el Idrissi mag nog niet op Instagram en Nieuwsbrief"
    visitor.card(title).get_by_role("button", name="Vraag toestemming").click()
    visitor.sees("De vraag staat klaar")
    expect(visitor.card(title)).to_be_visible()
    visitor.take_way_out(title, "Bedek dit gezicht")
    for number, words in ((2, "Een portret"), (3, "Een huis in het gras"), (4, "Een huis in het gras")):
        visitor.show_photo(number)
        visitor.describe(words)
    visitor.take_way_out("Staat iedereen aangewezen?", "Ja, iedereen is aangewezen")
    visitor.show_photo(1)
    visitor.choose_channel("Instagram")
    visitor.link("Zoals op Instagram").click()
    visitor.sees("Zo ziet iedereen de foto")
    camera.take(visitor.page, "as-on-instagram")
    visitor.link("Origineel").click()
    expect(visitor.faces).to_have_count(6)


def place(visitor: Visitor, camera: Camera) -> None:
    """Step 6: out it goes, by itself or by hand."""
    editor = visitor.page.url
    visitor.place()
    placement = visitor.page.url
    visitor.link(re.compile("^Website")).last.click()
    expect(visitor.page.locator("dl.facts")).to_contain_text("versie 1")
    camera.take(visitor.page, "placed")
    visitor.open(placement)
    visitor.link(re.compile("^Instagram")).last.click()
    visitor.sees("Zet het nu zelf op Instagram")
    camera.take(visitor.page, "place-by-hand")
    visitor.open(editor)
    assert "/geplaatst/" in visitor.page.url, "what is placed is not edited any more"


def look_at_the_news(visitor: Visitor, camera: Camera) -> tuple[str, list[str]]:
    """Anybody can read it; the feed has it."""
    visitor.open(NEWS)
    camera.take(visitor.page, "news")
    visitor.link(TITLE).click()
    visitor.sees("Een leerling had het schoonste water")
    camera.take(visitor.page, "news-article")
    article = visitor.page.url
    files = visitor.page.locator("article img").evaluate_all("all => all.map(one => one.src)")
    assert len(files) == 4
    (entry,) = [one for one in entries(visitor) if one.findtext(f"{ATOM}title") == TITLE]
    links = {link.get("rel", "alternate"): link.get("href") for link in entry.iter(f"{ATOM}link")}
    assert links["alternate"] == article
    return article, files


def entries(visitor: Visitor) -> list[ET.Element]:
    feed = visitor.product.get(FEED)
    assert feed.headers["content-type"].startswith("application/atom+xml")
    return ET.fromstring(feed.text).findall(f"{ATOM}entry")  # noqa: S314 (our own)


def compare(visitor: Visitor, address: str, boxes: list[Box]) -> None:
    """What is published holds no trace, and only the covered face differs."""
    original, published = pictures.WALL.read_bytes(), visitor.product.get(address).content
    assert find_metadata(original) != ()
    assert find_metadata(published) == ()
    changed = [pictures.difference(original, published, box) for box in boxes]
    assert len(changed) == 6
    assert max(changed[:5]) < ALIKE, changed
    assert changed[5] > COVERED, changed


def withdraw(visitor: Visitor, camera: Camera) -> None:
    """Step 7: a guardian changes his mind."""
    visitor.sign_in_as("Karim Bakkali")
    camera.take(visitor.page, "family")
    visitor.link(re.compile("^Beantwoord")).first.click()
    camera.take(visitor.page, "family-question")
    visitor.open("/toestemming/")
    sami = visitor.page.locator("section").filter(has=visitor.heading("Sami"))
    sami.locator("li", has_text="Website").first.get_by_role("link", name="Stop").click()
    camera.take(visitor.page, "family-stop")
    visitor.button("Ja, stop met Website").click()
    expect(visitor.heading(re.compile("^Toestemming voor"))).to_be_visible()
    camera.take(visitor.page, "family-stopped")


def everything_is_gone(visitor: Visitor, camera: Camera, article: str, files: list[str]) -> None:
    """At once: the page and each of its files."""
    assert [visitor.product.get(address).status_code for address in (article, *files)] == [410] * 5
    assert [one for one in entries(visitor) if one.findtext(f"{ATOM}title") == TITLE] == []
    visitor.open(article)
    expect(visitor.heading("Dit is weggehaald")).to_be_visible()
    camera.take(visitor.page, "gone")


def the_desk_sees_why(visitor: Visitor, camera: Camera, files: list[str]) -> None:
    """What happened, why, and the proof that it is gone."""
    visitor.sign_in_as("Noor van Dijk")
    visitor.link(re.compile("^Weghalen")).first.click()
    gone = visitor.page.get_by_role("row", name=re.compile(TITLE)).filter(has_text="Website")
    gone.get_by_role("link", name=re.compile("Waarom|Bekijk")).click()
    visitor.until_done()
    visitor.sees(re.compile("Sami Bakkali mag niet meer op Website"))
    looks = visitor.page.locator("table tbody tr").all_inner_texts()
    assert len(looks) == 1 + len(files)
    assert all("Bestaat niet meer" in look and "(410)" in look for look in looks)
    camera.take(visitor.page, "taken-down")
    visitor.open("/publiceren/weghalen/")
    camera.take(visitor.page, "takedowns")
    visitor.open("/publiceren/")
    camera.take(visitor.page, "desk")
