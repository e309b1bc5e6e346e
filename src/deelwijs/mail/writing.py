"""Mails are written from a text template: the first line is the subject, the rest is the mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, loader
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Written:
    """The words of a mail."""

    subject: str
    text: str


def write(template: str, context: Mapping[str, Any]) -> Written:
    """Fill a template. It is plain text: ``&`` in a name stays ``&``."""
    source: Any = loader.get_template(template)
    filled = source.template.render(Context(dict(context), autoescape=False))
    subject, _, text = filled.strip().partition("\n")
    return Written(subject.strip(), text.strip() + "\n")


def link(name: str, *arguments: object) -> str:
    """The whole address of a page, for somebody who reads it outside Deelwijs."""
    return settings.PUBLIC_URL + reverse(name, args=arguments)
