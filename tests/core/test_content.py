"""An approval holds for exactly what was approved."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import pytest

from deelwijs.core.content import content_hash
from deelwijs.core.geometry import Box
from deelwijs.core.publication import (
    Act,
    Grantor,
    Lesson,
    LessonFacts,
    LessonPermission,
    PublicationFacts,
    Standing,
    Tag,
)
from tests.core.posts import face, photo, post

FACE = face(covered_on=frozenset({"instagram"}))
PHOTO = photo(FACE)
POST = post(photos=(PHOTO, photo(id="p2", sha256="b" * 64)), channels=("website", "instagram"))
APPROVED = content_hash(POST)


def with_photo(**changes: Any) -> PublicationFacts:
    return replace(POST, photos=(replace(PHOTO, **changes), *POST.photos[1:]))


def with_face(**changes: Any) -> PublicationFacts:
    return with_photo(faces=(replace(FACE, **changes),))


OTHER = {
    "title": replace(POST, title="Open dagen"),
    "text": replace(POST, text=POST.text + " "),
    "author": replace(POST, author_id="pieter"),
    "act": replace(POST, act=Act.DISCUSS),
    "standing": replace(POST, standing=Standing.PRIVATE),
    "one channel less": replace(POST, channels=("website",)),
    "another channel": replace(POST, channels=("website", "nieuwsbrief")),
    "lesson": replace(POST, lesson=LessonFacts(Lesson.LESSON)),
    "permission": replace(POST, lesson=LessonFacts(permission=LessonPermission.BEFORE)),
    "grantor": replace(POST, lesson=LessonFacts(granted_by=frozenset({Grantor.TEACHER}))),
    "pixels": with_photo(sha256="c" * 64),
    "description": with_photo(alt_text="Iets anders"),
    "left out": with_photo(left_out_on=frozenset({"instagram"})),
    "one photo less": replace(POST, photos=POST.photos[:1]),
    "photos swapped": replace(POST, photos=POST.photos[::-1]),
    "one face less": with_photo(faces=()),
    "box": with_face(box=Box(10, 10, 40, 41)),
    "tag": with_face(tag=Tag.OUTSIDER),
    "person": with_face(person_id="yasmin"),
    "covered": with_face(covered_on=frozenset()),
    "covered elsewhere": with_face(covered_on=frozenset({"website"})),
}


@pytest.mark.parametrize("name", OTHER)
def test_what_goes_out_is_in_the_hash(name: str) -> None:
    assert content_hash(OTHER[name]) != APPROVED


def test_all_those_are_different_contents() -> None:
    assert len({content_hash(other) for other in OTHER.values()}) == len(OTHER)


SAME = {
    "order of channels": replace(POST, channels=("instagram", "website")),
    "consents": replace(POST, consents={}),
    "day": replace(POST, day=POST.day.replace(year=2027)),
    "marked": replace(POST, everyone_marked=False),
    "consulted": replace(POST, consulted=True),
    "online": replace(POST, already_public=True),
    "ids of rows": with_photo(id="p9", faces=(replace(FACE, id="f9"),)),
    "certainty of the detector": with_face(certain=False),
}


@pytest.mark.parametrize("name", SAME)
def test_what_does_not_go_out_is_not(name: str) -> None:
    assert content_hash(SAME[name]) == APPROVED


def test_one_text_has_one_hash_however_it_is_written() -> None:
    composed = unicodedata.normalize("NFC", "Zoë en Daniël")
    apart = unicodedata.normalize("NFD", composed)
    assert composed != apart
    for field in ("title", "text"):
        one, other = replace(POST, **{field: composed}), replace(POST, **{field: apart})
        assert content_hash(one) == content_hash(other)
    assert content_hash(with_photo(alt_text=composed)) == content_hash(with_photo(alt_text=apart))


def test_text_does_not_flow_over_into_the_title() -> None:
    assert content_hash(post(title="ab", text="c")) != content_hash(post(title="a", text="bc"))
