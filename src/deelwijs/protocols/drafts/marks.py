"""Marks: which state of a part of the working version somebody had before them while they typed.

So two people can work on different parts at once, and neither overwrites what the other wrote.
"""

from __future__ import annotations

from typing import Any

from deelwijs.core.drafting import Content, article_in
from deelwijs.core.norms import Choices
from deelwijs.protocols.corpus import content_hash

_LENGTH = 24  # of the hash in hex: enough to tell states of one part apart


def of_setting(content: Content, name: str) -> str:
    """The mark of a parameter."""
    return _mark(Choices.of(content).parameters.get(name))


def of_reading(content: Content, name: str) -> str:
    """The mark of a reading."""
    return _mark(Choices.of(content).readings.get(name))


def of_article(content: Content, article_id: str) -> str:
    """The mark of an article's words and rules.

    Raises:
        KeyError: when there is no such article.
    """
    return _mark(article_in(content, article_id))


def of_everything(content: Content) -> str:
    """The mark of the whole working version."""
    return content_hash(content)


def _mark(part: Any) -> str:
    return content_hash({"part": part})[:_LENGTH]
