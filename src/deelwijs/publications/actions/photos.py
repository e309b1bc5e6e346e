"""The photos of a post and the faces in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.http import Http404

from deelwijs.core.geometry import Box
from deelwijs.core.publication import Tag
from deelwijs.files import actions as files
from deelwijs.jobs.queue import enqueue
from deelwijs.people.actor import Actor
from deelwijs.people.models import Person
from deelwijs.protocols.models import Channel
from deelwijs.publications.actions.access import locked_draft
from deelwijs.publications.models import Face, Photo, Publication

SMALLEST_FACE = 8  # pixels; anything smaller was a slip of the mouse


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in."""

    name: str
    data: bytes


@transaction.atomic
def add(*, actor: Actor, publication_id: UUID, upload: Upload) -> Photo:
    """Keep an uploaded photo and have it looked at. Whether it *is* a photo shows only then."""
    post = locked_draft(actor, publication_id)
    stored = files.store(tenant=post.school_id, data=upload.data, media_type="application/octet-stream")
    last = post.photos.aggregate(last=Max("order"))["last"] or 0
    photo = Photo.objects.create(publication=post, file_name=upload.name[:200], upload=stored, order=last + 1)
    _forget_confirmation(post)
    enqueue("deelwijs.publications.tasks.inspect_photo", photo.id)
    return photo


@transaction.atomic
def remove(*, actor: Actor, publication_id: UUID, photo_id: UUID) -> None:
    """Take a photo out of a draft and erase its files."""
    post = locked_draft(actor, publication_id)
    photo = _photo(post, photo_id)
    erase_files(photo)
    photo.delete()
    _forget_confirmation(post)


def erase_files(photo: Photo) -> None:
    """Erase what was kept of a photo: the upload, if it is still there, and the working copy."""
    for stored in (photo.upload, photo.working_copy):
        if stored is not None:
            files.erase(file=stored)


@transaction.atomic
def describe(*, actor: Actor, publication_id: UUID, photo_id: UUID, alt_text: str) -> None:
    """Say in words what the photo shows."""
    photo = _photo(locked_draft(actor, publication_id), photo_id)
    photo.alt_text = alt_text
    photo.save(update_fields=["alt_text"])


@transaction.atomic
def leave_out(*, actor: Actor, publication_id: UUID, photo_id: UUID, channel_key: str, out: bool) -> None:
    """Leave the photo out on one channel, or put it back."""
    photo = _photo(locked_draft(actor, publication_id), photo_id)
    photo.left_out_on = _with(photo.left_out_on, {channel_key}, present=out)
    photo.save(update_fields=["left_out_on"])


@transaction.atomic
def tag(
    *, actor: Actor, publication_id: UUID, face_id: UUID, as_: Tag, person_id: UUID | None = None
) -> Face:
    """Say who a face is, or that it is nobody of the school, or no face at all.

    Raises:
        Http404: when the person is not of this school, or the face not of this post.
    """
    post = locked_draft(actor, publication_id)
    face = _face(post, face_id)
    if as_ is Tag.PERSON and not _is_of_school(post, person_id):
        raise Http404
    face.tag = as_.value
    face.person_id = person_id if as_ is Tag.PERSON else None
    face.covered_on = []
    face.save(update_fields=["tag", "person", "covered_on"])
    _forget_confirmation(post)
    return face


@transaction.atomic
def cover(
    *, actor: Actor, publication_id: UUID, face_id: UUID, channel_keys: set[str] | None, covered: bool
) -> Face:
    """Cover a face on some channels, or on all of the school's when ``channel_keys`` is None."""
    post = locked_draft(actor, publication_id)
    face = _face(post, face_id)
    if channel_keys is None:
        channel_keys = set(Channel.objects.filter(school_id=post.school_id).values_list("key", flat=True))
    face.covered_on = _with(face.covered_on, channel_keys, present=covered)
    face.save(update_fields=["covered_on"])
    return face


@transaction.atomic
def add_face(*, actor: Actor, publication_id: UUID, photo_id: UUID, box: Box) -> Face:
    """Mark a face that the detector missed.

    Raises:
        ValueError: when the box does not lie in the photo or is too small to be a face.
    """
    post = locked_draft(actor, publication_id)
    photo = _photo(post, photo_id)
    inside = box.clipped(photo.width, photo.height)
    if min(inside.width, inside.height) < SMALLEST_FACE:
        raise ValueError("the box is too small or outside the photo")
    last = photo.faces.aggregate(last=Max("number"))["last"] or 0
    face = Face.objects.create(
        photo=photo,
        number=last + 1,
        x=inside.x,
        y=inside.y,
        width=inside.width,
        height=inside.height,
        by_hand=True,
    )
    _forget_confirmation(post)
    return face


def _with(keys: list[str], changed: set[str], *, present: bool) -> list[str]:
    change: Callable[[set[str]], set[str]] = set(keys).union if present else set(keys).difference
    return sorted(change(changed))


def _photo(post: Publication, photo_id: UUID) -> Photo:
    found = Photo.objects.filter(publication=post, id=photo_id).first()
    if found is None:
        raise Http404
    return found


def _face(post: Publication, face_id: UUID) -> Face:
    found = Face.objects.filter(photo__publication=post, id=face_id).first()
    if found is None:
        raise Http404
    return found


def _is_of_school(post: Publication, person_id: UUID | None) -> bool:
    return person_id is not None and Person.objects.filter(school_id=post.school_id, id=person_id).exists()


def _forget_confirmation(post: Publication) -> None:
    """Whoever said "everybody is marked" said it of what was there then."""
    post.everyone_marked_by = None
    post.everyone_marked_at = None
    post.save(update_fields=["everyone_marked_by", "everyone_marked_at", "saved_at"])
