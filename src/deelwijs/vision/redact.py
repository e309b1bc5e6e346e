"""Cover a face so that nothing of it is left.

Blur and mosaic keep enough of a face to recognise it again (McPherson, Shokri and Shmatikov 2016,
arXiv 1609.00408), so a cover here is a drawing: every pixel under it is the same whoever was there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor, ImageDraw

from deelwijs.core.geometry import Box

GROWTH: Final = 1.35
"""A cover is this many times as wide and high as the face box: hair line, chin and ears go with it."""

_ROUNDNESS: Final = 2.8  # exponent of the superellipse: a full shape that holds the whole face box
_SOFT_EDGE: Final = 1.5  # pixels outside the mask over which the cover fades into the photo
_SMALLEST_EMBLEM: Final = 36  # pixels; below this a drawing is only noise

Emblem = Literal["compass", "plain"]


@dataclass(frozen=True, slots=True)
class CoverStyle:
    """How a school covers faces: two colours (any CSS hex colour) and a drawing.

    Raises:
        ValueError: a colour cannot be read.
    """

    colour: str = "#1f4e5f"
    accent: str = "#f2b84b"
    emblem: Emblem = "compass"

    def __post_init__(self) -> None:
        ImageColor.getrgb(self.colour)
        ImageColor.getrgb(self.accent)


def cover(image: Image.Image, boxes: Iterable[Box], style: CoverStyle) -> Image.Image:
    """A new RGB image in which each box, made ``GROWTH`` times as big, is covered.

    Boxes are in pixels of ``image`` and may stick out of it. Inside ``mask`` of a box the result does
    not depend on ``image``; only a thin edge outside it blends with the photo.
    """
    result = image.convert("RGB")  # convert() copies, also from RGB
    for box in boxes:
        area = _outer(box)
        if area.clipped(*image.size).area == 0:
            continue
        stamp, alpha = _stamp(area.width, area.height, style)
        result.paste(stamp, (area.x, area.y), alpha)
    return result


def mask(size: tuple[int, int], boxes: Iterable[Box]) -> NDArray[np.bool_]:
    """Which pixels of an image of ``size`` (width, height) the covers of ``boxes`` wholly replace."""
    covered = Image.new("L", size)
    for box in boxes:
        area = _outer(box)
        covered.paste(255, (area.x, area.y), Image.fromarray(_alpha(area.width, area.height)).point(_solid))
    return np.asarray(np.asarray(covered) == 255)


def _solid(alpha: int) -> int:
    return 255 if alpha == 255 else 0


def _outer(box: Box) -> Box:
    """The rectangle that is drawn: the grown box plus room for the soft edge."""
    width, height = max(1, box.width), max(1, box.height)
    margin = math.ceil(_SOFT_EDGE) + 1
    aside, above = (max(2, math.ceil(side * (GROWTH - 1) / 2)) + margin for side in (width, height))
    return Box(box.x - aside, box.y - above, width + 2 * aside, height + 2 * above)


def _alpha(width: int, height: int) -> NDArray[np.uint8]:
    """Opacity of the cover: 255 on the whole grown shape, fading to 0 outside it."""
    margin = math.ceil(_SOFT_EDGE) + 1
    x = np.abs(np.arange(width) + 0.5 - width / 2)[np.newaxis, :]
    y = np.abs(np.arange(height) + 0.5 - height / 2)[:, np.newaxis]
    across, down = width / 2 - margin, height / 2 - margin
    reach = ((x / across) ** _ROUNDNESS + (y / down) ** _ROUNDNESS) ** (1 / _ROUNDNESS)
    outside = np.hypot(x, y) * (1 - 1 / np.maximum(reach, 1))  # pixels beyond the shape
    return np.asarray(255 * np.clip(1 - outside / _SOFT_EDGE, 0, 1)).astype(np.uint8)


@lru_cache(maxsize=32)
def _stamp(width: int, height: int, style: CoverStyle) -> tuple[Image.Image, Image.Image]:
    """The drawing and its opacity. Cached: in a group photo many faces have the same size."""
    times = max(1, min(4, 2048 // max(width, height)))  # drawn larger, then reduced: smooth lines
    stamp = Image.new("RGB", (width * times, height * times), style.colour)
    if style.emblem == "compass" and min(width, height) >= _SMALLEST_EMBLEM:
        _draw_compass(stamp, ImageColor.getrgb(style.colour)[:3], ImageColor.getrgb(style.accent)[:3])
    stamp = stamp.resize((width, height), Image.Resampling.BOX)
    return stamp, Image.fromarray(_alpha(width, height))


def _draw_compass(stamp: Image.Image, colour: tuple[int, ...], accent: tuple[int, ...]) -> None:
    """A ring with a four-pointed star; each point has a light and a dark side."""
    draw = ImageDraw.Draw(stamp)
    centre_x, centre_y = stamp.width / 2, stamp.height / 2
    radius = min(stamp.size) * 0.33
    shade = tuple((2 * one + other) // 3 for one, other in zip(accent, colour, strict=True))
    ring = (centre_x - radius, centre_y - radius, centre_x + radius, centre_y + radius)
    draw.ellipse(ring, outline=accent, width=max(1, round(radius * 0.09)))
    for step in (1, 3, 5, 7, 0, 2, 4, 6):  # the long points lie over the short ones
        tip = radius * (0.78 if step % 2 == 0 else 0.42)
        angle = step * math.pi / 4
        point = (centre_x + tip * math.sin(angle), centre_y - tip * math.cos(angle))
        for side, fill in ((-1, accent), (1, shade)):
            beside = angle + side * math.pi / 4
            waist = radius * (0.2 if step % 2 == 0 else 0.16)
            shoulder = (centre_x + waist * math.sin(beside), centre_y - waist * math.cos(beside))
            draw.polygon([(centre_x, centre_y), point, shoulder], fill=fill)
