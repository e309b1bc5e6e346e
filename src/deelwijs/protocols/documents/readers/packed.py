"""Reading XML out of a document that is a zip archive, without trusting either."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

from deelwijs.protocols.documents.kinds import check_archive
from deelwijs.protocols.documents.problems import DocumentError, Problem

_HEAD = 4096  # bytes in which a document type would stand


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive, checked.

    Raises:
        DocumentError: it is broken, would burst, has a password, or holds XML with a document type.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise DocumentError(Problem.CORRUPT) from error
    check_archive(archive)
    for member in archive.infolist():
        if member.flag_bits & 0x1:
            raise DocumentError(Problem.PROTECTED)
        if member.filename.endswith((".xml", ".rels")):
            _check_head(archive, member)
    return archive


def _check_head(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    with archive.open(member) as file:
        head = file.read(_HEAD)
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in head:
        raise DocumentError(Problem.UNSAFE)  # text programs write UTF-8; another encoding can hide things
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise DocumentError(Problem.UNSAFE)


def xml_of(archive: zipfile.ZipFile, name: str) -> Any:
    """The root of a member, or None when there is no such member.

    Raises:
        DocumentError: it is no well-formed XML, or declares entities.
    """
    try:
        data = archive.read(name)
    except KeyError:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError(Problem.CORRUPT) from error
    if root.getroottree().docinfo.doctype:
        raise DocumentError(Problem.UNSAFE)
    return root
