"""Gather the facts of a post in one go and have the core judge them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from deelwijs.consents import selectors as consents
from deelwijs.core import publication as core
from deelwijs.core.content import content_hash
from deelwijs.core.finding import Finding
from deelwijs.core.people import Affiliation, Person
from deelwijs.core.publication import Assessment, PublicationFacts, assess
from deelwijs.core.text import TextMatch
from deelwijs.people import selectors as people
from deelwijs.people.models import Person as PersonRow
from deelwijs.protocols.selectors import Protocol, in_force
from deelwijs.publications.models import Face, Photo, Placement, Publication
from deelwijs.publications.textcheck import check, written

MOST_CANDIDATES = 3  # how many people a name may be before it says nothing about any of them


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
        named = {
            candidate
            for match in self.facts.text_check.matches
            if self._words_of(match).casefold() not in self.facts.accepted_words
            for candidate in match.candidates[:MOST_CANDIDATES]
        }
        return sorted(UUID(person_id) for person_id in shown | named)

    def _words_of(self, match: TextMatch) -> str:
        return self.facts.text[match.span.start : match.span.end]

    def finding_about(self, channel: str, person_id: str) -> Finding | None:
        """What stands in the way for one person on one channel, if anything does.

        A name that by now fits two people is a finding about neither; it is about this one when this one
        does not consent to being named.
        """
        findings = self.findings_on(channel)
        by_id = [finding for finding in findings if finding.person_id == person_id]
        by_name = (f for f in findings if self._names_without_consent(f, person_id, channel))
        return next(iter(by_id), None) or next(by_name, None)

    def findings_on(self, channel: str) -> tuple[Finding, ...]:
        """What stands in the way on one channel."""
        return tuple(f for on in self.assessment.channels if on.channel == channel for f in on.findings)

    def carries(self, placement: Placement) -> bool:
        """Whether this is still the content that was decided, and it still may go out on its channel."""
        same = content_hash(self.facts) == placement.decision.content_hash
        return same and not self.findings_on(placement.channel.key)

    def _names_without_consent(self, finding: Finding, person_id: str, channel: str) -> bool:
        status = self.facts.consents.get((person_id, core.PURPOSE_NAME, channel))
        carried = status is not None and self.facts.is_carried_by(status)
        return not carried and any(
            match.span == finding.where and person_id in match.candidates
            for match in self.facts.text_check.matches
        )


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
    concerned |= {
        candidate for match in text_check.matches for candidate in match.candidates[:MOST_CANDIDATES]
    }
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
        people=_names(concerned, members),
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


def _names(concerned: set[str], members: Mapping[str, Person]) -> dict[str, str]:
    """Who left the school has no consent any more, but still a name."""
    names = {key: members[key].name.full for key in concerned if key in members}
    gone = concerned - names.keys()
    if gone:
        names |= {str(row.id): row.name.full for row in PersonRow.objects.filter(id__in=gone)}
    return names


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
