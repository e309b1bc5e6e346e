"""Small protocols out of plain lines."""

from __future__ import annotations

from deelwijs.core.protocol_text import (
    Match,
    Place,
    ProtocolText,
    TextFinding,
    TextLine,
    lint_protocol,
    match_articles,
    paragraphs_from_lines,
    parse_protocol,
)
from deelwijs.protocols.documents.rules import load_rules


def parsed(text: str) -> ProtocolText:
    """The structure of a plain text."""
    lines = [TextLine(line, Place(number)) for number, line in enumerate(text.split("\n"), start=1)]
    return parse_protocol(paragraphs_from_lines(lines), load_rules())


def matched(text: str) -> dict[str, Match]:
    """The matches of a plain text by article."""
    return {match.article: match for match in match_articles(parsed(text), load_rules())}


def linted(text: str) -> list[TextFinding]:
    """The findings in a plain text."""
    protocol = parsed(text)
    return list(lint_protocol(protocol, match_articles(protocol, load_rules()), load_rules()))


def rules_for_all(*articles: str) -> str:
    """A protocol with articles for everybody."""
    numbered = "\n".join(f"{number}. {article}" for number, article in enumerate(articles, start=1))
    return f"Protocol\n\nA. Voor alle gebruikers\n\n{numbered}\n"


def codes(text: str) -> list[str]:
    """The codes of the findings, without those for parts that a small text lacks."""
    return [finding.code for finding in linted(text) if finding.family != "onderdeel"]
