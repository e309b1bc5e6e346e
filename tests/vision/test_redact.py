import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor

from deelwijs.core.geometry import Box
from deelwijs.vision.metadata import WriteFormat, encode_clean
from deelwijs.vision.redact import GROWTH, CoverStyle, cover, mask

SIZE = (160, 120)
boxes = st.lists(
    st.builds(Box, st.integers(-60, 170), st.integers(-60, 130), st.integers(1, 90), st.integers(1, 90)),
    min_size=1,
    max_size=4,
)
styles = st.builds(
    CoverStyle, colour=st.sampled_from(["#1f4e5f", "#fff"]), emblem=st.sampled_from(["compass", "plain"])
)


def photo(seed: int) -> Image.Image:
    pixels = np.random.default_rng(seed).integers(0, 256, (SIZE[1], SIZE[0], 3), dtype=np.uint8)
    return Image.fromarray(pixels)


@settings(max_examples=80, deadline=None)
@given(boxes=boxes, style=styles, seed=st.integers(0, 1000))
def test_what_is_under_a_cover_leaves_no_trace(boxes: list[Box], style: CoverStyle, seed: int) -> None:
    """Swap everything under the masks for something else: not one byte of the result changes."""
    one, hidden = photo(seed), mask(SIZE, boxes)
    other = np.where(hidden[..., np.newaxis], np.asarray(photo(seed + 1)), np.asarray(one))
    covered = cover(one, boxes, style)
    assert covered.tobytes() == cover(Image.fromarray(other), boxes, style).tobytes()


def test_the_published_file_is_the_same_whoever_was_there() -> None:
    box, style = Box(50, 40, 40, 50), CoverStyle()
    hidden = mask(SIZE, [box])[..., np.newaxis]
    other = Image.fromarray(np.where(hidden, np.uint8(0), np.asarray(photo(1))))
    kinds: tuple[WriteFormat, ...] = ("JPEG", "WEBP", "PNG")
    for kind in kinds:
        files = {encode_clean(cover(image, [box], style), kind) for image in (photo(1), other)}
        assert len(files) == 1


@settings(deadline=None)
@given(
    box=st.builds(Box, st.integers(-60, 170), st.integers(-60, 130), st.integers(1, 90), st.integers(1, 90))
)
def test_the_whole_face_box_lies_under_the_mask(box: Box) -> None:
    inside = box.clipped(*SIZE)
    hidden = mask(SIZE, [box])
    assert hidden[inside.y : inside.y + inside.height, inside.x : inside.x + inside.width].all()


def test_the_mask_is_as_big_as_promised_and_the_rest_stays() -> None:
    box = Box(60, 40, 40, 40)
    hidden = mask(SIZE, [box])
    rows, columns = np.nonzero(hidden)
    assert np.ptp(columns) + 1 == pytest.approx(40 * GROWTH, abs=2)
    assert np.ptp(rows) + 1 == pytest.approx(40 * GROWTH, abs=2)
    before, after = np.asarray(photo(3)), np.asarray(cover(photo(3), [box], CoverStyle()))
    around = box.grown(GROWTH + 0.2)
    far = np.ones_like(hidden)
    far[around.y : around.y + around.height, around.x : around.x + around.width] = False
    assert np.array_equal(before[far], after[far])


def test_a_cover_shows_the_schools_colours() -> None:
    style, box = CoverStyle("#102030", "#f0e0d0"), Box(40, 20, 70, 80)
    covered = cover(photo(4), [box], style)
    colours = {colour for _, colour in covered.crop((50, 30, 100, 90)).getcolors(10_000) or []}
    assert ImageColor.getrgb(style.colour) in colours
    assert ImageColor.getrgb(style.accent) in colours
    plain = cover(photo(4), [box], CoverStyle("#102030", "#f0e0d0", "plain"))
    assert plain.crop((50, 30, 100, 90)).getcolors() == [(50 * 60, (16, 32, 48))]


def test_the_photo_that_came_in_is_not_touched() -> None:
    image = photo(5)
    cover(image, [Box(10, 10, 50, 50)], CoverStyle())
    assert image.tobytes() == photo(5).tobytes()


def test_an_unknown_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown color"):
        CoverStyle(colour="schoolblauw")
