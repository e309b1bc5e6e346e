"""Open a photo from an unknown source: bytes in, upright sRGB pixels out, nothing else kept.

Only the bytes say what a file is; its name and its declared type are never looked at. Size is judged
from the header, before a single pixel is unpacked.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import pillow_heif
from PIL import Image, ImageCms, ImageOps

MAX_MEGAPIXELS: Final = 60.0
"""Default limit, in millions of pixels: above every telephone's normal mode, below what fills a server."""

MAX_BYTES: Final = 100 * 1024 * 1024
"""No photo within the pixel limit needs a bigger file."""

pillow_heif.register_heif_opener(thumbnails=False)


class PhotoProblem(StrEnum):
    """Why a file cannot be used as a photo."""

    EMPTY = "empty"
    NOT_AN_IMAGE = "not-an-image"
    UNSUPPORTED = "unsupported"
    CORRUPT = "corrupt"
    TOO_LARGE = "too-large"
    ANIMATED = "animated"
    TIMED_OUT = "timed-out"
    OUT_OF_MEMORY = "out-of-memory"
    CRASHED = "crashed"


class PhotoError(Exception):
    """A file was refused; ``code`` says why. The wording for people belongs to the caller."""

    def __init__(self, code: PhotoProblem) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class Photo:
    """An opened photo.

    ``pixels`` is RGB in sRGB, the right way up, built from raw pixels so that nothing of the file's
    metadata is attached to it. ``width`` and ``height`` are in pixels of that upright image.
    ``source_format`` is one of JPEG, PNG, WEBP and HEIF.
    """

    pixels: Image.Image
    source_format: str
    width: int
    height: int


def open_photo(data: bytes, *, max_megapixels: float = MAX_MEGAPIXELS) -> Photo:
    """Open a JPEG, PNG, WebP or HEIC photo of at most ``max_megapixels`` million pixels.

    Of a file with several still pictures (a telephone's MPO or a HEIC burst) the main one is taken;
    animations are refused. Transparency becomes white.

    Raises:
        PhotoError: the bytes are no photo, or not one that can be used safely.
    """
    source_format = sniff(data)
    if len(data) > MAX_BYTES:
        raise PhotoError(PhotoProblem.TOO_LARGE)
    with _opened(data, source_format) as image:
        if image.width * image.height > max_megapixels * 1_000_000:
            raise PhotoError(PhotoProblem.TOO_LARGE)
        if source_format in {"PNG", "WEBP"} and getattr(image, "n_frames", 1) > 1:
            raise PhotoError(PhotoProblem.ANIMATED)
        _load(image)
        pixels = _fresh(_srgb(_flat(_upright(image))))
    return Photo(pixels, source_format, pixels.width, pixels.height)


def sniff(data: bytes) -> str:
    """The format of ``data``, from its first bytes: JPEG, PNG, WEBP or HEIF.

    Raises:
        PhotoError: EMPTY, UNSUPPORTED (another kind of picture, document or film) or NOT_AN_IMAGE.
    """
    if not data:
        raise PhotoError(PhotoProblem.EMPTY)
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "HEIF"
    raise PhotoError(PhotoProblem.UNSUPPORTED if _known_elsewhere(data) else PhotoProblem.NOT_AN_IMAGE)


_HEIF_BRANDS: Final = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_OTHER_STARTS: Final = (
    b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*", b"%PDF", b"8BPS", b"\x00\x00\x01\x00",
    b"\x00\x00\x00\x0cjP  ", b"\xff\x4f\xff\x51", b"\xff\x0a", b"\x00\x00\x00\x0cJXL ", b"\x1aE\xdf\xa3",
)  # fmt: skip


def _known_elsewhere(data: bytes) -> bool:
    """Whether this is a picture, film or document of a kind that a person can turn into a photo."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_drawing = start.startswith((b"<svg", b"<?xml", b"<!doctype svg")) and b"<svg" in data[:65536].lower()
    return is_drawing or data.startswith(_OTHER_STARTS) or data[4:8] == b"ftyp"


def _opened(data: bytes, source_format: str) -> Image.Image:
    """Read the header alone; Pillow may use no other reader than the one that was sniffed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged by our own limit
            return Image.open(io.BytesIO(data), formats=[source_format])
    except Image.DecompressionBombError as error:
        raise PhotoError(PhotoProblem.TOO_LARGE) from error
    except MemoryError as error:
        raise PhotoError(PhotoProblem.OUT_OF_MEMORY) from error
    except Exception as error:  # a reader of hostile bytes may raise anything
        raise PhotoError(PhotoProblem.CORRUPT) from error


def _load(image: Image.Image) -> None:
    try:
        image.load()
    except MemoryError as error:
        raise PhotoError(PhotoProblem.OUT_OF_MEMORY) from error
    except Exception as error:  # a reader of hostile bytes may raise anything
        raise PhotoError(PhotoProblem.CORRUPT) from error


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a broken EXIF block is no reason to refuse sound pixels
        return image


def _flat(image: Image.Image) -> Image.Image:
    """Eight bits per channel, no palette and no transparency; the mode becomes L, RGB or CMYK."""
    if image.mode.startswith("I;16"):
        narrowed = (np.asarray(image, dtype=np.uint16) >> 8).astype(np.uint8)
        return _with_profile(Image.fromarray(narrowed), image)
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        paper = Image.new("RGB", layer.size, "white")
        paper.paste(layer, mask=layer.getchannel("A"))
        return _with_profile(paper, image)
    if image.mode in {"L", "RGB", "CMYK"}:
        return image
    return _with_profile(image.convert("RGB"), image)


def _with_profile(made: Image.Image, source: Image.Image) -> Image.Image:
    if profile := source.info.get("icc_profile"):
        made.info["icc_profile"] = profile
    return made


def _srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None  # an unreadable profile: the plain conversion below is the best guess
        if converted is not None:
            return converted
    return image if image.mode == "RGB" else image.convert("RGB")


def _fresh(image: Image.Image) -> Image.Image:
    made = Image.new("RGB", image.size)
    made.paste(image)
    return made
