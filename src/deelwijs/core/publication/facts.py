"""What a verdict on a post rests on, and what it looks like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from deelwijs.core.consent import ConsentStatus
from deelwijs.core.finding import Finding, Outcome, worst
from deelwijs.core.geometry import Box
from deelwijs.core.text import TextCheck

PURPOSE_IMAGE = "beeld"
PURPOSE_NAME = "naam_bij_foto"


class Act(StrEnum):
    """What the author does (corpus fact ``handeling``)."""

    PUBLISH = "publiceren"
    DISCUSS = "discussieren"


class Standing(StrEnum):
    """Whether the author acts for the school or privately (corpus fact ``hoedanigheid``)."""

    WORK = "werk"
    PRIVATE = "prive"


class Lesson(StrEnum):
    """Whether the photos were made in a lesson (corpus fact ``opname_uit_les``)."""

    NO = "nee"
    LESSON = "les"
    REMOTE = "afstandsles"


class LessonPermission(StrEnum):
    """Permission for recording in the lesson (corpus fact ``lestoestemming``)."""

    BEFORE = "vooraf"
    AFTER = "achteraf"
    NONE = "geen"


class Grantor(StrEnum):
    """Who gave permission for the lesson (corpus fact ``lestoestemming_van``)."""

    LEADERSHIP = "schoolleiding"
    TEACHER = "leraar"
    PUPILS = "leerlingen"
    PARENTS = "ouders"


class Tag(StrEnum):
    """What a person said about a face. Nobody else says it: faces are found, never recognised."""

    UNTAGGED = "untagged"
    PERSON = "person"
    OUTSIDER = "outsider"
    UNKNOWN = "unknown"
    NOT_A_FACE = "not_a_face"


class Treatment(StrEnum):
    """How a face goes out on a channel."""

    SHOW = "show"
    COVER = "cover"


@dataclass(frozen=True, slots=True)
class Face:
    """A face in a photo. ``covered_on`` holds the keys of the channels where the editor has it covered."""

    id: str
    box: Box
    certain: bool = True
    tag: Tag = Tag.UNTAGGED
    person_id: str | None = None
    covered_on: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of the post. ``sha256`` names its pixels as they were uploaded, upright and cleaned.

    ``alt_text`` is None where descriptions are not part of what is asked, as in a batch.
    """

    id: str
    sha256: str
    faces: tuple[Face, ...] = ()
    alt_text: str | None = ""
    left_out_on: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """Where the photos come from and who permitted that."""

    lesson: Lesson = Lesson.NO
    permission: LessonPermission = LessonPermission.NONE
    granted_by: frozenset[Grantor] = frozenset()


@dataclass(frozen=True, slots=True)
class PublicationFacts:
    """Everything that a verdict rests on.

    ``consents`` holds what stands on ``day`` by person, purpose and channel key.
    ``accepted_words`` are stretches of text that the author said are not about a member.
    ``people`` gives the name by which findings call a person.
    ``already_public``: the post is online, so that what may stay is asked instead of what may go out.
    """

    title: str
    text: str
    text_check: TextCheck
    author_id: str
    author_is_employee: bool
    act: Act
    standing: Standing
    channels: tuple[str, ...]
    photos: tuple[Photo, ...]
    day: date
    consents: Mapping[tuple[str, str, str], ConsentStatus]
    people: Mapping[str, str]
    lesson: LessonFacts = field(default_factory=LessonFacts)
    accepted_words: frozenset[str] = frozenset()
    everyone_marked: bool = False
    consulted: bool = False
    already_public: bool = False

    @property
    def private_employee(self) -> bool:
        """Whether part C of the protocol holds: an employee who writes privately."""
        return self.author_is_employee and self.standing is Standing.PRIVATE

    def is_carried_by(self, status: ConsentStatus) -> bool:
        """Whether this consent is enough: for going out, or for staying where it is already."""
        return status.allows_existing if self.already_public else status.allows_new


@dataclass(frozen=True, slots=True)
class FaceTreatment:
    """How one face goes out on one channel, and the consent decisions that carry it."""

    photo_id: str
    face_id: str
    treatment: Treatment
    person_id: str | None = None
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelAssessment:
    """The verdict for one channel."""

    channel: str
    findings: tuple[Finding, ...]
    treatments: tuple[FaceTreatment, ...]

    @property
    def outcome(self) -> Outcome:
        """The worst that any finding makes of it."""
        return worst([finding.severity for finding in self.findings])

    def treatment_of(self, photo_id: str, face_id: str) -> FaceTreatment | None:
        """How this face goes out, or None when its photo does not go to this channel."""
        matching = (t for t in self.treatments if (t.photo_id, t.face_id) == (photo_id, face_id))
        return next(matching, None)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict over all channels."""

    channels: tuple[ChannelAssessment, ...]

    @property
    def outcome(self) -> Outcome:
        """The worst of the channels."""
        return worst([channel.outcome for channel in self.channels])

    @property
    def may_go_out(self) -> bool:
        """Whether nothing is left to solve on any channel; without a channel nothing goes out."""
        return bool(self.channels) and self.outcome is Outcome.ALLOWED

    def on(self, channel: str) -> ChannelAssessment:
        """The verdict for one channel.

        Raises:
            KeyError: when the channel was not asked about.
        """
        for assessment in self.channels:
            if assessment.channel == channel:
                return assessment
        raise KeyError(channel)
