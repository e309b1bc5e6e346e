"""A school's own colours, made legible: the custom properties of both themes. Pure.

Contrast is that of WCAG 2.2 (1.4.3 text 4.5:1, 1.4.11 controls 3:1). A colour that fails keeps its hue
and moves in lightness until it passes.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

TEXT = 4.5
SHAPE = 3.0

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_WHITE, _BLACK = "#ffffff", "#000000"


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a theme's school colours stand on; the same values as in ``tokens.css``."""

    ground: str
    surface: str
    sunken: str
    ink: str
    ink_2: str


LIGHT_GROUNDS = Grounds("#f2f5f9", "#ffffff", "#e8edf4", "#131c2b", "#475468")
DARK_GROUNDS = Grounds("#0d131e", "#161f2e", "#0a0f18", "#edf1f8", "#b2bed0")


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours that differ per school, as ``#rrggbb``; the names are those of the CSS properties."""

    school: str
    on_school: str
    rail: str
    rail_link: str
    accent: str
    on_accent: str
    tint: str


def theme_css(colour: str, accent: str | None = None) -> str:
    """The school's style sheet: light, and dark where the reader asks for it.

    Raises:
        ValueError: when a colour is not written as ``#1D3F7A``.
    """
    light, dark = themes(colour, accent)
    return (
        f":root{{{_properties(light)}}}\n@media (prefers-color-scheme:dark){{:root{{{_properties(dark)}}}}}\n"
    )


def themes(colour: str, accent: str | None = None) -> tuple[Theme, Theme]:
    """The light and the dark theme of a school. Without ``accent``, a light shade of the colour serves.

    Raises:
        ValueError: when a colour is not written as ``#1D3F7A``.
    """
    for given in filter(None, (colour, accent)):
        if not _HEX.fullmatch(given):
            raise ValueError(f"Not a colour such as #1D3F7A: {given!r}")
    hue, lightness, saturation = _hls(colour)
    rail = _until(_hex(hue, min(lightness * 0.655, 0.2), saturation), _WHITE, ratio=8, lighter=False)
    rail_link = _until(_hex(hue, 0.806, min(saturation, 0.42)), rail, ratio=7, lighter=True)
    mark = _until((accent or _hex(hue, 0.72, saturation)).lower(), rail, ratio=SHAPE, lighter=True)
    on_mark = _best(mark, (rail, _WHITE, _BLACK))
    light = _light(colour.lower(), rail, rail_link, mark, on_mark)
    return light, _dark(light, hue, saturation)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two ``#rrggbb`` colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _light(colour: str, rail: str, rail_link: str, accent: str, on_accent: str) -> Theme:
    hue, _, saturation = _hls(colour)
    tint = _until(_hex(hue, 0.949, min(saturation, 0.62)), LIGHT_GROUNDS.ink_2, ratio=TEXT, lighter=True)
    grounds = (LIGHT_GROUNDS.ground, LIGHT_GROUNDS.surface, LIGHT_GROUNDS.sunken, tint)
    school = _until(colour, *grounds, ratio=TEXT, lighter=False)
    return Theme(school, _best(school, (_WHITE, _BLACK)), rail, rail_link, accent, on_accent, tint)


def _dark(light: Theme, hue: float, saturation: float) -> Theme:
    vivid = min(1.0, saturation * 1.6)
    tint = _until(_hex(hue, 0.182, min(saturation, 0.42)), DARK_GROUNDS.ink_2, ratio=TEXT, lighter=False)
    grounds = (DARK_GROUNDS.ground, DARK_GROUNDS.surface, DARK_GROUNDS.sunken, tint)
    school = _until(_hex(hue, 0.83, vivid), *grounds, ratio=TEXT, lighter=True)
    deep = _until(_hex(hue, 0.13, min(saturation, 0.6)), school, ratio=TEXT, lighter=False)
    return Theme(school, deep, light.rail, light.rail_link, light.accent, light.on_accent, tint)


def _until(colour: str, *against: str, ratio: float, lighter: bool) -> str:
    """The colour itself, or the nearest lighter or darker one that has the ratio with all others."""
    hue, lightness, saturation = _hls(colour)
    step = 0.01 if lighter else -0.01
    while min(contrast(colour, other) for other in against) < ratio and 0 < lightness + step < 1:
        lightness += step
        colour = _hex(hue, lightness, saturation)
    if min(contrast(colour, other) for other in against) < ratio:
        return _WHITE if lighter else _BLACK
    return colour


def _best(ground: str, candidates: Iterable[str]) -> str:
    """The first candidate that is legible on the ground, else the most legible one."""
    every = tuple(candidates)
    return next(
        (one for one in every if contrast(one, ground) >= TEXT),
        max(every, key=lambda one: contrast(one, ground)),
    )


def _properties(theme: Theme) -> str:
    return ";".join(
        f"--{field.name.replace('_', '-')}:{getattr(theme, field.name)}" for field in fields(theme)
    )


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _hls(colour: str) -> tuple[float, float, float]:
    return colorsys.rgb_to_hls(*_channels(colour))


def _hex(hue: float, lightness: float, saturation: float) -> str:
    return "#" + "".join(
        f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, lightness, saturation)
    )


def _luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
