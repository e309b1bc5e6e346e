import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from deelwijs.vision.decode import PhotoError, PhotoProblem, open_photo
from tests.vision.pictures import BLUE, RED, animated, exif, halves, png_claiming, saved, srgb_profile


def refusal(data: bytes) -> PhotoProblem:
    with pytest.raises(PhotoError) as caught:
        open_photo(data)
    return caught.value.code


def near(pixel: object, colour: tuple[int, int, int], slack: int = 12) -> bool:
    return bool(np.all(np.abs(np.asarray(pixel, int) - colour) <= slack))


@pytest.mark.parametrize(
    ("kind", "options"),
    [("JPEG", {"quality": 95}), ("PNG", {}), ("WEBP", {"lossless": True}), ("HEIF", {"quality": 95})],
)
def test_the_four_photo_formats_open(kind: str, options: dict[str, object]) -> None:
    photo = open_photo(saved(halves(64, 48), kind, **options))
    assert (photo.source_format, photo.width, photo.height, photo.pixels.mode) == (kind, 64, 48, "RGB")
    assert near(photo.pixels.getpixel((32, 8)), RED)
    assert near(photo.pixels.getpixel((32, 40)), BLUE)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_orientation_comes_out_upright(orientation: int, kind: str) -> None:
    scene = Image.new("RGB", (48, 32), "white")
    scene.paste(RED, (0, 0, 16, 16))  # upper left
    scene.paste(BLUE, (32, 16, 48, 32))  # lower right
    turn = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what a camera held this way would have stored
    stored = scene.transpose(Image.Transpose(turn[orientation])) if orientation > 1 else scene
    photo = open_photo(saved(stored, kind, exif=exif(orientation=orientation)))
    assert (photo.width, photo.height) == (48, 32)
    assert near(photo.pixels.getpixel((5, 5)), RED, 60)
    assert near(photo.pixels.getpixel((42, 26)), BLUE, 60)


def test_a_turned_heic_comes_out_upright() -> None:
    photo = open_photo(saved(halves(64, 48), "HEIF", exif=exif(orientation=6).tobytes()))
    assert (photo.width, photo.height) == (48, 64)


def test_nothing_of_the_file_is_attached_to_the_pixels() -> None:
    data = saved(halves(), "JPEG", exif=exif(place=True), comment=b"klas 3b", icc_profile=srgb_profile())
    assert open_photo(data).pixels.info == {}
    assert not open_photo(data).pixels.getexif()


def test_transparency_becomes_white() -> None:
    layer = Image.new("RGBA", (10, 10), (*RED, 0))
    layer.paste((*RED, 255), (0, 0, 5, 10))
    for image in (layer, layer.convert("PA"), layer.quantize()):
        photo = open_photo(saved(image.convert("RGBA") if image.mode == "PA" else image, "PNG"))
        assert near(photo.pixels.getpixel((2, 5)), RED)
        assert photo.pixels.getpixel((8, 5)) == (255, 255, 255)


def test_the_transparent_colour_of_a_png_becomes_white() -> None:
    photo = open_photo(saved(halves(), "PNG", transparency=RED))
    assert photo.pixels.getpixel((5, 5)) == (255, 255, 255)
    assert photo.pixels.getpixel((5, 35)) == BLUE


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA"])
def test_other_ways_to_store_colours(mode: str) -> None:
    photo = open_photo(saved(halves(mode=mode), "PNG"))
    assert photo.pixels.mode == "RGB"


def test_printers_colours() -> None:
    photo = open_photo(saved(halves(mode="CMYK"), "JPEG", quality=95))
    assert near(photo.pixels.getpixel((5, 5)), RED, 20)


def test_sixteen_bits_of_grey_keep_their_brightness() -> None:
    grey = Image.fromarray(np.full((8, 8), 0x8000, np.uint16))
    assert open_photo(saved(grey, "PNG")).pixels.getpixel((4, 4)) == (128, 128, 128)


def test_a_colour_profile_is_applied() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB", colorTemp=5000)).tobytes()
    with_unfit_profile = open_photo(saved(halves(), "PNG", icc_profile=lab))
    assert near(with_unfit_profile.pixels.getpixel((5, 5)), RED)
    with_srgb = open_photo(saved(halves(), "PNG", icc_profile=srgb_profile()))
    assert near(with_srgb.pixels.getpixel((5, 5)), RED, 2)
    swapped = srgb_profile().replace(b"rXYZ", b"tmpX").replace(b"bXYZ", b"rXYZ").replace(b"tmpX", b"bXYZ")
    assert near(
        open_photo(saved(halves(), "PNG", icc_profile=swapped)).pixels.getpixel((5, 5)), (30, 30, 220)
    )


def test_of_a_telephones_double_picture_the_main_one_is_taken() -> None:
    second = Image.new("RGB", (60, 40), "green")
    data = saved(halves(), "MPO", save_all=True, append_images=[second])
    photo = open_photo(data)
    assert photo.source_format == "JPEG"
    assert near(photo.pixels.getpixel((5, 5)), RED)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_moving_pictures_are_refused(kind: str) -> None:
    assert refusal(animated(kind)) is PhotoProblem.ANIMATED


SVG = b"<?xml version='1.0'?><!-- x --><svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", PhotoProblem.EMPTY),
        (b"Beste ouders,", PhotoProblem.NOT_AN_IMAGE),
        (b"<html><body>", PhotoProblem.NOT_AN_IMAGE),
        (b"\x7fELF" + b"\0" * 100, PhotoProblem.NOT_AN_IMAGE),
        (SVG, PhotoProblem.UNSUPPORTED),
        (b"\xef\xbb\xbf\n<svg/>", PhotoProblem.UNSUPPORTED),
        (b"%PDF-1.7", PhotoProblem.UNSUPPORTED),
        (b"\0\0\0\x18ftypmp42", PhotoProblem.UNSUPPORTED),
        (b"\xff\xd8\xff", PhotoProblem.CORRUPT),
        (b"\x89PNG\r\n\x1a\n", PhotoProblem.CORRUPT),
        (b"\0\0\0\x18ftypheic", PhotoProblem.CORRUPT),
        (b"RIFF\0\0\0\0WEBP", PhotoProblem.CORRUPT),
        (png_claiming(50_000, 50_000), PhotoProblem.TOO_LARGE),
        (png_claiming(10_000, 10_000), PhotoProblem.TOO_LARGE),
        (png_claiming(3_000, 3_000), PhotoProblem.CORRUPT),
    ],
    ids=lambda value: value.value if isinstance(value, PhotoProblem) else repr(value[:12]),
)
def test_what_is_refused_and_why(data: bytes, code: PhotoProblem) -> None:
    assert refusal(data) is code


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO"])
def test_other_picture_formats_are_named_as_such(kind: str) -> None:
    assert refusal(saved(halves(), kind)) is PhotoProblem.UNSUPPORTED


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_half_a_photo_is_refused(kind: str) -> None:
    noise = Image.effect_noise((120, 90), 80).convert("RGB")
    data = saved(noise, kind)
    assert refusal(data[: len(data) // 2]) is PhotoProblem.CORRUPT


def test_the_limit_is_a_parameter() -> None:
    data = saved(Image.new("RGB", (1001, 1000)), "PNG")
    with pytest.raises(PhotoError) as caught:
        open_photo(data, max_megapixels=1.0)
    assert caught.value.code is PhotoProblem.TOO_LARGE
    assert open_photo(data, max_megapixels=1.1).width == 1001


def test_a_zipped_text_bomb_is_refused() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("bomb", "0" * 3_000_000, zip=True)
    assert refusal(saved(halves(), "PNG", pnginfo=notes)) is PhotoProblem.CORRUPT


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_bytes_give_a_photo_or_a_refusal_and_nothing_else(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP"]))
    whole = bytearray(_SOUND[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        photo = open_photo(bytes(whole))
    except PhotoError:
        return
    assert photo.pixels.size == (photo.width, photo.height)


_SOUND = {kind: saved(halves(), kind, exif=exif(orientation=6)) for kind in ("JPEG", "PNG", "WEBP")}


def test_the_name_of_the_format_is_never_trusted() -> None:
    png = io.BytesIO(saved(halves(), "PNG"))
    png.name = "foto.jpg"
    assert open_photo(png.read()).source_format == "PNG"
