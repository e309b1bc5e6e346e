"""What the worker does: hand over what is due, and forget what is old."""

from __future__ import annotations

import logging
from collections import Counter

from django.conf import settings

from deelwijs.jobs.queue import enqueue
from deelwijs.mail import actions, selectors
from deelwijs.mail.models import Message
from deelwijs.mail.smtp import UnreachableError, session

logger = logging.getLogger(__name__)


def hand_over() -> None:
    """Hand over one batch on a connection of its own, and order the next run while more is due.

    Each answer is noted before the next message goes. A crash in between makes one message go again after
    its lease: better twice than never.
    """
    batch = actions.claim() if settings.EMAIL_HOST else []
    if not batch:
        return
    if _deliver(batch) and selectors.is_something_due():
        enqueue("deelwijs.mail.tasks.hand_over")


def _deliver(batch: list[Message]) -> bool:
    """Whether the server could be reached for the whole batch."""
    waiting, answers = list(batch), Counter[int]()
    try:
        with session() as server:
            while waiting:
                answer = server.deliver(waiting[0])
                actions.note(message=waiting.pop(0), answer=answer)
                answers[answer.code] += 1
    except UnreachableError as error:
        for message in waiting:
            actions.note(message=message, answer=error.answer)
        logger.warning("mail server not reachable: %s", error)
    logger.info("mail handed over: %s", ", ".join(f"{count}x {code}" for code, count in answers.items()))
    return not waiting


def sweep() -> None:
    """Forget mails that were settled long ago."""
    actions.sweep()
