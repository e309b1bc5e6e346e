"""Gather the facts of a post in one go and have the core judge them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from deelwijs.consents import selectors as consents
from deelwijs.core import publication as core
from deelwijs.core.people import Affiliation, Person
from deelwijs.core.publication import Assessment, PublicationFacts, assess
from deelwijs.people import selectors as people
from deelwijs.protocols.selectors import Protocol, in_force
from deelwijs.publications.models import Face, Photo, Publication
from deelwijs.publications.textcheck import check, written


@dataclass(frozen=True)
class Judgement:
    """The facts of a post on a day, what the core makes of them, and the protocol it was held against."""

    facts: PublicationFacts
    assessment: Assessment
    protocol: Protocol
    members: Mapping[str, Person]

    @property
    def concerned(self) -> list[UUID]:
        """The ids of everybody who is shown or named."""
        shown = {face.person_id for photo in self.facts.photos for face in photo.faces if face.person_id}
        named = {candidate for match in self.facts.text_check.matches for candidate in match.candidates[:1]}
        return sorted(UUID(person_id) for person_id in shown | named)


def judge(post: Publication, day: date | None = None, *, already_public: bool = False) -> Judgement:
    """Gather everything a verdict needs in one go and decide. No permission check: callers hold the post."""
    day = day or timezone.localdate()
    protocol = in_force(post.school_id, day)
    roster = people.roster(post.school_id, day)
    facts = _facts(post, day, protocol, roster, already_public=already_public)
    return Judgement(facts, assess(facts), protocol, {person.id: person for person in roster})


def _facts(
    post: Publication,
    day: date,
    protocol: Protocol,
    roster: tuple[Person, ...],
    *,
    already_public: bool,
) -> PublicationFacts:
    members = {person.id: person for person in roster}
    author = members.get(str(post.author_id))
    text_check = check(post, roster)
    photos = tuple(_photo(photo) for photo in post.photos.all() if photo.state == Photo.State.READY)
    concerned = {face.person_id for photo in photos for face in photo.faces if face.person_id}
    concerned |= {candidate for match in text_check.matches for candidate in match.candidates[:3]}
    persons = [members[person_id] for person_id in concerned if person_id in members]
    return PublicationFacts(
        title=post.title,
        text=written(post),
        text_check=text_check,
        author_id=str(post.author_id),
        author_is_employee=author is not None and author.is_a(Affiliation.EMPLOYEE),
        act=core.Act(post.act),
        standing=core.Standing(post.standing),
        channels=tuple(channel.key for channel in post.channels.all()),
        photos=photos,
        day=day,
        consents=consents.statuses(post.school_id, persons, day, protocol.consent_rules),
        people={person.id: person.name.full for person in persons},
        lesson=core.LessonFacts(
            core.Lesson(post.lesson),
            core.LessonPermission(post.lesson_permission),
            frozenset(core.Grantor(grantor) for grantor in post.lesson_granted_by),
        ),
        accepted_words=frozenset(post.accepted_words),
        everyone_marked=post.everyone_marked_at is not None,
        consulted=bool(post.consulted_with),
        already_public=already_public,
    )


def _photo(photo: Photo) -> core.Photo:
    return core.Photo(
        id=str(photo.id),
        sha256=photo.working_copy.sha256 if photo.working_copy else "",
        faces=tuple(_face(face) for face in photo.faces.all()),
        alt_text=photo.alt_text,
        left_out_on=frozenset(photo.left_out_on),
    )


def _face(face: Face) -> core.Face:
    return core.Face(
        id=str(face.id),
        box=face.box,
        certain=face.certain,
        tag=core.Tag(face.tag),
        person_id=str(face.person_id) if face.person_id else None,
        covered_on=frozenset(face.covered_on),
    )
