"""Pictures of the screen for README and handbook, made where the tests pass by."""

from __future__ import annotations

import io
import os
import re
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "handbook" / "images"
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs" / "handbook").glob("*.md")))
SHOWN = re.compile(r"images/([a-z0-9-]+\.png)\)")
WIDTHS = (1280, 390)
LOWEST = {1280: 800, 390: 844}
MOST_BYTES = 300_000
# Pictures further down wait for somebody to scroll; here nobody does.
ALL_PICTURES = """() => Promise.all([...document.images].map(one => {
  one.loading = 'eager';
  return one.decode().catch(() => null);
}))"""


@dataclass(frozen=True, slots=True)
class Camera:
    """Takes the pictures that README and handbook show; into them only where that was asked for."""

    folder: Path
    wanted: frozenset[str]

    @classmethod
    def ready(cls, elsewhere: Path) -> Camera:
        """The camera that the environment asks for."""
        shown = [SHOWN.findall(page.read_text(encoding="utf-8")) for page in DOCUMENTS]
        folder = IMAGES if os.environ.get("DEELWIJS_SCREENSHOTS") == "1" else elsewhere
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder, frozenset(name for names in shown for name in names))

    def take(self, page: Page, name: str) -> None:
        """Write ``<name>-<width>.png`` where a document shows it; the page is left at the width it had."""
        before = page.viewport_size
        for width in WIDTHS:
            file = f"{name}-{width}.png"
            if file in self.wanted:
                data = _whole(page, width)
                (self.folder / file).write_bytes(_small(data) if self.folder == IMAGES else data)
        if before:
            page.set_viewport_size(before)


def _whole(page: Page, width: int) -> bytes:
    """The page in a window as high as the page: what sticks to the edge then stands where it belongs."""
    page.mouse.move(0, 0)
    page.set_viewport_size({"width": width, "height": LOWEST[width]})
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(height, LOWEST[width])})
    page.evaluate("window.scrollTo(0, 0)")
    page.evaluate(ALL_PICTURES)
    # The caret is left alone: hiding it takes an inline style, which the page's policy rightly refuses.
    return page.screenshot(animations="allow", caret="initial")


def _small(data: bytes) -> bytes:
    """The picture in few colours: plain areas do not suffer, and the repository stays light."""
    for colours in (256, 128, 64):
        with Image.open(io.BytesIO(data)) as image:
            few = image.convert("RGB").quantize(colours, kmeans=3, dither=Image.Dither.NONE)
        out = io.BytesIO()
        few.save(out, "PNG", optimize=True)
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue()
