import io
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from deelwijs.vision import metadata
from deelwijs.vision.decode import PhotoError, open_photo
from deelwijs.vision.metadata import MetadataLeft, encode_clean, find_metadata, resized
from tests.vision.pictures import animated, chunk, exif, halves, saved, srgb_profile

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'


def full_jpeg() -> bytes:
    return saved(halves(), "JPEG", exif=exif(place=True), comment=b"3b", icc_profile=srgb_profile(), xmp=XMP)


def with_thumbnail() -> bytes:
    """EXIF with a second, smaller picture, written by hand: one entry in each of two directories."""
    small = saved(Image.new("RGB", (8, 8)), "JPEG")
    first = struct.pack("<HHHIII", 1, 0x0112, 3, 1, 1, 26)
    second = struct.pack("<HHHIIHHIII", 2, 0x0201, 4, 1, 56, 0x0202, 4, 1, len(small), 0)
    return saved(halves(), "JPEG", exif=b"Exif\0\0II*\0" + struct.pack("<I", 8) + first + second + small)


def text_png() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "wie")
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return saved(halves(), "PNG", pnginfo=notes, exif=exif(place=True), icc_profile=srgb_profile())


def jpeg_with(marker: int, body: bytes) -> bytes:
    plain = saved(halves(), "JPEG")
    return plain[:2] + bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2) + body + plain[2:]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (full_jpeg(), {"exif", "gps", "icc", "xmp", "comment"}),
        (with_thumbnail(), {"exif", "thumbnail"}),
        (text_png(), {"exif", "gps", "icc", "xmp", "text"}),
        (saved(halves(), "WEBP", exif=exif(place=True), icc_profile=srgb_profile(), xmp=XMP),
         {"exif", "gps", "icc", "xmp"}),
        (saved(halves(), "HEIF", exif=exif(place=True).tobytes(), xmp=XMP), {"exif", "gps", "xmp"}),
        (saved(halves(), "MPO", save_all=True, append_images=[halves()]), {"pictures", "trailing"}),
        (animated("PNG"), {"frames"}),
        (animated("WEBP"), {"frames"}),
        (jpeg_with(0xED, b"Photoshop 3.0\0"), {"photoshop"}),
        (jpeg_with(0xEB, b"gain map"), {"other:APP11"}),
        (jpeg_with(0xE0, b"JFXX\0\x13"), {"thumbnail"}),
        (saved(halves(), "JPEG") + b"film", {"trailing"}),
        (saved(halves(), "PNG") + b"film", {"trailing"}),
        (saved(halves(), "WEBP") + b"film", {"trailing"}),
        (saved(halves(), "JPEG")[:-2], {"broken"}),
        (saved(halves(), "PNG")[:-12], {"broken"}),
        (saved(halves(), "PNG")[:-12] + chunk(b"prIv", b"x") + chunk(b"IEND", b""), {"other:prIv"}),
    ],
)  # fmt: skip
def test_everything_besides_the_picture_is_found(data: bytes, expected: set[str]) -> None:
    assert set(find_metadata(data)) == expected


@pytest.mark.parametrize("source", [full_jpeg(), with_thumbnail(), text_png()])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_written_photo_is_clean(source: bytes, kind: metadata.WriteFormat) -> None:
    data = encode_clean(open_photo(source).pixels, kind)
    assert find_metadata(data) == ()
    with Image.open(io.BytesIO(data)) as reopened:
        assert reopened.format == kind
        assert not reopened.getexif()
        assert not {"comment", "icc_profile", "xmp", "exif"} & set(reopened.info)
    assert b"3b" not in data[:40]


def test_an_image_that_carries_its_files_metadata_is_written_clean_too() -> None:
    with Image.open(io.BytesIO(full_jpeg())) as image:
        assert find_metadata(encode_clean(image, "JPEG")) == ()
    with Image.open(io.BytesIO(text_png())) as image:
        assert find_metadata(encode_clean(image, "PNG")) == ()


def test_a_photo_that_is_not_clean_never_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "find_metadata", lambda _: ("gps",))
    with pytest.raises(MetadataLeft, match="gps"):
        encode_clean(halves())


def test_jpegs_are_progressive() -> None:
    assert b"\xff\xc2" in encode_clean(halves(), "JPEG")


def test_png_is_exact() -> None:
    image = Image.effect_noise((33, 21), 60).convert("RGB")
    again = open_photo(encode_clean(image, "PNG")).pixels
    assert np.array_equal(np.asarray(again), np.asarray(image))


def test_other_files_are_refused() -> None:
    with pytest.raises(PhotoError):
        find_metadata(b"GIF89a")


@given(width=st.integers(1, 400), height=st.integers(1, 400), limit=st.integers(1, 500))
def test_resized_fits_and_never_grows(width: int, height: int, limit: int) -> None:
    made = resized(Image.new("RGB", (width, height)), limit)
    assert max(made.size) == min(limit, max(width, height))
    assert min(made.size) >= 1
    assert abs(made.width * height - made.height * width) <= max(width, height)


def test_a_picture_of_no_pixels_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one pixel"):
        resized(halves(), 0)
