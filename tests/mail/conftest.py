from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from deelwijs.mail import actions
from deelwijs.mail.models import Message
from tests.mail.sink import Sink

SCHOOL = UUID(int=7)


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """A mail server that Deelwijs hands its mail to."""
    with Sink() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.DEFAULT_FROM_EMAIL = "Deelwijs <post@deelwijs.example>"
        yield server


def order(*names: str) -> None:
    """Put a mail in the outbox for each name."""
    actions.send_all(
        tenant=SCHOOL,
        letters=[
            actions.Letter(f"{name}@kompas.example", "Protocol", f"Dag {name}", key=name) for name in names
        ],
    )


def later() -> None:
    """Let the time pass until every waiting mail may be tried again."""
    Message.objects.filter(state=Message.State.QUEUED).update(next_attempt_at=timezone.now())


def states() -> dict[str, str]:
    return dict(Message.objects.values_list("key", "state"))
