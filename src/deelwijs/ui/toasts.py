"""A line that confirms what was just done, with a way back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest

_UNDO = "undo:"


def confirm(request: HttpRequest, text: str, *, undo_url: str = "") -> None:
    """Show ``text`` for 8 seconds on the next page; ``undo_url`` (a POST) adds "Maak ongedaan".

    A toast never holds an error: that stands on the page, where it stays.
    """
    messages.success(request, text, extra_tags=_UNDO + undo_url if undo_url else "")


def undo_url(extra_tags: str) -> str:
    """The address of the undo button that ``confirm`` put with the message, or nothing."""
    return extra_tags.removeprefix(_UNDO) if extra_tags.startswith(_UNDO) else ""
