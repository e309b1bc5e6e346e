"""What the photos of a post say about who may see it (A1, A5, A7)."""

from __future__ import annotations

from collections.abc import Iterator

from deelwijs.core.consent import ConsentState
from deelwijs.core.finding import FaceRef, Finding, Outcome
from deelwijs.core.publication.facts import (
    PURPOSE_IMAGE,
    Face,
    FaceTreatment,
    Grantor,
    Lesson,
    LessonFacts,
    LessonPermission,
    Photo,
    PublicationFacts,
    Tag,
    Treatment,
)


def photo_findings(facts: PublicationFacts, photo: Photo, channel: str) -> Iterator[Finding]:
    for face in photo.faces:
        if channel not in face.covered_on and (finding := _face_finding(facts, photo, face, channel)):
            yield finding
    if photo.alt_text is not None and not photo.alt_text.strip():
        yield Finding(
            "Wet", "alt_text_missing", Outcome.ALLOWED_IF, FaceRef(photo.id, ""), remedies=("add_alt_text",)
        )


def _face_finding(facts: PublicationFacts, photo: Photo, face: Face, channel: str) -> Finding | None:
    """What stands in the way of showing this face on this channel, if anything does (A5)."""
    where = FaceRef(photo.id, face.id)
    match face.tag:
        case Tag.NOT_A_FACE:
            return None
        case Tag.UNTAGGED if face.certain:
            return Finding(
                "A5", "face_untagged", Outcome.FORBIDDEN, where, remedies=("tag_face", "cover_face")
            )
        case Tag.UNTAGGED:
            return Finding(
                "A5",
                "face_unanswered",
                Outcome.ALLOWED_IF,
                where,
                remedies=("mark_outsider", "not_a_face", "tag_face"),
            )
        case Tag.OUTSIDER | Tag.UNKNOWN:
            code = f"{face.tag.value}_visible"
            return Finding("A5", code, Outcome.FORBIDDEN, where, remedies=("cover_face", "leave_photo_out"))
        case Tag.PERSON:
            return _consent_finding(facts, face, channel, where)


def _consent_finding(facts: PublicationFacts, face: Face, channel: str, where: FaceRef) -> Finding | None:
    status = facts.consents.get((face.person_id or "", PURPOSE_IMAGE, channel))
    if status is not None and facts.is_carried_by(status):
        return None
    state = status.state if status is not None else ConsentState.NOT_ANSWERED
    askable = state in {ConsentState.NOT_ANSWERED, ConsentState.TO_CONFIRM}
    remedies = (
        ("cover_face", "ask_consent", "leave_photo_out") if askable else ("cover_face", "leave_photo_out")
    )
    return Finding(
        "A5",
        f"consent_{state.value}",
        Outcome.FORBIDDEN,
        where,
        person_id=face.person_id,
        remedies=remedies,
        params=(("name", facts.people.get(face.person_id or "", "")), ("channel", channel)),
    )


def treatment_of(facts: PublicationFacts, photo: Photo, face: Face, channel: str) -> FaceTreatment:
    """Show a face only on a consent that carries it; in every other case it is covered."""
    status = facts.consents.get((face.person_id or "", PURPOSE_IMAGE, channel))
    shown = (
        channel not in face.covered_on
        and face.tag is Tag.PERSON
        and status is not None
        and facts.is_carried_by(status)
    )
    if shown and status is not None:
        return FaceTreatment(photo.id, face.id, Treatment.SHOW, face.person_id, status.basis)
    return FaceTreatment(photo.id, face.id, Treatment.COVER, face.person_id)


def lesson_findings(facts: PublicationFacts, photos: list[Photo]) -> Iterator[Finding]:
    """A1: a recording made in a lesson needs permission given beforehand. A7: a remote lesson is never
    shared; its text knows no exception."""
    if not photos:
        return
    if facts.lesson.lesson is Lesson.REMOTE:
        yield Finding("A7", "remote_lesson_shared", Outcome.FORBIDDEN, remedies=("remove_photos",))
    elif facts.lesson.lesson is Lesson.LESSON and not lesson_permitted(facts.lesson):
        code = (
            "lesson_permission_late"
            if facts.lesson.permission is LessonPermission.AFTER
            else "lesson_permission_missing"
        )
        yield Finding("A1", code, Outcome.FORBIDDEN, remedies=("record_permission", "remove_photos"))


def lesson_permitted(lesson: LessonFacts) -> bool:
    """Whether the permission of A1 was there: from the leadership, or from the teacher together with the
    pupils in view (under age: their parents). This is the reading in NORMS, fixed reading 1."""
    if lesson.permission is not LessonPermission.BEFORE:
        return False
    if Grantor.LEADERSHIP in lesson.granted_by:
        return True
    return Grantor.TEACHER in lesson.granted_by and bool(
        lesson.granted_by & {Grantor.PUPILS, Grantor.PARENTS}
    )


def confirmation_findings(facts: PublicationFacts, photos: list[Photo]) -> Iterator[Finding]:
    """A detector misses faces, so a person looks and says that everybody is marked."""
    if photos and not facts.everyone_marked and not facts.already_public:
        yield Finding("A5", "everyone_not_marked", Outcome.ALLOWED_IF, remedies=("confirm_everyone",))
