"""What exactly was approved: one hash over everything that goes out.

An approval binds to this hash. Change a word, a pixel, a tag or a channel and it is another content.
"""

from __future__ import annotations

from deelwijs.core.canonical import JSON, digest
from deelwijs.core.publication import Photo, PublicationFacts


def content_hash(facts: PublicationFacts) -> str:
    """SHA-256 in hex over title, text, standing, lesson facts, channels, and each photo with its faces."""
    content: JSON = {
        "title": facts.title,
        "text": facts.text,
        "author": facts.author_id,
        "act": facts.act.value,
        "standing": facts.standing.value,
        "lesson": [
            facts.lesson.lesson.value,
            facts.lesson.permission.value,
            sorted(grantor.value for grantor in facts.lesson.granted_by),
        ],
        "channels": sorted(facts.channels),
        "photos": [_photo_content(photo) for photo in facts.photos],
    }
    return digest(content)


def _photo_content(photo: Photo) -> JSON:
    return {
        "sha256": photo.sha256,
        "alt_text": photo.alt_text or "",
        "left_out_on": sorted(photo.left_out_on),
        "faces": [
            {
                "box": [face.box.x, face.box.y, face.box.width, face.box.height],
                "tag": face.tag.value,
                "person": face.person_id,
                "covered_on": sorted(face.covered_on),
            }
            for face in photo.faces
        ],
    }
