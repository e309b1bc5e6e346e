"""What the worker does each morning."""

from __future__ import annotations

from django.utils import timezone

from deelwijs.protocols.handout.reminding import remind_all


def remind() -> None:
    """Send the reminders of today."""
    remind_all(timezone.localdate())
