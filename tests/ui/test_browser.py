"""What a reader meets: contrast, targets, reflow and keys, in a real browser with the real CSP."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

pytestmark = pytest.mark.browser

PAGES = ["/bouwstenen/", *(f"/pages/{name}/" for name in ("staff", "family", "question", "plain", "public"))]
SMALLEST_TARGET = 24

AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # a report of all that is in order takes time and is not read
}

# WCAG 2.5.8: a link inside a sentence may be smaller; a box is as large as the label it belongs to.
SMALL_TARGETS = """least => {
  const inSentence = one => one.matches('p a, li a, dd a') && getComputedStyle(one).display === 'inline';
  const drawn = one => one.checkVisibility() && getComputedStyle(one).opacity !== '0';
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter(one => drawn(one) && !one.classList.contains('skip') && !inSentence(one))
    .map(one => [one, (one.closest('label') || one).getBoundingClientRect()])
    .filter(([, box]) => box.width < least || box.height < least)
    .map(([one, box]) => `${one.outerHTML.slice(0, 80)} ${box.width}x${box.height}`);
}"""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(
    params=[(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark"), (320, "light")],
    ids=lambda mode: f"{mode[0]}-{mode[1]}",
)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, scheme = request.param
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    yield page
    page.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_usable_by_everyone(page: Page, address: str, path: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address + path)
    assert complaints == [], "the browser refused something"
    results = Axe().run(page, options=AXE_RULES)
    assert results.violations_count == 0, results.generate_report()
    width = page.viewport_size["width"]  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "scrolls sideways"
    assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET) == []


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


def test_every_stop_of_the_tab_key_is_visible(desk: Page, address: str) -> None:
    desk.goto(address + "/pages/question/")
    seen = set()
    for _ in range(12):
        desk.keyboard.press("Tab")
        marked = desk.evaluate(
            """() => { const one = document.activeElement; const box = one.closest('.choice') || one;
            const look = getComputedStyle(box);
            const name = one.outerHTML.slice(0, 60);
            return one === document.body ? null
              : [name, look.outlineStyle, parseFloat(look.outlineWidth), look.boxShadow]; }"""
        )
        if marked:
            name, style, width, halo = marked
            assert (style, width) == ("solid", 2), name
            assert "6px" in halo, name
            seen.add(name)
    assert len(seen) >= 8


def test_the_menu_works_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/pages/staff/")
    link = page.locator(".menu a", has_text="Publiceren")
    assert not link.is_visible()
    page.locator(".menu > summary").click()
    assert link.is_visible()
    context.close()


def test_files_can_be_chosen_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/bouwstenen/")
    assert page.locator(".dropzone input[type=file]").bounding_box()["height"] >= 44  # type: ignore[index]
    context.close()


def test_a_chosen_file_is_named(desk: Page, address: str) -> None:
    desk.goto(address + "/bouwstenen/")
    with desk.expect_file_chooser() as chooser:
        desk.get_by_text("Sleep foto’s hierheen").click()
    chooser.value.set_files({"name": "klas.jpg", "mimeType": "image/jpeg", "buffer": b"x"})
    assert desk.locator("[data-dropzone-words]").inner_text() == "klas.jpg"


def test_a_face_can_be_reached_and_read_on_a_phone(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(address + "/bouwstenen/")
    for face in page.locator("a.face").all():
        box = face.locator(".face-hit").bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 23.5
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('.face-narrow .face-word')]
          .map(word => word.getBoundingClientRect().height)"""
    )
    assert sizes
    assert min(sizes) >= 12
    assert not page.locator(".face-wide").first.is_visible()
    page.close()


def test_the_quick_look_of_paper_has_no_navigation(desk: Page, address: str) -> None:
    desk.emulate_media(media="print")
    desk.goto(address + "/pages/staff/")
    assert not desk.locator(".rail").is_visible()
    assert not desk.locator(".button").first.is_visible()
    assert desk.locator("h1").is_visible()


def test_a_toast_leaves_but_waits_for_who_is_reading(desk: Page, address: str) -> None:
    desk.clock.install()
    desk.goto(address + "/pages/staff/")
    desk.evaluate(
        """() => { const toast = document.createElement('div'); toast.className = 'toast';
        toast.dataset.toast = ''; toast.textContent = 'Gezicht bedekt';
        document.getElementById('toasts').append(toast);
        document.dispatchEvent(new CustomEvent('htmx:load', {detail: {elt: document}})); }"""
    )
    toast = desk.locator(".toast")
    toast.dispatch_event("pointerenter")
    desk.clock.run_for(20_000)
    assert toast.count() == 1
    toast.dispatch_event("pointerleave")
    desk.clock.run_for(8_001)
    assert toast.count() == 0


@pytest.mark.parametrize("path", PAGES)
def test_right_to_left_fits_a_phone(browser: Browser, address: str, path: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(address + path)
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
