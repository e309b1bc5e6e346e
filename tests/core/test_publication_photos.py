"""What stands in the way of a photo: each finding with its article and its ways out."""

from __future__ import annotations

import pytest

from deelwijs.core.consent import ConsentState
from deelwijs.core.finding import FaceRef, Outcome
from deelwijs.core.publication import (
    Grantor,
    Lesson,
    LessonFacts,
    LessonPermission,
    Photo,
    Tag,
    Treatment,
    assess,
    lesson_permitted,
)
from tests.core.posts import IMAGE, WEB, consent, face, findings, photo, post

WHERE = FaceRef("p1", "f1")
GIVEN = {("sami", IMAGE, WEB): consent()}


def codes(*photos: Photo, **changes: object) -> list[str]:
    return [finding.code for finding in findings(post(photos=photos, **changes))]


def test_a_finished_post_may_go_out() -> None:
    verdict = assess(post(photos=(photo(face()),), consents=GIVEN))
    assert verdict.outcome is Outcome.ALLOWED
    assert verdict.may_go_out
    shown = verdict.on(WEB).treatment_of("p1", "f1")
    assert shown is not None
    assert (shown.treatment, shown.person_id, shown.basis) == (Treatment.SHOW, "sami", ("d1",))


@pytest.mark.parametrize(
    ("tag", "certain", "code", "severity", "best"),
    [
        (Tag.UNTAGGED, True, "face_untagged", Outcome.FORBIDDEN, "tag_face"),
        (Tag.UNTAGGED, False, "face_unanswered", Outcome.ALLOWED_IF, "mark_outsider"),
        (Tag.OUTSIDER, True, "outsider_visible", Outcome.FORBIDDEN, "cover_face"),
        (Tag.UNKNOWN, True, "unknown_visible", Outcome.FORBIDDEN, "cover_face"),
    ],
)
def test_a_face_without_a_known_person(
    tag: Tag, code: str, severity: Outcome, best: str, *, certain: bool
) -> None:
    seen = face(None, tag, certain=certain)
    (finding,) = findings(post(photos=(photo(seen),)))
    assert (finding.article, finding.code, finding.severity) == ("A5", code, severity)
    assert finding.where == WHERE
    assert finding.remedies[0] == best
    assert codes(photo(face(None, tag, certain=certain, covered_on=frozenset({WEB})))) == []
    assert codes(photo(face(None, tag, certain=certain, covered_on=frozenset({"instagram"})))) == [code]


def test_what_is_no_face_is_left_alone() -> None:
    verdict = assess(post(photos=(photo(face(None, Tag.NOT_A_FACE)),)))
    assert verdict.may_go_out
    assert verdict.on(WEB).treatments == ()


@pytest.mark.parametrize("state", [state for state in ConsentState if state is not ConsentState.GIVEN])
def test_a_person_without_consent(state: ConsentState) -> None:
    stands = {("sami", IMAGE, WEB): consent(state)}
    facts = post(photos=(photo(face()),), consents=stands)
    (finding,) = findings(facts)
    assert (finding.article, finding.code, finding.severity) == (
        "A5",
        f"consent_{state.value}",
        Outcome.FORBIDDEN,
    )
    assert (finding.person_id, dict(finding.params)) == ("sami", {"name": "Sami Bakkali", "channel": WEB})
    askable = state in {ConsentState.NOT_ANSWERED, ConsentState.TO_CONFIRM}
    assert ("ask_consent" in finding.remedies) is askable
    treatment = assess(facts).on(WEB).treatment_of("p1", "f1")
    assert treatment is not None
    assert (treatment.treatment, treatment.basis) == (Treatment.COVER, ())


def test_silence_is_not_answered() -> None:
    assert codes(photo(face())) == ["consent_not_answered"]
    assert codes(photo(face(None))) == ["consent_not_answered"]


def test_consent_holds_for_its_own_use_and_channel_only() -> None:
    elsewhere = {("sami", "naam_bij_foto", WEB): consent(), ("sami", IMAGE, "instagram"): consent()}
    assert codes(photo(face()), consents=elsewhere) == ["consent_not_answered"]
    both = post(photos=(photo(face()),), channels=(WEB, "instagram"), consents=elsewhere)
    assert assess(both).on("instagram").outcome is Outcome.ALLOWED
    assert assess(both).outcome is Outcome.FORBIDDEN


def test_what_is_online_may_stay_on_a_yes_that_waits_for_the_pupil() -> None:
    waiting = {("sami", IMAGE, WEB): consent(ConsentState.TO_CONFIRM)}
    assert codes(photo(face()), consents=waiting) == ["consent_to_confirm"]
    assert codes(photo(face()), consents=waiting, already_public=True) == []
    withdrawn = {("sami", IMAGE, WEB): consent(ConsentState.WITHDRAWN)}
    assert codes(photo(face()), consents=withdrawn, already_public=True) == ["consent_withdrawn"]


def test_a_photo_that_is_left_out_is_not_judged() -> None:
    out = photo(face(), alt_text="", left_out_on=frozenset({WEB}))
    verdict = assess(post(photos=(out,), everyone_marked=False))
    assert verdict.may_go_out
    assert verdict.on(WEB).treatment_of("p1", "f1") is None


@pytest.mark.parametrize("described", ["", "   ", "\n"])
def test_a_photo_needs_a_description(described: str) -> None:
    (finding,) = findings(post(photos=(photo(alt_text=described),)))
    assert (finding.article, finding.code, finding.severity, finding.remedies) == (
        "Wet",
        "alt_text_missing",
        Outcome.ALLOWED_IF,
        ("add_alt_text",),
    )


def test_where_descriptions_are_not_asked_none_is_missed() -> None:
    assert codes(photo(alt_text=None)) == []


def test_somebody_must_look_whether_everybody_is_marked() -> None:
    (finding,) = findings(post(photos=(photo(),), everyone_marked=False))
    assert (finding.article, finding.code, finding.severity, finding.remedies) == (
        "A5",
        "everyone_not_marked",
        Outcome.ALLOWED_IF,
        ("confirm_everyone",),
    )
    assert codes(photo(), everyone_marked=False, already_public=True) == []
    assert codes(everyone_marked=False) == []


TEACHER, LEADERS, PUPILS, PARENTS = Grantor.TEACHER, Grantor.LEADERSHIP, Grantor.PUPILS, Grantor.PARENTS


@pytest.mark.parametrize(
    ("by", "permitted"),
    [
        ({LEADERS}, True),
        ({LEADERS, PUPILS}, True),
        ({TEACHER, PUPILS}, True),
        ({TEACHER, PARENTS}, True),
        ({TEACHER}, False),
        ({PUPILS, PARENTS}, False),
        (set(), False),
    ],
)
def test_who_may_permit_recording_in_a_lesson(by: set[Grantor], *, permitted: bool) -> None:
    lesson = LessonFacts(Lesson.LESSON, LessonPermission.BEFORE, frozenset(by))
    assert lesson_permitted(lesson) is permitted
    assert codes(photo(), lesson=lesson) == ([] if permitted else ["lesson_permission_missing"])
    for moment, code in [
        (LessonPermission.AFTER, "lesson_permission_late"),
        (LessonPermission.NONE, "lesson_permission_missing"),
    ]:
        late = LessonFacts(Lesson.LESSON, moment, frozenset(by))
        (finding,) = findings(post(photos=(photo(),), lesson=late))
        assert (finding.article, finding.code, finding.severity) == ("A1", code, Outcome.FORBIDDEN)
        assert finding.remedies == ("record_permission", "remove_photos")


def test_a_remote_lesson_is_never_shared() -> None:
    remote = LessonFacts(Lesson.REMOTE, LessonPermission.BEFORE, frozenset(Grantor))
    (finding,) = findings(post(photos=(photo(),), lesson=remote))
    assert (finding.article, finding.code, finding.severity, finding.remedies) == (
        "A7",
        "remote_lesson_shared",
        Outcome.FORBIDDEN,
        ("remove_photos",),
    )
    assert codes(lesson=remote) == []


def test_a_channel_that_was_not_asked_about_has_no_verdict() -> None:
    with pytest.raises(KeyError):
        assess(post()).on("instagram")


def test_without_a_channel_nothing_goes_out() -> None:
    verdict = assess(post(channels=()))
    assert verdict.outcome is Outcome.ALLOWED
    assert not verdict.may_go_out
