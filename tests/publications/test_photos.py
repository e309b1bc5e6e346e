"""Uploads: what comes in, what is kept of it, and what is said when it cannot be used."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client
from django.urls import reverse
from PIL import Image

from deelwijs.files.models import StoredFile
from deelwijs.people.actor import Actor
from deelwijs.publications import forms, tasks
from deelwijs.publications.actions import drafts, inspection, photos, placing
from deelwijs.publications.models import Face, Photo, Placement, Publication
from deelwijs.publications.problems import explain
from deelwijs.vision.decode import PhotoError, PhotoProblem
from deelwijs.vision.drawings import portrait_row
from deelwijs.vision.sandbox import inspect
from tests.publications.desk import Desk, FoundFaces, drawn
from tests.vision.pictures import animated, exif, png_claiming, saved

PLACE = b"Kompas Camera"


@pytest.fixture
def really(models: Path, monkeypatch: pytest.MonkeyPatch, desk: Desk) -> Desk:
    """The desk with the real search for faces, in a process of its own."""
    monkeypatch.setattr(inspection, "inspect", inspect)
    return desk


def portrait(kind: str, **options: Any) -> bytes:
    image, _ = portrait_row(2, 60)
    return saved(image, kind, **options)


def upload(desk: Desk, client: Client, *files: SimpleUploadedFile, post: Publication | None = None) -> Any:
    post = post or desk.draft()
    with desk.now():
        client.post(reverse("publications:add_photos", args=[post.id]), {"photos": list(files)})
    response = client.get(reverse("publications:editor", args=[post.id]))
    assert response.status_code == 200
    return response


def on_disk(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "kind", "options"),
    [
        ("klas.jpg", "JPEG", {"exif": exif(place=True)}),
        ("klas.png", "PNG", {"exif": exif(place=True)}),
        ("klas.webp", "WEBP", {"exif": exif(place=True)}),
        ("klas.heic", "HEIF", {"exif": exif(place=True).tobytes()}),
        ("verkeerde-naam.png", "JPEG", {"exif": exif(place=True)}),
    ],
)
def test_a_photo_becomes_a_clean_copy_with_faces(
    really: Desk, signed_in: Client, folder: Path, name: str, kind: str, options: dict[str, Any]
) -> None:
    data = portrait(kind, **options)
    assert PLACE in data
    upload(really, signed_in, SimpleUploadedFile(name, data, "image/gif"))
    photo = Photo.objects.get()
    assert (photo.state, photo.upload, photo.file_name) == (Photo.State.READY, None, name)
    assert (photo.width, photo.height) == (240, 180)
    assert photo.faces.count() == 2
    (kept,) = on_disk(folder)
    with Image.open(io.BytesIO(kept)) as copy:
        assert (copy.format, copy.size, dict(copy.getexif())) == ("JPEG", (240, 180), {})
    assert PLACE not in kept
    assert b"Exif" not in kept
    assert data not in on_disk(folder)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("leeg-van-binnen.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 200, "beschadigd"),
        ("half.jpg", portrait("JPEG")[:1500], "beschadigd"),
        ("enorm.png", png_claiming(12_000, 9_000), "te veel beeldpunten"),
        ("dans.webp", animated("WEBP"), "bewegend plaatje"),
        ("dans.png", animated("PNG"), "bewegend plaatje"),
        ("dans.gif", animated("GIF"), "Kies JPEG"),
        ("brief.jpg", b"%PDF-1.7 een brief", "Kies JPEG"),
        ("tekst.jpg", b"Beste ouders,", "geen foto"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_photo_is_refused_by_name(
    really: Desk, signed_in: Client, folder: Path, name: str, data: bytes, says: str
) -> None:
    response = upload(really, signed_in, SimpleUploadedFile(name, data, "image/jpeg"))
    photo = Photo.objects.get()
    assert (photo.state, photo.upload, photo.working_copy) == (Photo.State.REJECTED, None, None)
    page = response.content.decode()
    assert name in page
    assert says in page
    assert on_disk(folder) == []
    assert StoredFile.objects.filter(erased_at=None).count() == 0


def test_every_problem_has_words_of_its_own() -> None:
    told = {problem: explain(problem.value) for problem in PhotoProblem if problem != PhotoProblem.CRASHED}
    assert len(set(told.values())) == len(told)
    assert explain(PhotoProblem.CRASHED.value) not in told.values()
    assert all("!" not in sentence for sentence in told.values())


@pytest.mark.parametrize("problem", list(PhotoProblem))
def test_any_refusal_erases_the_upload(desk: Desk, folder: Path, problem: PhotoProblem) -> None:
    desk.found.problem = PhotoError(problem)
    photo = desk.photo(desk.draft())
    assert (photo.state, photo.problem) == (Photo.State.REJECTED, problem.value)
    assert on_disk(folder) == []


def test_an_empty_file_is_named_and_nothing_is_kept(desk: Desk, signed_in: Client, folder: Path) -> None:
    response = upload(
        desk,
        signed_in,
        SimpleUploadedFile("goed.jpg", drawn()),
        SimpleUploadedFile("niets.jpg", b""),
    )
    assert "niets.jpg is leeg" in response.content.decode()
    assert Photo.objects.count() == 0
    assert on_disk(folder) == []


def test_a_file_that_is_too_big_is_named(desk: Desk, signed_in: Client, settings: Any, folder: Path) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    response = upload(desk, signed_in, SimpleUploadedFile("groot.jpg", b"\xff" * (1024 * 1024 + 1)))
    assert "groot.jpg is groter dan 1 MB" in response.content.decode()
    assert on_disk(folder) == []


def test_too_many_at_once_are_counted(
    desk: Desk, signed_in: Client, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setattr(forms, "MOST_PHOTOS", 2)
    files = [SimpleUploadedFile(f"{number}.jpg", drawn()) for number in range(3)]
    response = upload(desk, signed_in, *files)
    assert "Dit zijn 3 foto’s. Kies er hoogstens 2 tegelijk." in response.content.decode()
    assert Photo.objects.count() == 0
    assert on_disk(folder) == []


def test_more_than_a_browser_may_send_is_refused(desk: Desk, signed_in: Client) -> None:
    files = [SimpleUploadedFile(f"{number}.jpg", b"x") for number in range(101)]
    response = signed_in.post(reverse("publications:add_photos", args=[desk.draft().id]), {"photos": files})
    assert response.status_code == 400
    assert Photo.objects.count() == 0


def test_no_file_at_all(desk: Desk, signed_in: Client) -> None:
    response = signed_in.post(reverse("publications:add_photos", args=[desk.draft().id]))
    assert [str(message) for message in get_messages(response.wsgi_request)] == ["Kies eerst een foto."]


@pytest.mark.parametrize("name", ["../../etc/passwd.jpg", "x" * 300 + ".jpg", "<b>vet</b>.jpg", "naam\n.jpg"])
def test_a_name_is_only_shown(desk: Desk, signed_in: Client, folder: Path, name: str) -> None:
    desk.found.problem = PhotoError(PhotoProblem.CORRUPT)
    response = upload(desk, signed_in, SimpleUploadedFile(name, drawn()))
    assert "<b>vet" not in response.content.decode()
    assert len(Photo.objects.get().file_name) <= 200
    assert on_disk(folder) == []


def test_photos_keep_their_order(desk: Desk) -> None:
    post = desk.draft()
    made = [desk.photo(post) for _ in range(3)]
    assert [photo.id for photo in desk.fresh(post).photos.all()] == [photo.id for photo in made]


def test_a_photo_that_is_taken_out_is_erased(desk: Desk, folder: Path, commit: Callable[[], Any]) -> None:
    post = desk.draft()
    photo = desk.photo(post)
    assert len(on_disk(folder)) == 1
    with commit():
        photos.remove(actor=desk.actor, publication_id=post.id, photo_id=photo.id)
        assert len(on_disk(folder)) == 1  # until the commit it may still come back
    assert on_disk(folder) == []
    assert Photo.objects.count() == Face.objects.count() == 0


def test_a_photo_taken_out_while_it_is_looked_at_leaves_nothing(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = desk.draft()
    stand_in = FoundFaces()

    def taken_out_meanwhile(data: bytes) -> Any:
        photos.remove(actor=desk.actor, publication_id=post.id, photo_id=Photo.objects.get().id)
        return stand_in(data)

    monkeypatch.setattr(inspection, "inspect", taken_out_meanwhile)
    with desk.now():
        photos.add(actor=desk.actor, publication_id=post.id, upload=photos.Upload("x.jpg", drawn()))
    assert on_disk(folder) == []
    assert Photo.objects.count() == 0


def test_looking_twice_changes_nothing(desk: Desk, folder: Path) -> None:
    photo = desk.photo(desk.draft(), 3)
    desk.found.sure = 1
    with desk.now():
        tasks.inspect_photo(str(photo.id))
    assert photo.faces.count() == 3
    assert len(on_disk(folder)) == 1


def test_an_upload_that_was_lost_on_disk_is_refused(desk: Desk, folder: Path) -> None:
    post = desk.draft()
    with desk.now():
        photo = photos.add(actor=desk.actor, publication_id=post.id, upload=photos.Upload("x.jpg", drawn()))
        for path in folder.rglob("*"):
            if path.is_file():
                path.write_bytes(b"something else")
    photo.refresh_from_db()
    assert (photo.state, photo.problem) == (Photo.State.REJECTED, "corrupt")


def test_nothing_goes_out_while_a_photo_is_looked_at(desk: Desk, signed_in: Client) -> None:
    """Without this the photo would stay behind and nobody would have said so."""
    post = desk.draft()
    photos.add(actor=desk.actor, publication_id=post.id, upload=photos.Upload("x.jpg", drawn()))
    with pytest.raises(placing.NotAllowedError):
        placing.submit(actor=desk.actor, publication_id=post.id)
    page = signed_in.get(reverse("publications:editor", args=[post.id])).content.decode()
    assert "Kan als de foto’s bekeken zijn" in page
    assert Placement.objects.count() == 0


def test_the_photo_in_the_editor_is_for_writers_only(desk: Desk, signed_in: Client) -> None:
    post = desk.draft()
    photo = desk.photo(post)
    response = signed_in.get(reverse("publications:photo_file", args=[post.id, photo.id]))
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["Content-Type"] == "image/jpeg"
    other = desk.draft()
    strange = reverse("publications:photo_file", args=[other.id, photo.id])
    assert signed_in.get(strange).status_code == 404


def test_a_description_is_tidied(desk: Desk, signed_in: Client) -> None:
    post = desk.draft()
    photo = desk.photo(post)
    describe = reverse("publications:describe", args=[post.id, photo.id])
    signed_in.post(describe, {"alt_text": "  Twee\0 \n leerlingen " + "x" * 600})
    photo.refresh_from_db()
    assert photo.alt_text.startswith("Twee leerlingen x")
    assert len(photo.alt_text) == 500


def test_photos_of_another_post_stay_out_of_reach(desk: Desk, elsewhere: Actor) -> None:
    mine = desk.draft()
    photo = desk.photo(mine)
    with pytest.raises(Http404):
        photos.remove(actor=elsewhere, publication_id=mine.id, photo_id=photo.id)
    with pytest.raises(Http404):
        photos.remove(actor=desk.actor, publication_id=desk.draft().id, photo_id=photo.id)
    theirs = drafts.start(actor=elsewhere)
    with pytest.raises(Http404):
        photos.describe(actor=elsewhere, publication_id=theirs.id, photo_id=photo.id, alt_text="x")
