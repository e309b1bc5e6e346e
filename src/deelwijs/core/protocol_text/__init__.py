"""Reading a protocol as a text: its structure, the norms it matches, and its defects."""

from deelwijs.core.protocol_text.lines import TextLine, paragraphs_from_lines
from deelwijs.core.protocol_text.lint import lint_protocol
from deelwijs.core.protocol_text.lint.parts import silent_topics
from deelwijs.core.protocol_text.matching import Difference, Match, ages_in, match_articles
from deelwijs.core.protocol_text.model import (
    Article,
    Hint,
    Note,
    NoteMark,
    Paragraph,
    Particular,
    Place,
    ProtocolText,
    Section,
    TextFinding,
)
from deelwijs.core.protocol_text.parse import parse_protocol
from deelwijs.core.protocol_text.rules import Rules, RulesError, parse_rules

__all__ = [
    "Article",
    "Difference",
    "Hint",
    "Match",
    "Note",
    "NoteMark",
    "Paragraph",
    "Particular",
    "Place",
    "ProtocolText",
    "Rules",
    "RulesError",
    "Section",
    "TextFinding",
    "TextLine",
    "ages_in",
    "lint_protocol",
    "match_articles",
    "paragraphs_from_lines",
    "parse_protocol",
    "parse_rules",
    "silent_topics",
]
