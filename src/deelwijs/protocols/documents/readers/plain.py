"""Plain text: the line numbers are those of the file."""

from __future__ import annotations

from deelwijs.core.protocol_text import Paragraph, Place, TextLine, paragraphs_from_lines
from deelwijs.protocols.documents.kinds import decoded
from deelwijs.protocols.documents.problems import DocumentError, Problem


def read(data: bytes) -> list[Paragraph]:
    """The paragraphs of a text file. Raises DocumentError when the bytes are no text."""
    text = decoded(data)
    if text is None:
        raise DocumentError(Problem.CORRUPT)
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return paragraphs_from_lines(
        [TextLine(row.rstrip(), Place(number)) for number, row in enumerate(rows, start=1)]
    )
