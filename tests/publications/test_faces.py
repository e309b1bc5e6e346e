"""Saying who is in a photo, and covering who may not be seen."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable

import pytest
from django.db.models import ProtectedError
from django.http import Http404
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from deelwijs.core.geometry import Box
from deelwijs.core.publication import Tag
from deelwijs.demo.load import demo_id
from deelwijs.people.actor import Actor
from deelwijs.people.models import Person
from deelwijs.publications.actions import drafts, photos
from deelwijs.publications.models import Face, Publication
from tests.publications.desk import SKIN, Desk, box_of, face_of


def post_to(client: Client, name: str, face: Face, **fields: str) -> None:
    address = reverse(f"publications:{name}", args=[face.photo.publication_id, face.id])
    assert client.post(address, fields).status_code == 302
    face.refresh_from_db()


def test_a_face_gets_a_name_and_loses_it_again(desk: Desk, signed_in: Client) -> None:
    post = desk.draft()
    desk.photo(post, 2)
    face = face_of(post)
    post_to(signed_in, "tag", face, tag="person", person=str(demo_id("lotte-hendriks")))
    assert (face.tag, face.person_id) == (Tag.PERSON, demo_id("lotte-hendriks"))
    for tag in ("outsider", "unknown", "not_a_face", "untagged"):
        post_to(signed_in, "tag", face, tag=tag, person=str(demo_id("lotte-hendriks")))
        assert (face.tag, face.person_id) == (tag, None)


def test_the_next_face_comes_in_front(desk: Desk, signed_in: Client) -> None:
    post = desk.draft()
    desk.photo(post, 2)
    address = reverse("publications:tag", args=[post.id, face_of(post).id])
    response = signed_in.post(address, {"tag": "unknown"})
    assert f"gezicht={face_of(post, 2).id}" in response.headers["Location"]


@pytest.mark.parametrize("fields", [{"tag": "person"}, {"tag": "person", "person": "x"}, {"tag": "baas"}, {}])
def test_half_an_answer_changes_nothing(desk: Desk, signed_in: Client, fields: dict[str, str]) -> None:
    post = desk.draft()
    desk.photo(post)
    face = face_of(post)
    post_to(signed_in, "tag", face, **fields)
    assert face.tag == Tag.UNTAGGED


def test_who_is_of_another_school_cannot_be_tagged(desk: Desk, elsewhere: Actor) -> None:
    post = desk.draft()
    desk.photo(post)
    for stranger in (elsewhere.person_id, uuid.uuid4(), None):
        with pytest.raises(Http404):
            photos.tag(
                actor=desk.actor,
                publication_id=post.id,
                face_id=face_of(post).id,
                as_=Tag.PERSON,
                person_id=stranger,
            )


def test_a_face_of_another_post_is_out_of_reach(desk: Desk) -> None:
    mine, other = desk.draft(), desk.draft()
    desk.photo(other)
    with pytest.raises(Http404):
        photos.tag(actor=desk.actor, publication_id=mine.id, face_id=face_of(other).id, as_=Tag.UNKNOWN)


def test_a_new_name_uncovers(desk: Desk) -> None:
    """What was covered for one person says nothing about the next."""
    post = desk.draft()
    desk.photo(post)
    face = desk.cover(desk.tag(face_of(post), "sara-cohen"), "website")
    assert face.covered_on == ["website"]
    assert desk.tag(face, "liv-van-den-heuvel").covered_on == []


def test_a_passer_by_is_covered_everywhere_at_once(desk: Desk, signed_in: Client) -> None:
    post = desk.draft()
    desk.photo(post, 0, doubtful=1)
    face = face_of(post)
    post_to(signed_in, "tag", face, tag="outsider", cover="1")
    assert (face.tag, face.covered_on) == (Tag.OUTSIDER, ["instagram", "nieuwsbrief", "website"])


def test_covering_is_per_channel_or_everywhere(desk: Desk, signed_in: Client) -> None:
    post = desk.draft()
    desk.photo(post)
    face = face_of(post)
    post_to(signed_in, "cover", face, covered="1", channel="instagram")
    assert face.covered_on == ["instagram"]
    post_to(signed_in, "cover", face, covered="1")
    assert face.covered_on == ["instagram", "nieuwsbrief", "website"]
    post_to(signed_in, "cover", face, covered="0", channel="website")
    assert face.covered_on == ["instagram", "nieuwsbrief"]
    post_to(signed_in, "cover", face, covered="0")
    assert face.covered_on == []


def _tag_again(desk: Desk, post: Publication) -> None:
    desk.tag(face_of(post), "liv-van-den-heuvel")


def _another_photo(desk: Desk, post: Publication) -> None:
    desk.photo(post)


def _photo_out(desk: Desk, post: Publication) -> None:
    photo = face_of(post).photo
    photos.remove(actor=desk.actor, publication_id=post.id, photo_id=photo.id)


def _another_face(desk: Desk, post: Publication) -> None:
    photo = face_of(post).photo
    photos.add_face(actor=desk.actor, publication_id=post.id, photo_id=photo.id, box=Box(0, 0, 20, 20))


def _taken_back(desk: Desk, post: Publication) -> None:
    drafts.confirm_everyone(actor=desk.actor, publication_id=post.id, confirmed=False)


@pytest.mark.parametrize("change", [_tag_again, _another_photo, _photo_out, _another_face, _taken_back])
def test_any_change_forgets_that_everyone_was_marked(
    desk: Desk, change: Callable[[Desk, Publication], None]
) -> None:
    post = desk.with_people("liv-van-den-heuvel")
    assert post.everyone_marked_by_id == desk.actor.person_id
    change(desk, post)
    post.refresh_from_db()
    assert (post.everyone_marked_by_id, post.everyone_marked_at) == (None, None)


def test_a_missed_face_is_drawn_by_hand(desk: Desk, signed_in: Client) -> None:
    post = desk.draft()
    photo = desk.photo(post, 2)
    address = reverse("publications:add_face", args=[post.id, photo.id])
    response = signed_in.post(address, {"x": 10, "y": 20, "width": 30, "height": 40})
    face = photo.faces.get(by_hand=True)
    assert (face.number, face.box, face.certain, face.tag) == (3, Box(10, 20, 30, 40), True, Tag.UNTAGGED)
    assert f"gezicht={face.id}" in response.headers["Location"]


@pytest.mark.parametrize(
    "fields",
    [
        {"x": 5000, "y": 10, "width": 50, "height": 50},
        {"x": 10, "y": 10, "width": 2, "height": 50},
        {"x": 10, "y": 10, "width": -50, "height": 50},
        {"x": "links", "y": 10, "width": 50, "height": 50},
        {},
    ],
)
def test_a_slip_of_the_mouse_is_no_face(desk: Desk, signed_in: Client, fields: dict[str, object]) -> None:
    post = desk.draft()
    photo = desk.photo(post)
    address = reverse("publications:add_face", args=[post.id, photo.id])
    response = signed_in.post(address, fields, follow=True)
    assert "te klein of valt buiten de foto" in response.content.decode()
    assert photo.faces.count() == 1


NUMBERS = st.integers(-2000, 2000)


@given(st.builds(Box, NUMBERS, NUMBERS, NUMBERS, NUMBERS))
def test_a_drawn_face_always_lies_in_the_photo(box: Box) -> None:
    inside = box.clipped(160, 200)
    if min(inside.width, inside.height) >= photos.SMALLEST_FACE:
        assert inside.x >= 0
        assert inside.y >= 0
        assert inside.x + inside.width <= 160
        assert inside.y + inside.height <= 200


def test_who_is_in_a_photo_is_not_deleted_unnoticed(desk: Desk) -> None:
    desk.with_people("liv-van-den-heuvel")
    with pytest.raises(ProtectedError):
        Person.objects.get(id=demo_id("liv-van-den-heuvel")).delete()


def test_the_preview_shows_what_the_channel_will_show(desk: Desk, signed_in: Client) -> None:
    """Liv may be seen; nobody answered for Zoë; who is not tagged is covered to be safe."""
    post = desk.draft()
    photo = desk.photo(post, 3)
    desk.tag(face_of(post, 1), "liv-van-den-heuvel")
    desk.tag(face_of(post, 2), "zoe-ozturk")
    address = reverse("publications:preview_file", args=[post.id, photo.id, "website"])
    response = signed_in.get(address)
    with Image.open(io.BytesIO(response.content)) as image:
        assert [is_seen(image, number) for number in (1, 2, 3)] == [True, False, False]
    for channel in ("instagram", "bestaat-niet"):
        assert signed_in.get(address.replace("website", channel)).status_code == 404


def is_seen(image: Image.Image, number: int) -> bool:
    """Whether the skin of a drawn face is to be seen anywhere in its box."""
    box = box_of(number)
    part = image.convert("RGB").crop((box.x, box.y, box.x + box.width, box.y + box.height))
    near = sum(
        all(abs(channel - skin) < 30 for channel, skin in zip(colour, SKIN, strict=True))
        for colour in part.get_flattened_data()
    )
    return near > box.area // 2
