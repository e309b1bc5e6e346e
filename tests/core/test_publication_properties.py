"""What holds for every post, however it was made."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from deelwijs.core.consent import ConsentState
from deelwijs.core.finding import Outcome
from deelwijs.core.publication import PublicationFacts, Tag, Treatment, assess
from tests.core.family import PROPERTY
from tests.core.posts import CHANNELS, IMAGE, KEYS, POSTS, TIDY_POSTS, consent

CARRIES = {False: {ConsentState.GIVEN}, True: {ConsentState.GIVEN, ConsentState.TO_CONFIRM}}


@PROPERTY
@given(st.one_of(TIDY_POSTS, POSTS))
def test_a_face_is_shown_only_on_a_consent_that_carries_it(facts: PublicationFacts) -> None:
    faces = {(photo.id, face.id): face for photo in facts.photos for face in photo.faces}
    for on in assess(facts).channels:
        for treatment in on.treatments:
            if treatment.treatment is Treatment.SHOW:
                face = faces[treatment.photo_id, treatment.face_id]
                status = facts.consents[face.person_id or "", IMAGE, on.channel]
                assert face.tag is Tag.PERSON
                assert on.channel not in face.covered_on
                assert status.state in CARRIES[facts.already_public]
                assert (treatment.person_id, treatment.basis) == (face.person_id, status.basis)


@PROPERTY
@given(POSTS)
def test_every_face_that_goes_out_has_one_treatment(facts: PublicationFacts) -> None:
    for on in assess(facts).channels:
        expected = [
            (photo.id, face.id)
            for photo in facts.photos
            if on.channel not in photo.left_out_on
            for face in photo.faces
            if face.tag is not Tag.NOT_A_FACE
        ]
        assert [(found.photo_id, found.face_id) for found in on.treatments] == expected


@PROPERTY
@given(st.one_of(POSTS, TIDY_POSTS))
def test_allowed_means_that_everything_was_solved(facts: PublicationFacts) -> None:
    for on in assess(facts).channels:
        if on.outcome is not Outcome.ALLOWED:
            continue
        going = [photo for photo in facts.photos if on.channel not in photo.left_out_on]
        assert facts.everyone_marked or facts.already_public or not going
        for photo in going:
            assert photo.alt_text is None or photo.alt_text.strip()
            for face in photo.faces:
                if on.channel not in face.covered_on and face.tag is not Tag.NOT_A_FACE:
                    status = facts.consents[face.person_id or "", IMAGE, on.channel]
                    assert status.state in CARRIES[facts.already_public]
                    shown = on.treatment_of(photo.id, face.id)
                    assert shown is not None
                    assert shown.treatment is Treatment.SHOW


@PROPERTY
@given(st.one_of(POSTS, TIDY_POSTS), KEYS)
def test_one_more_consent_never_makes_it_worse(facts: PublicationFacts, key: tuple[str, str, str]) -> None:
    more = replace(facts, consents={**facts.consents, key: consent()})
    before, after = assess(facts), assess(more)
    assert after.outcome.rank >= before.outcome.rank
    for channel in facts.channels:
        assert set(after.on(channel).findings) <= set(before.on(channel).findings)


@PROPERTY
@given(st.one_of(POSTS, TIDY_POSTS), st.sampled_from(CHANNELS))
def test_covering_every_face_leaves_no_finding_about_a_face(facts: PublicationFacts, channel: str) -> None:
    photos = tuple(
        replace(
            photo,
            faces=tuple(replace(face, covered_on=face.covered_on | {channel}) for face in photo.faces),
        )
        for photo in facts.photos
    )
    on = assess(replace(facts, photos=photos, channels=(channel,))).on(channel)
    assert all(treatment.treatment is Treatment.COVER for treatment in on.treatments)
    about_faces = {"face_untagged", "face_unanswered", "outsider_visible", "unknown_visible"}
    consents = {f"consent_{state.value}" for state in ConsentState}
    assert {finding.code for finding in on.findings}.isdisjoint(about_faces | consents)


@PROPERTY
@given(POSTS)
def test_channels_are_judged_apart(facts: PublicationFacts) -> None:
    together = assess(facts)
    for channel in facts.channels:
        assert assess(replace(facts, channels=(channel,))).on(channel) == together.on(channel)
    backwards = assess(replace(facts, channels=tuple(reversed(facts.channels))))
    assert backwards.outcome is together.outcome


@PROPERTY
@given(POSTS)
def test_judging_twice_gives_the_same(facts: PublicationFacts) -> None:
    assert assess(facts) == assess(facts)
    for on in assess(facts).channels:
        assert on.outcome is min((f.severity for f in on.findings), key=_rank, default=Outcome.ALLOWED)


def _rank(outcome: Outcome) -> int:
    return outcome.rank
