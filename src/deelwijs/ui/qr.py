"""A QR code as one outline, for a page that allows no script and no picture from elsewhere. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4  # the white border that scanners need, in squares


@dataclass(frozen=True, slots=True)
class Drawing:
    """The dark squares as an SVG path, and the side of the whole in squares, the white border included."""

    path: str
    side: int


def draw(text: str) -> Drawing:
    """The QR code of a text.

    Raises:
        ValueError: when the text is too long for a QR code (about 2300 signs).
    """
    code = QRCode(border=QUIET, error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    code.make()
    rows = code.get_matrix()
    runs = (run for y, row in enumerate(rows) for run in _runs(row, y))
    return Drawing("".join(f"M{x} {y}h{width}v1h-{width}z" for x, y, width in runs), len(rows))


def _runs(row: list[bool], y: int) -> list[tuple[int, int, int]]:
    """The dark squares of a row that stand side by side: place, row and number."""
    runs, start = [], None
    for x, dark in enumerate([*row, False]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            runs.append((start, y, x - start))
            start = None
    return runs
