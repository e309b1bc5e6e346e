"""One reader per format: bytes in, paragraphs with hints out. They run in the child process."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from deelwijs.core.protocol_text import Paragraph
from deelwijs.protocols.documents.kinds import Kind
from deelwijs.protocols.documents.problems import (
    MAX_CHARACTERS,
    MAX_PARAGRAPH,
    MAX_PARAGRAPHS,
    DocumentError,
    Problem,
)

# By name, so that a process loads the libraries of one format only, and the server those of none.
_READERS: Final = {
    Kind.DOCX: "docx",
    Kind.ODT: "odt",
    Kind.PDF: "pdf",
    Kind.TEXT: "plain",
    Kind.MARKDOWN: "markdown",
}


def read(kind: Kind, data: bytes) -> list[Paragraph]:
    """The paragraphs of a document.

    Raises:
        DocumentError: it cannot be read, holds no text, or too much of it.
    """
    reader = import_module(f"{__name__}.{_READERS[kind]}")
    found: list[Paragraph] = reader.read(data)
    paragraphs = [paragraph for paragraph in found if paragraph.text.strip()]
    if not paragraphs:
        raise DocumentError(Problem.NO_TEXT)
    sizes = [len(paragraph.text) for paragraph in paragraphs]
    if len(sizes) > MAX_PARAGRAPHS or sum(sizes) > MAX_CHARACTERS or max(sizes) > MAX_PARAGRAPH:
        raise DocumentError(Problem.TOO_LONG)
    return paragraphs
