"""Posts to judge: plain ones for single cases, and random ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from deelwijs.core.consent import Capacity, ConsentState, ConsentStatus, Deciders
from deelwijs.core.finding import Finding, Span
from deelwijs.core.geometry import Box
from deelwijs.core.publication import (
    Act,
    Face,
    Grantor,
    Lesson,
    LessonFacts,
    LessonPermission,
    Photo,
    PublicationFacts,
    Standing,
    Tag,
    assess,
)
from deelwijs.core.text import Disclosure, MatchKind, TextCheck, TextMatch

BOX = Box(10, 10, 40, 40)
WEB = "website"
IMAGE, NAME = "beeld", "naam_bij_foto"
FIRST_WORD = Span(0, 4)
TOLD = Disclosure(employee=True, function=True, opinion=True)


def consent(state: ConsentState = ConsentState.GIVEN, basis: tuple[str, ...] = ("d1",)) -> ConsentStatus:
    """What stands for somebody, as the consent room tells it."""
    return ConsentStatus(state, Deciders(Capacity.GUARDIAN, ("moeder",)), basis)


def photo(*faces: Face, **changes: Any) -> Photo:
    """A described photo."""
    return replace(Photo("p1", "a" * 64, faces, alt_text="Kinderen in de tuin"), **changes)


def face(person: str | None = "sami", tag: Tag = Tag.PERSON, **changes: Any) -> Face:
    """A face that somebody pointed out."""
    return replace(Face("f1", BOX, tag=tag, person_id=person), **changes)


def post(**changes: Any) -> PublicationFacts:
    """A finished post by an employee at work: without changes there is nothing in its way."""
    plain = PublicationFacts(
        title="Open dag",
        text="Het was gezellig.",
        text_check=TextCheck(),
        author_id="noor",
        author_is_employee=True,
        act=Act.PUBLISH,
        standing=Standing.WORK,
        channels=(WEB,),
        photos=(),
        day=date(2026, 11, 23),
        consents={},
        people={"sami": "Sami Bakkali"},
        everyone_marked=True,
    )
    return replace(plain, **changes)


def says(text: str, *matches: TextMatch, **changes: Any) -> PublicationFacts:
    """A post with this text, in which these matches were found."""
    return post(text=text, text_check=TextCheck(matches, TOLD), **changes)


def match(kind: MatchKind, *candidates: str, certain: bool = True, span: Span = FIRST_WORD) -> TextMatch:
    """A place in the text that gives something away."""
    return TextMatch(span, kind, candidates, certain)


def findings(facts: PublicationFacts, channel: str = WEB) -> list[Finding]:
    """What was found on one channel."""
    return list(assess(facts).on(channel).findings)


# --- Random posts -------------------------------------------------------------------------------
CHANNELS = ("website", "instagram")
PEOPLE = ("sami", "yasmin", "noor")
_ON = st.frozensets(st.sampled_from(CHANNELS))
_TEXT = "Sami en Yasmin waren in 3C."

STATUSES = st.builds(
    consent, st.sampled_from([ConsentState.GIVEN] * 3 + list(ConsentState)), st.just(("d1",))
)
FACES = st.builds(
    Face,
    id=st.uuids().map(str),
    box=st.just(BOX),
    certain=st.booleans(),
    tag=st.sampled_from([Tag.PERSON] * 4 + list(Tag)),
    person_id=st.sampled_from(["sami", "sami", "yasmin", None]),
    covered_on=_ON,
)
PHOTOS = st.builds(
    Photo,
    id=st.uuids().map(str),
    sha256=st.just("a" * 64),
    faces=st.lists(FACES, max_size=3).map(tuple),
    alt_text=st.sampled_from(["", " ", "Een foto", None]),
    left_out_on=_ON,
)
MATCHES = st.builds(
    TextMatch,
    span=st.sampled_from([Span(0, 4), Span(8, 14), Span(8, 26), Span(24, 26)]),
    kind=st.sampled_from(MatchKind),
    candidates=st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True).map(tuple),
    certain=st.booleans(),
)
CHECKS = st.builds(
    TextCheck,
    matches=st.lists(MATCHES, max_size=3).map(tuple),
    disclosure=st.builds(Disclosure, st.booleans(), st.booleans(), st.booleans()),
    review=st.sampled_from([(), ("threat",)]),
)
LESSONS = st.builds(
    LessonFacts,
    st.sampled_from(Lesson),
    st.sampled_from(LessonPermission),
    st.frozensets(st.sampled_from(Grantor)),
)
KEYS = st.tuples(st.sampled_from(PEOPLE), st.sampled_from([IMAGE, NAME]), st.sampled_from(CHANNELS))
POSTS = st.builds(
    PublicationFacts,
    title=st.just("Titel"),
    text=st.just(_TEXT),
    text_check=CHECKS,
    author_id=st.sampled_from(PEOPLE),
    author_is_employee=st.booleans(),
    act=st.sampled_from(Act),
    standing=st.sampled_from(Standing),
    channels=st.sampled_from([CHANNELS, CHANNELS[:1], CHANNELS[1:]]),
    photos=st.lists(PHOTOS, max_size=2).map(tuple),
    day=st.just(date(2026, 11, 23)),
    consents=st.dictionaries(KEYS, STATUSES, max_size=8),
    people=st.just({"sami": "Sami", "yasmin": "Yasmin", "noor": "Noor"}),
    lesson=LESSONS,
    accepted_words=st.frozensets(st.sampled_from(["sami", "yasmin", "3c"])),
    everyone_marked=st.booleans(),
    consulted=st.booleans(),
    already_public=st.booleans(),
)
# Mostly solved, so that "allowed" is met often.
TIDY_POSTS = st.builds(
    post,
    channels=st.just(CHANNELS),
    photos=st.lists(
        st.builds(
            Photo,
            id=st.uuids().map(str),
            sha256=st.just("a" * 64),
            faces=st.lists(FACES, max_size=2).map(tuple),
            alt_text=st.sampled_from(["Een foto", "Een foto", "Een foto", ""]),
            left_out_on=_ON,
        ),
        max_size=2,
    ).map(tuple),
    consents=st.fixed_dictionaries(
        {(person, IMAGE, channel): STATUSES for person in PEOPLE[:2] for channel in CHANNELS}
    ),
    everyone_marked=st.sampled_from([True, True, True, False]),
)
