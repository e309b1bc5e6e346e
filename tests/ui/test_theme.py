import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deelwijs.ui.theme import (
    DARK_GROUNDS,
    LIGHT_GROUNDS,
    SHAPE,
    TEXT,
    Grounds,
    Theme,
    contrast,
    theme_css,
    themes,
)
from tests.ui.conftest import STATIC

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert contrast("#0B5A33", "#DDF3E5") == pytest.approx(7.1, abs=0.1)


def legible(theme: Theme, grounds: Grounds) -> None:
    for ground in (grounds.ground, grounds.surface, grounds.sunken, theme.tint):
        assert contrast(theme.school, ground) >= TEXT, ("school on", ground)
        assert contrast(grounds.ink_2, ground) >= TEXT, ("soft ink on", ground)
        assert contrast(grounds.ink, ground) >= TEXT, ("ink on", ground)
    assert contrast(theme.on_school, theme.school) >= TEXT
    assert contrast("#ffffff", theme.rail) >= TEXT
    assert contrast(theme.rail_link, theme.rail) >= TEXT
    assert contrast(theme.on_accent, theme.accent) >= TEXT
    assert contrast(theme.accent, theme.rail) >= SHAPE


@settings(deadline=None)  # the machine's load is no property of the code
@given(colours, st.none() | colours)
def test_any_two_colours_give_a_legible_school(colour: str, accent: str | None) -> None:
    light, dark = themes(colour, accent)
    legible(light, LIGHT_GROUNDS)
    legible(dark, DARK_GROUNDS)


def test_a_colour_that_passes_stays_as_the_school_chose_it() -> None:
    light, _ = themes("#1D3F7A", "#FFB81C")
    assert (light.school, light.on_school, light.accent) == ("#1d3f7a", "#ffffff", "#ffb81c")


def test_a_colour_that_fails_keeps_its_hue() -> None:
    light, dark = themes("#FFE600", None)
    red, green, blue = (int(light.school[at : at + 2], 16) for at in (1, 3, 5))
    assert red >= green > blue
    assert light.school != "#ffe600"
    assert contrast(dark.school, DARK_GROUNDS.ground) > contrast(light.school, DARK_GROUNDS.ground)


@settings(deadline=None)
@given(colours, colours)
def test_the_sheet_holds_colours_only(colour: str, accent: str) -> None:
    sheet = theme_css(colour, accent)
    values = re.findall(r"(--[a-z-]+):([^;}]+)", sheet)
    assert len(values) == 14
    assert all(re.fullmatch(r"#[0-9a-f]{6}", value) for _, value in values)


@pytest.mark.parametrize("wrong", ["red", "#12345", "#1234567", "#00000g", "#000000;}body{", ""])
def test_anything_but_a_colour_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="Not a colour"):
        theme_css(wrong or "leeg")
    with pytest.raises(ValueError, match="Not a colour"):
        theme_css("#1D3F7A", wrong or "leeg")


def _tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-fA-F]{3,6})", block))


TONES = ("ok", "mits", "over", "nee", "uit")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_fixed_colours_pass(dark: bool) -> None:  # noqa: FBT001
    sheet = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    light_block, dark_block = sheet.split("@media (prefers-color-scheme: dark)")
    tokens = _tokens(light_block) | (_tokens(dark_block) if dark else {})
    tokens = {
        name: f"#{''.join(c * 2 for c in hex_[1:])}" if len(hex_) == 4 else hex_
        for name, hex_ in tokens.items()
    }
    for tone in (*TONES, "wet"):
        assert contrast(tokens[tone], tokens[f"{tone}-g"]) >= 7, tone
        assert contrast(tokens["ink"], tokens[f"{tone}-g"]) >= 7, tone
    for tone in TONES:
        for ground in (f"{tone}-g", "surface", "ground"):
            assert contrast(tokens[f"{tone}-s"], tokens[ground]) >= SHAPE, (tone, ground)
        assert contrast(tokens["on-sign"], tokens[f"{tone}-s"]) >= TEXT, tone
    for ground in ("ground", "surface", "sunken", "tint"):
        assert contrast(tokens["edge"], tokens[ground]) >= SHAPE, ground
        assert contrast(tokens["ink-2"], tokens[ground]) >= TEXT, ground
        assert contrast(tokens["school"], tokens[ground]) >= TEXT, ground
    grounds = DARK_GROUNDS if dark else LIGHT_GROUNDS
    assert (tokens["ground"], tokens["surface"], tokens["sunken"], tokens["ink"], tokens["ink-2"]) == (
        grounds.ground,
        grounds.surface,
        grounds.sunken,
        grounds.ink,
        grounds.ink_2,
    )
