"""An upload becomes a photo with faces, or is refused with a reason."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from deelwijs.files import actions as files
from deelwijs.files import selectors as stored
from deelwijs.publications.models import Face, Photo
from deelwijs.vision.decode import PhotoError, PhotoProblem
from deelwijs.vision.sandbox import Inspected, inspect


def inspect_photo(photo_id: UUID) -> None:
    """Look at an upload in a process of its own. Safe to call again: only a waiting photo is looked at."""
    photo = Photo.objects.select_related("upload", "publication").filter(id=photo_id).first()
    if photo is None or photo.state != Photo.State.WAITING or photo.upload is None:
        return
    try:
        inspected = inspect(stored.read(photo.upload))
    except PhotoError as problem:
        _finish(photo, problem=problem.code.value)
    except (stored.DamagedFileError, FileNotFoundError):
        _finish(photo, problem=PhotoProblem.CORRUPT.value)
    else:
        _finish(photo, inspected=inspected)


@transaction.atomic
def _finish(photo: Photo, *, inspected: Inspected | None = None, problem: str = "") -> None:
    """Keep the clean copy and the faces; the upload, with whatever the camera hid in it, is erased."""
    held = Photo.objects.select_for_update(of=("self",)).filter(id=photo.id).first()
    if held is None or held.state != Photo.State.WAITING:
        return
    if inspected is None:
        held.state, held.problem = Photo.State.REJECTED, problem
    else:
        held.state = Photo.State.READY
        held.width, held.height = inspected.width, inspected.height
        held.working_copy = files.store(
            tenant=photo.publication.school_id, data=inspected.upright, media_type="image/jpeg"
        )
        _keep_faces(held, inspected)
    if photo.upload is not None:
        files.erase(file=photo.upload)
    held.upload = None
    held.save()


def _keep_faces(photo: Photo, inspected: Inspected) -> None:
    Face.objects.bulk_create(
        Face(
            photo=photo,
            number=number,
            x=face.box.x,
            y=face.box.y,
            width=face.box.width,
            height=face.box.height,
            certain=face.certain,
        )
        for number, face in enumerate(inspected.faces, start=1)
    )
