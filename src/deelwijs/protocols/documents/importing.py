"""A school's own document as a protocol: structure, the norms it matches, and its defects. Stores nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from deelwijs.core.protocol_text import (
    Article,
    Match,
    Paragraph,
    Place,
    ProtocolText,
    TextFinding,
    lint_protocol,
    match_articles,
    parse_protocol,
    silent_topics,
)
from deelwijs.protocols.documents.kinds import Kind
from deelwijs.protocols.documents.problems import DocumentError, Problem
from deelwijs.protocols.documents.rules import load_rules
from deelwijs.protocols.documents.sandbox import Limits, read_paragraphs

_FEWEST_MATCHES = 2  # of unnumbered articles, for a text to be a protocol at all


@dataclass(frozen=True, slots=True)
class ImportedProtocol:
    """What was found in a document.

    ``matches`` stand in the order of ``protocol.articles``. ``topics`` are subjects that the text is silent
    on, and ``unmatched_norms`` articles of the model that nothing in it is about: proposals, no defects.
    ``sha256`` is that of the file.
    """

    name: str
    kind: Kind
    sha256: str
    protocol: ProtocolText
    matches: tuple[Match, ...]
    findings: tuple[TextFinding, ...]
    topics: tuple[str, ...]
    unmatched_norms: tuple[str, ...]

    def match_of(self, article: Article) -> Match:
        """The match of an article of this protocol."""
        return next(match for match in self.matches if match.article == article.id)

    def where(self, place: Place) -> str:
        """A place as people say it: the line of a text file, else the page or the paragraph."""
        return where(place, self.kind)


def import_document(name: str, data: bytes, limits: Limits | None = None) -> ImportedProtocol:
    """Read a document and judge it.

    Raises:
        DocumentError: the document is not taken in; its message is for the person who chose it.
    """
    return judge(name, hashlib.sha256(data).hexdigest(), read_paragraphs(name, data, limits))


def judge(name: str, sha256: str, paragraphs: Sequence[Paragraph]) -> ImportedProtocol:
    """Structure, matches and findings of paragraphs that were read already, from a file with this hash.

    Raises:
        DocumentError: there are no articles in it.
    """
    rules = load_rules()
    protocol = parse_protocol(paragraphs, rules)
    matches = match_articles(protocol, rules)
    matched = {match.norm for match in matches if match.norm}
    if not protocol.articles or (not protocol.numbered and len(matched) < _FEWEST_MATCHES):
        raise DocumentError(Problem.NO_ARTICLES)
    return ImportedProtocol(
        name=PurePath(name).name,
        kind=Kind(_suffix(name)),
        sha256=sha256,
        protocol=protocol,
        matches=matches,
        findings=lint_protocol(protocol, matches, rules),
        topics=silent_topics(protocol, rules),
        unmatched_norms=tuple(norm.id for norm in rules.norms if norm.id not in matched),
    )


def _suffix(name: str) -> str:
    suffix = PurePath(name).suffix.lower().lstrip(".")
    return {"text": "txt", "markdown": "md"}.get(suffix, suffix)


def where(place: Place, kind: Kind) -> str:
    """A place as people say it."""
    if place.page is not None:
        return f"bladzijde {place.page}, regel {place.line}"
    return f"{'regel' if kind in {Kind.TEXT, Kind.MARKDOWN} else 'alinea'} {place.line}"
