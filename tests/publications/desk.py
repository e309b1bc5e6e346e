"""A communications officer at work, for tests: posts that are one step away from whatever is asked."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from PIL import Image, ImageDraw

from deelwijs.accounts.roles import Role
from deelwijs.consents import actions as consents
from deelwijs.core.consent import Answer
from deelwijs.core.geometry import Box
from deelwijs.core.people import birthday
from deelwijs.core.publication import PURPOSE_IMAGE, Tag
from deelwijs.demo.load import demo_id
from deelwijs.ledger.models import Entry
from deelwijs.people.actor import Actor
from deelwijs.people.models import Person, School
from deelwijs.publications import selectors
from deelwijs.publications.actions import drafts, photos, placing, takedown
from deelwijs.publications.actions.drafts import Words
from deelwijs.publications.models import Decision, Face, Photo, Placement, Publication
from deelwijs.vision.faces import Face as FoundFace
from deelwijs.vision.sandbox import Inspected

SIDE = 60  # pixels of a face in a drawn photo
SKIN = (230, 180, 150)
Now = Callable[[], AbstractContextManager[list[Any]]]


def actor_of(school: School, name: str, *roles: Role) -> Actor:
    """A demo person as who acts."""
    person = Person.objects.get(id=demo_id(name))
    return Actor(person.id, school.id, person.name.full, frozenset(roles))


def box_of(number: int) -> Box:
    """Where the face with this number is, counted from 1."""
    return Box(20 + (number - 1) * 2 * SIDE, 40, SIDE, SIDE)


def drawn(faces: int = 1) -> bytes:
    """A JPEG with a skin-coloured square for each face."""
    image = Image.new("RGB", (40 + max(faces, 1) * 2 * SIDE, 200), (90, 140, 180))
    draw = ImageDraw.Draw(image)
    for number in range(1, faces + 1):
        box = box_of(number)
        draw.rectangle((box.x, box.y, box.x + box.width, box.y + box.height), fill=SKIN)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=95)
    return target.getvalue()


@dataclass
class FoundFaces:
    """What the search for faces answers: a number of sure faces, and places that may be one."""

    sure: int = 1
    doubtful: int = 0
    problem: Exception | None = None

    def __call__(self, _data: bytes, **_: Any) -> Inspected:
        if self.problem:
            raise self.problem
        number = self.sure + self.doubtful
        upright = drawn(number)
        with Image.open(io.BytesIO(upright)) as image:
            width, height = image.size
        faces = tuple(
            FoundFace(box_of(place), 0.9 if place <= self.sure else 0.3, place <= self.sure)
            for place in range(1, number + 1)
        )
        return Inspected(upright, width, height, faces)


@dataclass
class Desk:
    """Does through the actions what the editor's buttons do."""

    actor: Actor
    found: FoundFaces
    now: Now = field(repr=False)

    def draft(
        self,
        *,
        title: str = "Open dag",
        text: str = "Het was gezellig.",
        channels: Iterable[str] = ("website",),
        **more: Any,
    ) -> Publication:
        post = drafts.start(actor=self.actor)
        drafts.choose_channels(actor=self.actor, publication_id=post.id, keys=channels)
        return drafts.write(actor=self.actor, publication_id=post.id, words=Words(title, text, **more))

    def photo(self, post: Publication, sure: int = 1, doubtful: int = 0, alt: str = "Een foto") -> Photo:
        """A described photo with so many faces."""
        self.found.sure, self.found.doubtful = sure, doubtful
        with self.now():
            upload = photos.Upload("foto.jpg", drawn(sure + doubtful))
            made = photos.add(actor=self.actor, publication_id=post.id, upload=upload)
        photos.describe(actor=self.actor, publication_id=post.id, photo_id=made.id, alt_text=alt)
        made.refresh_from_db()
        return made

    def tag(self, face: Face, who: str | Tag) -> Face:
        """Say who a face is: the name of a demo person, or another tag."""
        is_tag = isinstance(who, Tag)
        return photos.tag(
            actor=self.actor,
            publication_id=face.photo.publication_id,
            face_id=face.id,
            as_=who if isinstance(who, Tag) else Tag.PERSON,
            person_id=None if is_tag else demo_id(who),
        )

    def cover(self, face: Face, *channels: str, covered: bool = True) -> Face:
        return photos.cover(
            actor=self.actor,
            publication_id=face.photo.publication_id,
            face_id=face.id,
            channel_keys=set(channels) or None,
            covered=covered,
        )

    def confirm(self, post: Publication) -> None:
        drafts.confirm_everyone(actor=self.actor, publication_id=post.id, confirmed=True)

    def with_people(self, *names: str, **words: Any) -> Publication:
        """A post with one photo of these people: complete, allowed or not."""
        post = self.draft(**words)
        photo = self.photo(post, len(names))
        for face, name in zip(photo.faces.all(), names, strict=True):
            self.tag(face, name)
        self.confirm(post)
        return self.fresh(post)

    def fresh(self, post: Publication) -> Publication:
        """The post as a page reads it."""
        return selectors.publication(self.actor, post.id)

    def submit(self, post: Publication) -> Decision:
        """Decide, and let the worker place it."""
        with self.now():
            return placing.submit(actor=self.actor, publication_id=post.id)

    def online(self, *names: str, **words: Any) -> Placement:
        """A post with these people that is placed; the first of its placements."""
        decision = self.submit(self.with_people(*names, **words))
        return decision.placements.order_by("channel__order")[0]

    def take_down(self, placement: Placement) -> Placement:
        with self.now():
            takedown.take_down(actor=self.actor, placement_id=placement.id)
        placement.refresh_from_db()
        return placement

    def says(
        self,
        school: School,
        who: str,
        person: str,
        answer: Answer,
        *channels: str,
        purpose: str = PURPOSE_IMAGE,
    ) -> None:
        """Somebody decides for a person, and the worker does what follows."""
        role = Role.PUPIL if who == person else Role.GUARDIAN
        with self.now():
            self.says_uncommitted(school, who, person, answer, *channels, purpose=purpose, role=role)

    def says_uncommitted(
        self,
        school: School,
        who: str,
        person: str,
        answer: Answer,
        *channels: str,
        purpose: str = PURPOSE_IMAGE,
        role: Role = Role.GUARDIAN,
    ) -> None:
        """The decision alone: no worker has run yet."""
        consents.decide(
            actor=actor_of(school, who, role),
            person_id=demo_id(person),
            answers=[consents.GivenAnswer(purpose, channel, answer) for channel in channels or ("website",)],
        )


def face_of(post: Publication | UUID, number: int = 1) -> Face:
    """A face of the first photo of a post."""
    post_id = post.id if isinstance(post, Publication) else post
    return Face.objects.select_related("photo").get(
        photo__publication_id=post_id, photo__order=1, number=number
    )


def years_ago(years: int) -> date:
    """A birth date of somebody who is that old, and no older than a few days more."""
    today = timezone.localdate()
    born = date(today.year - years, today.month, min(today.day, 28))
    assert birthday(born, years) <= today
    return born


def entries(kind: str) -> list[Entry]:
    """The ledger's entries of one kind, in order."""
    return list(Entry.objects.filter(kind=kind).select_related("payload").order_by("seq"))
