"""Drawn crowds: pictures without people, to adjust and check the network where no photo may be shipped."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from deelwijs.core.geometry import Box

Colour = tuple[int, int, int]

_SKIN: Final = (230, 180, 150)
_HEIGHTS: Final = (12, 20, 30, 45, 70, 110, 160)  # pixels: every size the network is asked to find


def crowd(seed: int, side: int = 320) -> Image.Image:
    """A square scene of noise, hard edges and overlapping drawn heads; the same for the same seed."""
    random = np.random.default_rng(seed)
    scene = _backdrop(random, side)
    draw = ImageDraw.Draw(scene)
    for _ in range(14):
        height = int(random.choice(_HEIGHTS) * random.uniform(0.8, 1.2))
        x, y = (int(value) for value in random.integers(0, side, 2))
        _draw_head(draw, random, x, y, height)
    return scene.filter(ImageFilter.GaussianBlur(float(random.uniform(0, 1.6))))


def portrait_row(count: int, height: int, seed: int = 0) -> tuple[Image.Image, tuple[Box, ...]]:
    """``count`` drawn heads of ``height`` pixels side by side, and the box of each face."""
    random = np.random.default_rng(seed)
    scene = Image.new("RGB", (count * height * 2, height * 3), (150, 175, 190))
    draw = ImageDraw.Draw(scene)
    boxes = []
    for index in range(count):
        x, y, width = height + index * height * 2, height + height // 4, int(height * 0.75)
        _draw_head(draw, random, x, y, height, light=0.95)
        boxes.append(Box(x - width // 2, y - height // 2, width, height))
    return scene.filter(ImageFilter.GaussianBlur(height / 90)), tuple(boxes)


def _backdrop(random: np.random.Generator, side: int) -> Image.Image:
    mixed = np.zeros((side, side, 3))
    for grain in (160, 80, 32, 8, 2):
        cells = max(1, side // grain)
        patch = Image.fromarray(random.integers(0, 256, (cells, cells, 3), dtype=np.uint8))
        mixed += np.asarray(patch.resize((side, side), Image.Resampling.BICUBIC)) * random.uniform(0.1, 0.5)
    scene = Image.fromarray(
        np.clip(mixed / mixed.max() * 255 * random.uniform(0.6, 1.2), 0, 255).astype(np.uint8)
    )
    draw = ImageDraw.Draw(scene)
    for _ in range(6):
        low_x, high_x = sorted(int(value) for value in random.integers(0, side, 2))
        low_y, high_y = sorted(int(value) for value in random.integers(0, side, 2))
        fill = _any_colour(random) if random.random() < 0.3 else None
        width = int(random.integers(1, 9))
        draw.rectangle((low_x, low_y, high_x, high_y), outline=_any_colour(random), fill=fill, width=width)
    return scene


def _draw_head(
    draw: ImageDraw.ImageDraw,
    random: np.random.Generator,
    x: int,
    y: int,
    height: int,
    *,
    light: float | None = None,
) -> None:
    """One head with its centre at (x, y), ``height`` pixels from brow line to chin, above shoulders."""
    skin = _dimmed(_SKIN, random.uniform(0.25, 1.05) if light is None else light)
    dark, hair = _dimmed(skin, 0.35), _dimmed(_any_colour(random), 0.5)
    width = int(height * 0.75)
    draw.rounded_rectangle(
        (x - width, y + height * 0.55, x + width, y + 2 * height), width // 2, fill=_any_colour(random)
    )
    draw.ellipse((x - width * 0.6, y - height * 0.65, x + width * 0.6, y + height * 0.4), fill=hair)
    draw.ellipse((x - width / 2, y - height / 2, x + width / 2, y + height / 2), fill=skin)
    top, bottom = y - height * 0.13, y - height * 0.05
    for eye in (x - width * 0.2, x + width * 0.2):
        draw.ellipse((eye - width * 0.1, top, eye + width * 0.1, bottom), fill=(240, 240, 240))
        draw.ellipse((eye - width * 0.05, top, eye + width * 0.05, bottom), fill=dark)
        brow, reach = y - height * 0.2, width * 0.12
        draw.line((eye - reach, brow, eye + reach, brow), fill=hair, width=max(1, height // 30))
    nostril = y + height * 0.12
    nose = [(x, y - height * 0.05), (x - width * 0.05, nostril), (x + width * 0.04, nostril)]
    draw.line(nose, fill=dark, width=max(1, height // 40))
    mouth = (x - width * 0.18, y + height * 0.22, x + width * 0.18, y + height * 0.3)
    draw.ellipse(mouth, fill=(skin[0], skin[1] // 2, skin[2] // 2))


def _any_colour(random: np.random.Generator) -> Colour:
    red, green, blue = (int(value) for value in random.integers(0, 256, 3))
    return red, green, blue


def _dimmed(colour: Colour, factor: float) -> Colour:
    red, green, blue = (min(255, int(value * factor)) for value in colour)
    return red, green, blue
