"""A document that was read, on its way from the page that shows it to the page that confirms it.

It travels in the form, signed: nothing is stored before somebody confirms, and an error loses nothing. Only
its paragraphs travel, never the file.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core import signing

from deelwijs.core.protocol_text import Paragraph
from deelwijs.protocols.documents.importing import ImportedProtocol, judge
from deelwijs.protocols.documents.paragraphs import as_data, from_data
from deelwijs.protocols.documents.sandbox import read_paragraphs

_SALT = "deelwijs.protocols.documents"


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """The name of a file, the hash of its bytes, and what stands in it."""

    name: str
    sha256: str
    paragraphs: tuple[Paragraph, ...]

    def judged(self) -> ImportedProtocol:
        """The structure, the matches and the findings.

        Raises:
            DocumentError: there are no articles in it.
        """
        return judge(self.name, self.sha256, self.paragraphs)


def read(name: str, data: bytes) -> ReadDocument:
    """Read a document in the child process.

    Raises:
        DocumentError: the document is not taken in; its message is for the person who chose it.
    """
    return ReadDocument(name, hashlib.sha256(data).hexdigest(), tuple(read_paragraphs(name, data)))


def pack(document: ReadDocument, owner: str) -> str:
    """The document as a text for a form, for one owner."""
    content = [document.name, document.sha256, [as_data(one) for one in document.paragraphs]]
    return signing.dumps(content, salt=_SALT + owner, compress=True)


def unpack(text: str, owner: str) -> ReadDocument:
    """The document that was packed for this owner.

    Raises:
        django.core.signing.BadSignature: it was changed on the way, or is another owner's.
    """
    name, sha256, paragraphs = signing.loads(text, salt=_SALT + owner)
    return ReadDocument(name, sha256, tuple(from_data(entry) for entry in paragraphs))
