"""The verdict on a post, channel by channel."""

from __future__ import annotations

from deelwijs.core.publication.facts import Assessment, ChannelAssessment, PublicationFacts, Tag
from deelwijs.core.publication.photos import (
    confirmation_findings,
    lesson_findings,
    photo_findings,
    treatment_of,
)
from deelwijs.core.publication.words import disclosure_findings, text_findings


def assess(facts: PublicationFacts) -> Assessment:
    """Judge a post for each of its channels (A1, A2, A5, A7, A8, B2, C1, C3, C4)."""
    return Assessment(tuple(_assess_channel(facts, channel) for channel in facts.channels))


def _assess_channel(facts: PublicationFacts, channel: str) -> ChannelAssessment:
    photos = [photo for photo in facts.photos if channel not in photo.left_out_on]
    findings = [
        *lesson_findings(facts, photos),
        *(finding for photo in photos for finding in photo_findings(facts, photo, channel)),
        *text_findings(facts, channel),
        *disclosure_findings(facts),
        *confirmation_findings(facts, photos),
    ]
    treatments = [
        treatment_of(facts, photo, face, channel)
        for photo in photos
        for face in photo.faces
        if face.tag is not Tag.NOT_A_FACE
    ]
    return ChannelAssessment(channel, tuple(findings), tuple(treatments))
