"""One protocol in five formats: the same structure, and nothing to complain about."""

from __future__ import annotations

from typing import Any

import pytest

from deelwijs.protocols.documents import ImportedProtocol, import_document
from tests.protocols.documents import writing

EXPECTED = {"Inl": 1, "U": 5, "D": 2, "A": 9, "B": 4, "C": 4, "S": 7, "V": 1}


def imported(kind: str) -> ImportedProtocol:
    return import_document(f"protocol.{kind}", writing.WRITERS[kind](writing.clean()))


def shape(found: ImportedProtocol) -> list[Any]:
    """Everything but where it stands."""
    protocol = found.protocol
    return [
        (protocol.title, protocol.version, protocol.contents),
        [(section.title, section.role) for section in protocol.sections],
        [(article.id, article.number, article.section, article.paragraphs) for article in protocol.articles],
        [(note.label, note.text) for note in protocol.notes],
        [(mark.label, mark.article) for mark in protocol.marks],
        [(entry.label, entry.value) for entry in protocol.particulars],
        [(match.article, match.norm, match.certainty, match.differences) for match in found.matches],
    ]


@pytest.mark.parametrize("kind", writing.WRITERS)
def test_every_article_is_in_place_and_matches_its_norm(kind: str) -> None:
    found = imported(kind)
    ids = [
        part if part == "Inl" else f"{part}{at}"
        for part, last in EXPECTED.items()
        for at in range(1, last + 1)
    ]
    assert [article.id for article in found.protocol.articles] == ids
    assert [match.norm for match in found.matches] == ids


@pytest.mark.parametrize("kind", writing.WRITERS)
def test_a_protocol_without_defects_gives_no_findings(kind: str) -> None:
    assert imported(kind).findings == ()


@pytest.mark.parametrize("kind", ["md", "docx", "odt", "pdf"])
def test_every_format_gives_the_same_structure(kind: str) -> None:
    assert shape(imported(kind)) == shape(imported("txt"))


def test_wrapped_text_gives_the_same_articles() -> None:
    wrapped = import_document("protocol.txt", writing.as_wrapped_txt(writing.clean()))
    assert [" ".join(article.paragraphs) for article in wrapped.protocol.articles] == [
        " ".join(article.paragraphs) for article in imported("txt").protocol.articles
    ]
    assert wrapped.findings == ()


@pytest.mark.parametrize(
    ("kind", "where"),
    [("txt", "regel 37"), ("docx", "alinea 23"), ("odt", "alinea 23"), ("pdf", "bladzijde 1, regel 29")],
)
def test_a_finding_says_where_it_stands_in_its_own_format(kind: str, where: str) -> None:
    content = writing.clean()
    section = content["sections"][3]
    section["articles"][0] = "Vraag het in de les vooraf aan de leraar van [naam school], ook om een "
    "medische reden."
    found = import_document(f"protocol.{kind}", writing.WRITERS[kind](content))
    (finding,) = [finding for finding in found.findings if finding.code == "placeholder"]
    assert (found.where(finding.place), finding.article) == (where, "A1")


@pytest.mark.parametrize("kind", ["docx", "odt", "pdf", "md"])
def test_notes_and_marks_that_do_not_meet_are_found(kind: str) -> None:
    content = writing.clean()
    first = content["sections"][3]["articles"]
    first[1] = first[1].replace("[1]", "")
    found = import_document(f"protocol.{kind}", writing.WRITERS[kind](content))
    codes = {finding.code for finding in found.findings}
    expected = set() if kind == "odt" else {"mark_missing"}  # in an .odt a note stands inside its mark
    assert codes == expected
