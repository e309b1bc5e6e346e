"""Writing a post."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from deelwijs.accounts.roles import Permission
from deelwijs.core.publication import Act, Grantor, Lesson, LessonPermission, Standing
from deelwijs.people.actor import Actor
from deelwijs.protocols.models import Channel
from deelwijs.publications.actions.access import locked_draft
from deelwijs.publications.actions.photos import erase_files
from deelwijs.publications.judging import judge
from deelwijs.publications.models import LONGEST_ALT_TEXT, LONGEST_TITLE, Publication


@dataclass(frozen=True, slots=True)
class Words:
    """What the author fills in about a post."""

    title: str
    text: str
    act: Act = Act.PUBLISH
    standing: Standing = Standing.WORK
    lesson: Lesson = Lesson.NO
    lesson_permission: LessonPermission = LessonPermission.NONE
    lesson_granted_by: tuple[Grantor, ...] = ()
    consulted_with: str = ""


@transaction.atomic
def start(*, actor: Actor) -> Publication:
    """Begin a post, meant for every channel on which Deelwijs itself can place."""
    actor.require(Permission.WRITE_PUBLICATION)
    post = Publication.objects.create(school_id=actor.school_id, author_id=actor.person_id)
    post.channels.set(Channel.objects.filter(school_id=actor.school_id, provider="news_page"))
    return post


@transaction.atomic
def write(*, actor: Actor, publication_id: UUID, words: Words) -> Publication:
    """Save what the author wrote."""
    post = locked_draft(actor, publication_id)
    post.title, post.text = words.title, words.text
    post.act, post.standing = words.act.value, words.standing.value
    post.lesson, post.lesson_permission = words.lesson.value, words.lesson_permission.value
    post.lesson_granted_by = [grantor.value for grantor in words.lesson_granted_by]
    post.consulted_with = words.consulted_with
    post.save()
    return post


@transaction.atomic
def choose_channels(*, actor: Actor, publication_id: UUID, keys: Iterable[str]) -> Publication:
    """Say where the post is meant to go."""
    post = locked_draft(actor, publication_id)
    post.channels.set(Channel.objects.filter(school_id=actor.school_id, key__in=list(keys)))
    post.save(update_fields=["saved_at"])
    return post


@transaction.atomic
def replace_words(*, actor: Actor, publication_id: UUID, words: str, by: str = "") -> Publication:
    """Take words out of everything that goes out in writing, or put others in their place."""
    post = locked_draft(actor, publication_id)
    # What takes the place may be longer than what stood there.
    post.title = _without(post.title, words, by)[:LONGEST_TITLE]
    post.text = _without(post.text, words, by)
    post.save()
    for photo in post.photos.all():
        changed = _without(photo.alt_text, words, by)[:LONGEST_ALT_TEXT]
        if changed != photo.alt_text:
            photo.alt_text = changed
            photo.save(update_fields=["alt_text"])
    return post


def _without(text: str, words: str, by: str) -> str:
    if words not in text:
        return text
    # "Bo" goes out of the sentence, not out of "Bosdag"; only when it stands inside a word alone, there too.
    whole = rf"(?<!\w){re.escape(words)}(?!\w)"
    found = whole if re.search(whole, text) else re.escape(words)
    replaced = re.sub(found, lambda _: by, text)
    return replaced if by else "\n".join(" ".join(line.split()) for line in replaced.split("\n")).strip()


@transaction.atomic
def accept_words(*, actor: Actor, publication_id: UUID, words: str) -> Publication:
    """The author says that these words are not about a member of the school.

    Raises:
        Http404: when no finding about these words has this way out; a burgerservicenummer has not.
    """
    post = locked_draft(actor, publication_id)
    if not _may_be_accepted(post, words):
        raise Http404
    if words.casefold() not in post.accepted_words:
        post.accepted_words = [*post.accepted_words, words.casefold()]
    post.save()
    return post


def _may_be_accepted(post: Publication, words: str) -> bool:
    return any(
        "accept_words" in finding.remedies and ("words", words) in finding.params
        for channel in judge(post).assessment.channels
        for finding in channel.findings
    )


@transaction.atomic
def append_sentence(*, actor: Actor, publication_id: UUID, sentence: str) -> Publication:
    """Add a sentence that the protocol asks for (B2, C3, C4) at the end of the text."""
    post = locked_draft(actor, publication_id)
    if sentence not in post.text:
        post.text = f"{post.text.rstrip()}\n\n{sentence}".strip()
    post.save()
    return post


@transaction.atomic
def confirm_everyone(*, actor: Actor, publication_id: UUID, confirmed: bool) -> Publication:
    """A person has looked and says that everybody in the photos is marked. Kept with who and when."""
    post = locked_draft(actor, publication_id)
    post.everyone_marked_by_id = actor.person_id if confirmed else None
    post.everyone_marked_at = timezone.now() if confirmed else None
    post.save()
    return post


@transaction.atomic
def delete(*, actor: Actor, publication_id: UUID) -> None:
    """Throw a draft away, photos included. What was online before keeps its record: a decision and the
    proof of a takedown are never thrown away."""
    post = locked_draft(actor, publication_id)
    for photo in post.photos.all():
        erase_files(photo)
    if post.decisions.exists():
        post.photos.all().delete()
        post.state = Publication.State.SUBMITTED
        post.save()
    else:
        post.delete()
