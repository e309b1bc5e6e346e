"""An imported protocol as plain data, for JSON."""

from __future__ import annotations

from typing import Any

from deelwijs.core.protocol_text import Article, Match, Place, TextFinding
from deelwijs.protocols.documents.importing import ImportedProtocol

FAMILIES = {
    "vorm": "Vorm",
    "onderdeel": "Ontbrekende onderdelen",
    "tegenspraak": "Artikelen die elkaar tegenspreken",
    "wet": "Botst met de wet",
    "inhoud": "Inhoud",
}
"""The families of findings, in the order in which they are told, with their titles."""


def as_json(imported: ImportedProtocol) -> dict[str, Any]:
    """Everything that was found. ``line`` is a line of a text file, or a paragraph, or a line of ``page``."""
    protocol = imported.protocol
    return {
        "file": imported.name,
        "kind": imported.kind.value,
        "sha256": imported.sha256,
        "title": protocol.title,
        "version": protocol.version,
        "sections": [
            {
                "title": section.title,
                "role": section.role or None,
                "level": section.level,
                **_at(section.place),
            }
            for section in protocol.sections
        ],
        "articles": [
            _article(article, match)
            for article, match in zip(protocol.articles, imported.matches, strict=True)
        ],
        "footnotes": [{"label": note.label, "text": note.text, **_at(note.place)} for note in protocol.notes],
        "footnote_marks": [
            {"label": mark.label, "article": mark.article or None, **_at(mark.place)}
            for mark in protocol.marks
        ],
        "particulars": [
            {"label": entry.label, "value": entry.value, **_at(entry.place)} for entry in protocol.particulars
        ],
        "unmatched_norms": list(imported.unmatched_norms),
        "topics": list(imported.topics),
        "findings": [_finding(finding, imported) for finding in imported.findings],
    }


def _article(article: Article, match: Match) -> dict[str, Any]:
    return {
        "id": article.id,
        "norm": match.norm,
        "certainty": match.certainty,
        "sure": match.sure,
        "other_norms": list(match.others),
        "number": article.number,
        "title": article.title,
        "section": article.section,
        "paragraphs": list(article.paragraphs),
        "differences": [
            {"kind": entry.kind, "message": entry.message, "theirs": entry.theirs, "ours": entry.ours}
            for entry in match.differences
        ],
        "remarks": list(match.remarks),
        **_at(article.place),
    }


def _finding(finding: TextFinding, imported: ImportedProtocol) -> dict[str, Any]:
    return {
        "code": finding.code,
        "family": finding.family,
        **_at(finding.place),
        "where": imported.where(finding.place),
        "article": finding.article or None,
        "message": finding.message,
    }


def _at(place: Place) -> dict[str, int]:
    return {"line": place.line} if place.page is None else {"line": place.line, "page": place.page}
