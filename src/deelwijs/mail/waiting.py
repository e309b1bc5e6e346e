"""How long a mail waits, and for what."""

from __future__ import annotations

from datetime import timedelta

# Longer than the worker lets a task run: while one process holds a message, no other takes it.
LEASE = timedelta(minutes=10)
# How long a mail that cannot be handed over is tried, after RFC 5321, section 4.5.4.1.
PATIENCE = timedelta(days=5)
# How long a school may look up what became of a mail.
KEPT = timedelta(days=180)
_WAITS = [timedelta(minutes=minutes) for minutes in (5, 15, 30, 60, 120, 240)]


def wait_after(attempts: int) -> timedelta:
    """How long a message that was refused for now waits, after so many attempts (from 1)."""
    return _WAITS[min(attempts, len(_WAITS)) - 1]
