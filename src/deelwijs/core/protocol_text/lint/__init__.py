"""The defects of a protocol text, each with its place and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from deelwijs.core.protocol_text.lint import contents, form, parts, references, sentences
from deelwijs.core.protocol_text.matching import Match
from deelwijs.core.protocol_text.model import ProtocolText, TextFinding
from deelwijs.core.protocol_text.rules import Rules

__all__ = ["lint_protocol"]


def lint_protocol(protocol: ProtocolText, matches: Sequence[Match], rules: Rules) -> tuple[TextFinding, ...]:
    """Every defect, in the order of the text."""
    found = [
        *form.placeholders(protocol, rules),
        *form.empty_headings(protocol, rules),
        *form.note_marks(protocol, rules),
        *form.broken_words(protocol, rules),
        *references.references(protocol, rules),
        *sentences.unfinished(protocol, rules),
        *contents.content(protocol, matches, rules),
        *contents.ladders(protocol, rules),
        *contents.numbers(protocol, rules),
        *parts.missing(protocol, rules),
    ]
    return tuple(sorted(found, key=lambda finding: finding.place.order))
