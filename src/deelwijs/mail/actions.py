"""Writing in the outbox: ordering a mail, taking a batch to hand over, noting what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from deelwijs.jobs.queue import enqueue
from deelwijs.mail.answers import Answer, without_addresses
from deelwijs.mail.models import Message
from deelwijs.mail.waiting import KEPT, LEASE, PATIENCE, wait_after

State = Message.State

# Small enough for the limits of servers, and for one run of the worker.
BATCH = 50
_NO_ADDRESS = "geen geldig adres"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to one address. ``key`` says what it is for: with the same key it is sent once.

    ``sender`` is the name that the reader sees, such as the school's.
    """

    to: str
    subject: str
    text: str
    key: str
    sender: str = ""


def send(*, tenant: UUID | None, to: str, subject: str, text: str, key: str, sender: str = "") -> None:
    """Have one mail sent once the current transaction is committed; see ``send_all``."""
    send_all(tenant=tenant, letters=[Letter(to, subject, text, key, sender)])


@transaction.atomic
def send_all(*, tenant: UUID | None, letters: Sequence[Letter]) -> None:
    """Put mails in the outbox of a school, or of the house itself, in the caller's transaction.

    A key that the outbox knows already is passed over. What is no mail address becomes a mail that failed:
    one typing error in a list must not keep the others from their mail.
    """
    now = timezone.now()
    Message.objects.bulk_create([_queued(tenant, letter, now) for letter in letters], ignore_conflicts=True)
    if letters and settings.EMAIL_HOST:
        enqueue("deelwijs.mail.tasks.hand_over")


def _queued(tenant: UUID | None, letter: Letter, now: datetime) -> Message:
    message = Message(
        tenant=tenant,
        key=letter.key,
        to=letter.to.strip(),
        sender=_one_line(letter.sender),
        subject=_one_line(letter.subject),
        text=letter.text,
        created_at=now,
        next_attempt_at=now,
    )
    try:
        validate_email(message.to)
    except ValidationError:
        message.state, message.settled_at, message.last_answer = State.FAILED, now, _NO_ADDRESS
        message.to, message.text = message.to[:254], ""
    return message


def _one_line(text: str) -> str:
    # A line break in a header would let text become a header of its own.
    return " ".join(text.split())[:200]


@transaction.atomic
def claim(*, limit: int = BATCH) -> list[Message]:
    """Take messages that are due, for this process alone until the lease ends.

    The lease is the next attempt: a process that dies leaves its messages to be tried again.
    """
    now = timezone.now()
    _give_up(now)
    due = Message.objects.filter(state=State.QUEUED, next_attempt_at__lte=now).order_by("next_attempt_at")
    ids = list(due.select_for_update(skip_locked=True).values_list("id", flat=True)[:limit])
    Message.objects.filter(id__in=ids).update(next_attempt_at=now + LEASE, attempts=F("attempts") + 1)
    return list(Message.objects.filter(id__in=ids).order_by("created_at", "id"))


def _give_up(now: datetime) -> None:
    late = Message.objects.filter(
        state=State.QUEUED, next_attempt_at__lte=now, created_at__lte=now - PATIENCE
    )
    late.update(state=State.GIVEN_UP, settled_at=now, text="")


def note(*, message: Message, answer: Answer) -> None:
    """Keep what the server answered to a claimed message."""
    now = timezone.now()
    # Not a row that came back meanwhile, nor one whose lease ended and that another process has now.
    mine = Message.objects.filter(id=message.id, state=State.QUEUED, attempts=message.attempts)
    if answer.accepted:
        mine.update(state=State.SENT, settled_at=now, text="", last_answer=answer.line)
    elif answer.is_final:
        mine.update(state=State.FAILED, settled_at=now, text="", last_answer=answer.line)
    else:
        mine.update(next_attempt_at=now + wait_after(message.attempts), last_answer=answer.line)


def bounced(*, token: str, words: str = "") -> bool:
    """A mail came back to its own return address for good; tell whether there is such a mail.

    Whoever takes the returned mail in reads the token from the address: ``bounce+<token>@...``.
    """
    returned = Message.objects.filter(token=token.lower(), state__in=[State.QUEUED, State.SENT])
    answer = without_addresses(words)
    settled = returned.update(state=State.BOUNCED, settled_at=timezone.now(), text="", last_answer=answer)
    return bool(settled) or Message.objects.filter(token=token.lower()).exists()


def sweep() -> int:
    """Forget mails that were settled long ago; tell how many."""
    deleted, _ = Message.objects.filter(settled_at__lt=timezone.now() - KEPT).delete()
    return deleted
