"""Pictures for the tests: drawn on the spot, or the demo's own."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pillow_heif
from PIL import Image, ImageDraw

from deelwijs.core.geometry import Box

PHOTOS = Path(__file__).resolve().parents[2] / "src" / "deelwijs" / "demo" / "photos"
WALL = PHOTOS / "fotowand.jpg"  # six portraits, GPS, EXIF and a thumbnail
GUEST = PHOTOS / "gastspreker.jpg"  # one portrait


def as_png(photo: Path, folder: Path) -> Path:
    """The same picture as PNG, as a screenshot or a drawing program gives it."""
    target = folder / f"{photo.stem}.png"
    with Image.open(photo) as image:
        image.save(target)
    return target


def landscape(folder: Path, kind: str) -> Path:
    """A drawing without anybody on it, as ``webp`` or ``heic``."""
    image = Image.new("RGB", (960, 640), "#bfe0ef")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 400, 960, 640), fill="#86bd7c")
    pen.polygon(((520, 400), (680, 180), (840, 400)), fill="#c9814f")
    pen.rectangle((560, 400, 800, 540), fill="#f4e7cf")
    target = folder / f"waterlab.{kind}"
    if kind == "heic":
        pillow_heif.from_pillow(image).save(target, quality=80)
    else:
        image.save(target)
    return target


def difference(one: bytes, other: bytes, box: Box) -> float:
    """How far two pictures of one size differ inside a box: 0 is alike, 255 is black against white."""
    first, second = (_pixels(data) for data in (one, other))
    assert first.shape == second.shape
    part = slice(box.y, box.y + box.height), slice(box.x, box.x + box.width)
    return float(np.abs(first[part] - second[part]).mean())


def _pixels(data: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image.convert("RGB"), np.int16)
