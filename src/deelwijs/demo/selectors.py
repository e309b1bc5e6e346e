"""Reads of the demo's own: as whom a visitor can sign in with one click. Empty outside demo mode."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from deelwijs.accounts.models import User
from deelwijs.demo.data import school_slug, sign_ins
from deelwijs.demo.load import demo_id
from deelwijs.mail import selectors as mail
from deelwijs.people.models import Person


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody as whom a visitor can sign in. ``url`` takes a POST."""

    id: UUID
    name: str
    role: str
    letters: str
    sentence: str
    url: str


def demo_people() -> tuple[DemoPerson, ...]:
    """Everybody as whom a visitor can sign in, in the order of ``school.yaml``."""
    if not settings.DEMO:
        return ()
    entries = {demo_id(entry.person): entry for entry in sign_ins()}
    people = Person.objects.filter(user__isnull=False).in_bulk(list(entries))
    return tuple(
        DemoPerson(
            id=person_id,
            name=people[person_id].name.full,
            role=entry.role,
            letters=people[person_id].letters,
            sentence=entry.sentence,
            url=reverse("demo:sign_in", args=[person_id]),
        )
        for person_id, entry in entries.items()
        if person_id in people
    )


def demo_user(person_id: UUID) -> User | None:
    """The user behind a demo person; None for anybody else, and outside demo mode."""
    if person_id not in {person.id for person in demo_people()}:
        return None
    return User.objects.filter(people=person_id, is_active=True).first()


def demo_mails() -> list[mail.Post]:
    """The latest mails of the demo school and of the house itself, newest first; none outside demo mode."""
    if not settings.DEMO:
        return []
    mails = [*mail.newest(demo_id(school_slug())), *mail.newest(None)]
    return sorted(mails, key=lambda post: post.created_at, reverse=True)
