"""The photos that come with the demo."""

from __future__ import annotations

import io
import re
from importlib.resources import files
from pathlib import Path

import pytest
from PIL import Image

from deelwijs.vision.decode import open_photo
from deelwijs.vision.faces import detect

FOLDER = Path(str(files("deelwijs.demo"))) / "photos"
PHOTOS = sorted(path for path in FOLDER.iterdir() if path.name != "SOURCES.md")
GPS = 0x8825


def name(path: Path) -> str:
    return path.name


def test_every_photo_has_a_row_that_says_whose_it_is() -> None:
    rows = re.findall(r"^\| `([^`]+)` \|(.+)\|$", (FOLDER / "SOURCES.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(file for file, _ in rows) == [path.name for path in PHOTOS]
    for _, rest in rows:
        who, source, licence = (cell.strip() for cell in rest.split("|"))
        assert who
        assert source
        assert "public domain" in licence


@pytest.mark.parametrize("path", PHOTOS, ids=name)
def test_photos_are_small_jpegs(path: Path) -> None:
    assert path.stat().st_size < 400_000
    with Image.open(path) as photo:
        assert photo.format == "JPEG"


def test_one_photo_has_hidden_data_on_purpose_and_the_others_have_none() -> None:
    for path in PHOTOS:
        with Image.open(path) as photo:
            hidden = bool(photo.getexif()) or "comment" in photo.info
        assert hidden == (path.name == "fotowand.jpg")


def test_the_hidden_data_are_a_place_a_thumbnail_and_a_comment() -> None:
    data = (FOLDER / "fotowand.jpg").read_bytes()
    with Image.open(io.BytesIO(data)) as photo:
        assert photo.getexif().get_ifd(GPS)
        assert photo.info["comment"]
        inside = photo.info["exif"]
    thumbnail = inside[inside.index(b"\xff\xd8") :]
    with Image.open(io.BytesIO(thumbnail)) as small:
        small.load()
        assert max(small.size) == 160


@pytest.mark.parametrize(("file", "faces"), [("fotowand.jpg", 6), ("strook.jpg", 3), ("gastspreker.jpg", 1)])
def test_every_face_is_found(models: Path, file: str, faces: int) -> None:
    photo = open_photo((FOLDER / file).read_bytes())
    found = detect(photo.pixels)
    assert sum(face.certain for face in found) == faces
