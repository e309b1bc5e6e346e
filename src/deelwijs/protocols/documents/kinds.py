"""What kind of document a file is: by its bytes, checked against its name."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum
from pathlib import PurePath
from typing import Final

from deelwijs.protocols.documents.problems import MAX_MEGABYTES, DocumentError, Problem

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODT_MIME: Final = b"application/vnd.oasis.opendocument.text"
_MAX_MEMBERS: Final = 2000
_MAX_UNPACKED: Final = 80 * 1024 * 1024
_MAX_XML: Final = 30 * 1024 * 1024


class Kind(StrEnum):
    """The formats that are read."""

    DOCX = "docx"
    ODT = "odt"
    PDF = "pdf"
    TEXT = "txt"
    MARKDOWN = "md"


_NAMES: Final = {
    ".docx": Kind.DOCX, ".odt": Kind.ODT, ".pdf": Kind.PDF, ".txt": Kind.TEXT,
    ".text": Kind.TEXT, ".md": Kind.MARKDOWN, ".markdown": Kind.MARKDOWN,
}  # fmt: skip
_WORDS: Final = {Kind.DOCX: "Word", Kind.ODT: "OpenDocument", Kind.PDF: "PDF", Kind.TEXT: "gewone tekst"}


def kind_of(name: str, data: bytes) -> Kind:
    """The kind of a document.

    Raises:
        DocumentError: the kind is not read, the name does not fit the bytes, or the file is no candidate
            (empty, too large, packed to burst).
    """
    named = _NAMES.get(PurePath(name).suffix.lower())
    if not data.strip():
        raise DocumentError(Problem.EMPTY)
    if len(data) > MAX_MEGABYTES * 1024 * 1024:
        raise DocumentError(Problem.TOO_LARGE)
    if data.startswith(_OLE):
        raise DocumentError(Problem.OLD_WORD)
    if named is None:
        raise DocumentError(Problem.UNKNOWN_KIND)
    found = _by_bytes(data)
    if found is Kind.TEXT and named is Kind.MARKDOWN:
        return named
    if found is None and named in {Kind.DOCX, Kind.ODT, Kind.PDF}:
        raise DocumentError(Problem.CORRUPT)
    if found is not named:
        words = _WORDS[found] if found else "geen tekst"
        raise DocumentError(Problem.OTHER_KIND, named=PurePath(name).suffix.lower(), found=words)
    return named


def _by_bytes(data: bytes) -> Kind | None:
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith(b"PK"):
        return _packed(data)
    return Kind.TEXT if decoded(data) is not None else None


def _packed(data: bytes) -> Kind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_archive(archive)
            names = set(archive.namelist())
            if "word/document.xml" in names:
                return Kind.DOCX
            if "mimetype" in names and archive.read("mimetype").strip().startswith(_ODT_MIME):
                return Kind.ODT
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return None  # broken, or packed in a way that no text program uses
    return None


def check_archive(archive: zipfile.ZipFile) -> None:
    """Refuse an archive that unpacks to more than a document can be.

    Raises:
        DocumentError: too many or too large members.
    """
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    largest_xml = max((m.file_size for m in members if m.filename.endswith((".xml", ".rels"))), default=0)
    if len(members) > _MAX_MEMBERS or unpacked > _MAX_UNPACKED or largest_xml > _MAX_XML:
        raise DocumentError(Problem.UNSAFE)


def decoded(data: bytes) -> str | None:
    """The text of bytes, in the encodings that text programs use; None when it is no text."""
    encodings = ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        strange = sum(1 for char in text if ord(char) < 32 and char not in "\t\n\r\f\v")
        return text if strange == 0 else None
    return None
