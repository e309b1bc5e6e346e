"""The photos of a post as one channel may show them: covered where needed, without hidden data."""

from __future__ import annotations

import io
from dataclasses import dataclass
from uuid import UUID

from PIL import Image

from deelwijs.core.publication import ChannelAssessment, Treatment
from deelwijs.files import selectors as files
from deelwijs.publications.judging import Judgement
from deelwijs.publications.models import Photo, Publication
from deelwijs.vision import metadata, redact

LONGEST_SIDE = 1600  # pixels; what a news page needs, and no more


@dataclass(frozen=True, slots=True)
class Rendered:
    """One photo, ready to be seen."""

    photo_id: UUID
    data: bytes
    media_type: str
    width: int
    height: int
    alt_text: str


def render(post: Publication, judgement: Judgement, channel_key: str) -> list[Rendered]:
    """Every photo of the post that goes to this channel."""
    return [
        render_photo(post, photo, judgement.assessment.on(channel_key))
        for photo in post.photos.all()
        if photo.state == Photo.State.READY and channel_key not in photo.left_out_on
    ]


def render_photo(post: Publication, photo: Photo, channel: ChannelAssessment) -> Rendered:
    """One photo as the channel may show it. A face is seen only when the assessment says so."""
    if photo.working_copy is None:
        raise ValueError("a photo without a working copy cannot be shown")
    hidden = [
        face.box
        for face in photo.faces.all()
        if (treatment := channel.treatment_of(str(photo.id), str(face.id))) is not None
        and treatment.treatment is Treatment.COVER
    ]
    with Image.open(io.BytesIO(files.read(photo.working_copy))) as image:
        covered = redact.cover(image.convert("RGB"), hidden, _style(post))
    final = metadata.resized(covered, LONGEST_SIDE)
    return Rendered(
        photo.id,
        metadata.encode_clean(final, "JPEG"),
        "image/jpeg",
        final.width,
        final.height,
        photo.alt_text,
    )


def _style(post: Publication) -> redact.CoverStyle:
    return redact.CoverStyle(colour=post.school.colour, accent=post.school.accent)
