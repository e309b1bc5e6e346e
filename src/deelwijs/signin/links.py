"""Signing in by a link in a mail: asking for one, sending it, using it once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from deelwijs.accounts.visits import Way
from deelwijs.jobs.queue import enqueue
from deelwijs.mail.actions import send as send_mail
from deelwijs.people import joining
from deelwijs.people.joining import Joined
from deelwijs.people.schools import school_names
from deelwijs.signin.models import SignInLink

# More would only fill somebody's mailbox; the ones that were sent still work.
_MOST_OPEN = 3
_TEXT = """Dag,

U vroeg om een link om in te loggen bij {school}. Open deze link en klik op Log in:

{address}

De link werkt {minutes} minuten, en één keer.

Vroeg u dit niet zelf? Dan hoeft u niets te doen. Zonder deze mail komt niemand binnen.
"""


@transaction.atomic
def ask(*, address: str, origin: str, next_page: str) -> None:
    """Somebody wants a link. Whether the address is known, is found out later, by the worker: here the work
    is the same for everybody, and so is the time it takes."""
    now = timezone.now()
    link = SignInLink.objects.create(
        address=address.strip().lower(),
        origin=origin,
        next=next_page if len(next_page) <= 500 else "",
        asked_at=now,
        expires_at=now + _valid_for(),
    )
    enqueue("deelwijs.signin.tasks.send_link", link.pk)


@transaction.atomic
def send(*, link_id: UUID) -> None:
    """Mail the link that was asked for, if a school knows the address; otherwise forget the question."""
    link = SignInLink.objects.select_for_update().filter(pk=link_id, token_hash=None).first()
    if link is None:
        return
    now = timezone.now()
    people = joining.people_at(link.address, timezone.localdate())
    sent = SignInLink.objects.filter(address=link.address, used_at=None, expires_at__gt=now)
    if not people or sent.exclude(token_hash=None).count() >= _MOST_OPEN:
        link.delete()
        return
    token = secrets.token_urlsafe(32)
    link.token_hash, link.expires_at = _hash(token), now + _valid_for()
    link.save(update_fields=["token_hash", "expires_at"])
    school = " en ".join(school_names(person.school_id for person in people))
    send_mail(
        tenant=None,  # the address may be known at several schools
        to=link.address,
        sender=school,
        subject=f"Inloggen bij {school}",
        text=_TEXT.format(
            school=school,
            address=link.origin + reverse("signin:link", args=[token]),
            minutes=settings.SIGN_IN_LINK_MINUTES,
        ),
        key=f"sign-in-link:{link.pk}",
    )


def is_open(token: str) -> bool:
    """Whether a link can still be used."""
    return _open(token).exists()


@transaction.atomic
def use(*, token: str) -> tuple[Joined, str] | None:
    """Let the reader of the mail in, once: the account and the page that was wanted. None when the link is
    used, expired or unknown, or when no school knows the address any more."""
    link = _open(token).select_for_update().first()
    if link is None:
        return None
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    joined = joining.join_at(address=link.address, day=timezone.localdate(), way=Way.LINK)
    return (joined, link.next) if joined else None


def _open(token: str) -> models.QuerySet[SignInLink]:
    return SignInLink.objects.filter(token_hash=_hash(token), used_at=None, expires_at__gt=timezone.now())


@transaction.atomic
def sweep() -> None:
    """Forget links that nobody can use any more."""
    SignInLink.objects.filter(expires_at__lt=timezone.now()).delete()


def _valid_for() -> timedelta:
    return timedelta(minutes=settings.SIGN_IN_LINK_MINUTES)


def _hash(token: str) -> str:
    # The token is as long as the hash, so a fast hash is as good as a slow one.
    return hashlib.sha256(token.encode()).hexdigest()
