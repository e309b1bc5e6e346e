"""Leave no trace: write a photo from its pixels alone, and prove on the written bytes that it is clean.

The proof reads the file's own structure, not what an imaging library chooses to show of it: every block
that is not needed to draw the picture counts as metadata.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final, Literal

from PIL import ExifTags, Image

from deelwijs.vision.decode import PhotoError, PhotoProblem, sniff

WriteFormat = Literal["JPEG", "PNG", "WEBP"]

QUALITY: Final = 88
_JPEG_NAMES: Final = (
    (0xE0, b"JF", "thumbnail"),
    (0xE1, b"Exif\0", "exif"),
    (0xE1, b"http://ns.adobe.com/", "xmp"),
    (0xE2, b"ICC_PROFILE\0", "icc"),
    (0xE2, b"MPF\0", "pictures"),
    (0xED, b"", "photoshop"),
)
_PNG_DRAWING: Final = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sRGB", b"gAMA", b"cHRM", b"sBIT"}
_PNG_NAMES: Final = {b"tEXt": "text", b"zTXt": "text", b"iTXt": "text", b"eXIf": "exif", b"iCCP": "icc",
                     b"tIME": "time", b"acTL": "frames", b"fcTL": "frames", b"fdAT": "frames"}  # fmt: skip
_WEBP_DRAWING: Final = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
_WEBP_NAMES: Final = {b"EXIF": "exif", b"XMP ": "xmp", b"ICCP": "icc", b"ANIM": "frames", b"ANMF": "frames"}
_THUMBNAIL_TAG: Final = 0x0201  # where in the block the smaller picture starts


class MetadataLeft(RuntimeError):  # noqa: N818 - named for what happened
    """A freshly written photo was not clean; it must not leave the house."""


def encode_clean(image: Image.Image, format: WriteFormat = "JPEG", *, quality: int = QUALITY) -> bytes:  # noqa: A002
    """Write ``image`` from its pixels alone and check the result.

    ``quality`` (1 to 100) counts for JPEG, written progressively, and WebP; from 92 on, JPEG keeps its
    colours at full resolution. PNG is exact.

    Raises:
        MetadataLeft: the written file holds anything besides one picture.
    """
    fresh = Image.new("RGB", image.size)
    fresh.paste(image)
    target = io.BytesIO()
    if format == "JPEG":
        sampling = 0 if quality >= 92 else 2
        fresh.save(target, "JPEG", quality=quality, progressive=True, optimize=True, subsampling=sampling)
    elif format == "WEBP":
        fresh.save(target, "WEBP", quality=quality, method=4)
    else:
        fresh.save(target, "PNG", optimize=False)
    data = target.getvalue()
    if found := find_metadata(data):
        raise MetadataLeft(", ".join(found))
    return data


def find_metadata(data: bytes) -> tuple[str, ...]:
    """What a JPEG, PNG, WebP or HEIC file holds besides one plain picture, each kind once, sorted.

    Kinds: ``comment``, ``exif``, ``frames``, ``gps``, ``icc``, ``photoshop``, ``pictures`` (more than
    one in the file), ``text``, ``thumbnail``, ``time``, ``trailing`` (bytes after the picture),
    ``xmp``, ``broken`` (the structure ends too soon) and ``other:<name>`` for any further block.

    Raises:
        PhotoError: the bytes are not one of the four formats.
    """
    source_format = sniff(data)
    readers = {"JPEG": _in_jpeg, "PNG": _in_png, "WEBP": _in_webp, "HEIF": _in_heif}
    found = set(readers[source_format](data))
    if "exif" in found:
        found |= _inside_exif(data, source_format)
    return tuple(sorted(found))


def resized(image: Image.Image, max_side: int) -> Image.Image:
    """A copy whose longer side is at most ``max_side`` pixels; never enlarged.

    Raises:
        ValueError: ``max_side`` is less than 1.
    """
    if max_side < 1:
        raise ValueError("a picture needs at least one pixel")
    factor = min(1.0, max_side / max(image.size))
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    if size == image.size:
        return image.copy()
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _in_jpeg(data: bytes) -> Iterator[str]:
    position = 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            yield "broken"
            return
        marker = data[position + 1]
        if marker == 0xFF:  # padding before a marker
            position += 1
            continue
        if marker == 0xD9:
            yield from ["trailing"] if position + 2 < len(data) else []
            return
        length = int.from_bytes(data[position + 2 : position + 4])
        if length < 2:
            break
        yield from _jpeg_block(marker, data[position + 4 : position + 2 + length])
        position += 2 + length
        if marker == 0xDA:
            position = _after_scan(data, position)
    if data[position : position + 2] != b"\xff\xd9":
        yield "broken"


def _after_scan(data: bytes, position: int) -> int:
    """The place of the first real marker after compressed picture data."""
    while True:
        position = data.find(b"\xff", position)
        if position < 0 or position + 1 >= len(data):
            return len(data)
        following = data[position + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7 and following != 0xFF:
            return position
        position += 1 if following == 0xFF else 2


def _jpeg_block(marker: int, body: bytes) -> Iterator[str]:
    if marker == 0xFE:
        yield "comment"
        return
    if marker == 0xE0 and body.startswith(b"JFIF\0") and body[12:14] == b"\0\0":
        return  # says only how dense the pixels are
    if marker == 0xEE and body.startswith(b"Adobe") and len(body) == 12:
        return  # says only how the colours are stored
    for known, start, kind in _JPEG_NAMES:
        if marker == known and body.startswith(start):
            yield kind
            return
    if 0xE0 <= marker <= 0xEF:
        yield f"other:APP{marker - 0xE0}"


def _in_png(data: bytes) -> Iterator[str]:
    position = 8
    while position + 12 <= len(data):
        length, kind = int.from_bytes(data[position : position + 4]), data[position + 4 : position + 8]
        if kind == b"iTXt" and data[position + 8 :].startswith(b"XML:com.adobe.xmp\0"):
            yield "xmp"
        elif kind not in _PNG_DRAWING:
            yield _PNG_NAMES.get(kind, f"other:{kind.decode('latin-1')}")
        position += 12 + length
        if kind == b"IEND":
            yield from ["trailing"] if position < len(data) else []
            return
    yield "broken"


def _in_webp(data: bytes) -> Iterator[str]:
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        yield "broken"
    if end < len(data):
        yield "trailing"
    position = 12
    while position + 8 <= min(end, len(data)):
        kind = data[position : position + 4]
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        if kind not in _WEBP_DRAWING:
            yield _WEBP_NAMES.get(kind, f"other:{kind.decode('latin-1').strip()}")
        position += 8 + length + length % 2


def _in_heif(data: bytes) -> Iterator[str]:
    with _header(data, "HEIF") as image:
        names = {"exif": "exif", "xmp": "xmp", "icc_profile": "icc", "metadata": "other:HEIF"}
        yield from (kind for key, kind in names.items() if image.info.get(key))
        if getattr(image, "n_frames", 1) > 1:
            yield "pictures"


def _inside_exif(data: bytes, source_format: str) -> set[str]:
    """What an EXIF block holds that deserves its own name: the place, and a second, smaller picture."""
    found = set()
    try:
        with _header(data, source_format) as image:
            exif = image.getexif()
            if exif.get_ifd(ExifTags.IFD.GPSInfo):
                found.add("gps")
            if exif.get_ifd(ExifTags.IFD.IFD1).get(_THUMBNAIL_TAG):
                found.add("thumbnail")
    except PhotoError:
        raise
    except Exception:  # noqa: BLE001 - an EXIF block that cannot be read is still reported as "exif"
        return found
    return found


def _header(data: bytes, source_format: str) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=[source_format])
    except Exception as error:  # a reader of hostile bytes may raise anything
        raise PhotoError(PhotoProblem.CORRUPT) from error
