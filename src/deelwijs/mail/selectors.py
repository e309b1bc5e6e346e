"""What became of mails. A room follows its own by their keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from deelwijs.mail.models import Message


@dataclass(frozen=True, slots=True)
class Post:
    """A mail as it can be shown: where it went, what it said, how it is."""

    key: str
    to: str
    subject: str
    text: str  # empty once it has been handed over
    state: Message.State
    created_at: datetime
    settled_at: datetime | None

    @property
    def failed(self) -> bool:
        """Whether it did not arrive and will not be tried again."""
        return self.state in {Message.State.FAILED, Message.State.BOUNCED, Message.State.GIVEN_UP}


def has_server() -> bool:
    """Whether this installation can send mail at all; until then mails wait in the outbox."""
    return bool(settings.EMAIL_HOST)


def by_key(tenant: UUID | None, keys: Iterable[str]) -> dict[str, Post]:
    """The mails of a school with these keys; what was forgotten is left out."""
    return {post.key: post for post in _posts(tenant, key__in=list(keys))}


def by_key_prefix(tenant: UUID | None, prefix: str) -> dict[str, Post]:
    """The mails of a school whose keys begin like this."""
    return {post.key: post for post in _posts(tenant, key__startswith=prefix)}


def newest(tenant: UUID | None, limit: int = 50) -> list[Post]:
    """The latest mails of a school, newest first."""
    return _posts(tenant)[:limit]


def _posts(tenant: UUID | None, **which: object) -> list[Post]:
    rows = Message.objects.filter(tenant=tenant, **which).order_by("-created_at", "to")
    return [
        Post(
            row.key,
            row.to,
            row.subject,
            row.text,
            Message.State(row.state),
            row.created_at,
            row.settled_at,
        )
        for row in rows
    ]


def is_something_due() -> bool:
    """Whether a message waits to be handed over now."""
    due = Message.objects.filter(state=Message.State.QUEUED, next_attempt_at__lte=timezone.now())
    return due.exists()
