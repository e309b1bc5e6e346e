from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.product import Product, running_product
from tests.browser.screens import Camera
from tests.browser.visitor import Visitor

PATIENCE = 15_000

expect.set_options(timeout=PATIENCE)


# Of this folder alone: the browser's tools keep the thread busy, and other tests use the database in it.
@pytest.fixture(scope="package")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Deelwijs with its demo school. Whatever it could not handle is in its log, and fails here."""
    with running_product(tmp_path_factory.mktemp("product")) as running:
        yield running
    assert "Traceback" not in running.log.read_text(encoding="utf-8"), running.last_words()


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def camera(tmp_path_factory: pytest.TempPathFactory) -> Camera:
    return Camera.ready(tmp_path_factory.mktemp("screens"))


Arrive = Callable[..., Visitor]


@pytest.fixture
def arrive(browser: Browser, product: Product) -> Iterator[Arrive]:
    """Opens windows: ``arrive()``, or with what Playwright's contexts take."""
    contexts = []

    def come(**options: object) -> Visitor:
        usual = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
        context = browser.new_context(**{**usual, **options})  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return Visitor(context.new_page(), product)

    yield come
    for context in contexts:
        context.close()


@pytest.fixture
def visitor(arrive: Arrive) -> Visitor:
    """A window on a desk."""
    return arrive()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure shows what the product wrote, and what was on the screen."""
    report = yield
    product, visitor = item.funcargs.get("product"), item.funcargs.get("visitor")
    if report.failed and isinstance(product, Product):
        report.sections.append(("log of deelwijs serve", product.last_words()))
        if call.when == "call" and isinstance(visitor, Visitor):
            picture = Path(product.log.parent) / f"{item.name}.png"
            visitor.page.screenshot(path=picture, full_page=True)
            report.sections.append(("screen", f"{visitor.page.url}\n{picture}"))
    return report
