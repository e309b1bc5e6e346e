"""What is no readable protocol is refused with a sentence that says what to do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deelwijs.protocols.documents import DocumentError, Limits, Problem, import_document
from tests.protocols.documents import writing

ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
STEALING = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
ENCRYPTED = ("/Encrypt << /Filter /Standard /V 1 /R 2 /O <{0}> /U <{0}> /P -4 >> /ID [<{1}> <{1}>]").format(
    "41" * 32, "42" * 16
)


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A zip archive with its members changed."""
    out = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(data))
    with source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return out.getvalue()


def docx(change: Callable[[str, bytes], bytes] = lambda _, content: content) -> bytes:
    return repacked(writing.as_docx(writing.clean()), change)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", b" " * 90_000_000)
    return out.getvalue()


def crowd() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for number in range(2500):
            archive.writestr(f"{number}.xml", b"<a/>")
    return out.getvalue()


def locked_odt() -> bytes:
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>'
        "</manifest:file-entry></manifest:manifest>"
    )
    out = io.BytesIO(writing.as_odt(writing.clean()))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def with_entities(prologue: str) -> bytes:
    return writing.odt_with("<text:p>&a;</text:p>", prologue)


def deep_odt() -> bytes:
    depth = 100
    return writing.odt_with("<text:section>" * depth + "<text:p>Regel</text:p>" + "</text:section>" * depth)


def spoiled(name: str, content: bytes) -> bytes:
    return content[: len(content) // 2] if name == "word/document.xml" else content


def declared(name: str, content: bytes) -> bytes:
    return content.replace(b"?>", f"?>{ENTITIES}".encode(), 1) if name == "word/document.xml" else content


def wide(name: str, content: bytes) -> bytes:
    is_text = name == "word/document.xml"
    return content.decode().replace("UTF-8", "UTF-16").encode("utf-16") if is_text else content


SCAN = writing.pdf_with(["0 0 0 rg 50 50 400 600 re f"] * 3)
LONG = writing.pdf_with([writing._row(11, 60, 700, "1. De leraar vraagt het eerst.")] * 500)
PDF = writing.as_pdf(writing.clean())
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RULE = b"1. De leraar vraagt het eerst.\n"
HOLLOW = writing.odt_with("").replace(b"content.xml", b"contest.xml")
PROSE = (
    "Beste ouders,\n\nVolgende week is er een feest. Neem een taart mee.\n\nMet vriendelijke groet,"
    "\n\nDe rector\n"
)

CASES: dict[str, tuple[str, bytes, Problem]] = {
    "an unknown kind": ("protocol.pages", b"PK\x03\x04", Problem.UNKNOWN_KIND),
    "no kind": ("protocol", b"1. Regel", Problem.UNKNOWN_KIND),
    "nothing": ("protocol.txt", b" \n ", Problem.EMPTY),
    "old Word, or a password": ("protocol.docx", OLE + b"\0" * 600, Problem.OLD_WORD),
    "too many bytes": ("protocol.txt", b"1. Regel.\n" * 1_200_000, Problem.TOO_LARGE),
    "a PDF that says Word": ("protocol.docx", PDF, Problem.OTHER_KIND),
    "a Word that says PDF": ("protocol.pdf", docx(), Problem.OTHER_KIND),
    "text that says PDF": ("protocol.pdf", b"1. De leraar vraagt het.", Problem.OTHER_KIND),
    "a picture that says text": ("protocol.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Problem.OTHER_KIND),
    "an archive that says Word": ("protocol.docx", crowd(), Problem.UNSAFE),
    "a zip bomb": ("protocol.odt", bomb(), Problem.UNSAFE),
    "half a Word": ("protocol.docx", docx()[:4000], Problem.CORRUPT),
    "Word with half a text": ("protocol.docx", docx(spoiled), Problem.CORRUPT),
    "Word with entities": ("protocol.docx", docx(declared), Problem.UNSAFE),
    "Word in another encoding": ("protocol.docx", docx(wide), Problem.UNSAFE),
    "entities": ("protocol.odt", with_entities(ENTITIES), Problem.UNSAFE),
    "an entity that reads a file": ("protocol.odt", with_entities(STEALING), Problem.UNSAFE),
    "an OpenDocument with a password": ("protocol.odt", locked_odt(), Problem.PROTECTED),
    "an OpenDocument without end": ("protocol.odt", deep_odt(), Problem.UNSAFE),
    "no OpenDocument inside": ("protocol.odt", HOLLOW, Problem.CORRUPT),
    "a PDF with a password": ("protocol.pdf", writing.pdf_with(["BT ET"], ENCRYPTED), Problem.PROTECTED),
    "half a PDF": ("protocol.pdf", b"%PDF-1.4\n1 0 obj", Problem.CORRUPT),
    "a scan": ("protocol.pdf", SCAN, Problem.NO_TEXT),
    "five hundred pages": ("protocol.pdf", LONG, Problem.TOO_MANY_PAGES),
    "five hundred pages of text": ("protocol.txt", RULE * 25_000, Problem.TOO_LONG),
    "one endless line": ("protocol.md", b"1. " + b"vraag het " * 2_000, Problem.TOO_LONG),
    "a letter": ("brief.txt", PROSE.encode(), Problem.NO_ARTICLES),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_bad_document_is_refused_with_advice(case: str) -> None:
    name, data, problem = CASES[case]
    with pytest.raises(DocumentError) as caught:
        import_document(name, data)
    assert caught.value.problem is problem
    assert caught.value.message.endswith("Er is niets opgeslagen.")
    assert len(caught.value.message.split(". ")) >= 3
    assert "{" not in caught.value.message


def test_a_document_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(DocumentError) as caught:
        import_document("protocol.pdf", PDF, Limits(seconds=0.001))
    assert caught.value.problem is Problem.TOO_SLOW


def test_the_reader_is_stopped_by_its_processor_time(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        import_document("protocol.docx", docx(), Limits(cpu_seconds=0))
    assert caught.value.problem in {Problem.TOO_SLOW, Problem.CORRUPT}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["docx", "odt", "pdf", "txt", "md"])
@given(data=st.data())
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_document_is_read_or_refused(kind: str, data: st.DataObject) -> None:
    whole = bytearray(writing.WRITERS[kind](writing.clean()))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(1, len(whole)))
    try:
        import_document(f"protocol.{kind}", bytes(whole[:end]))
    except DocumentError as error:
        advice = error.message
    else:
        return
    assert advice.endswith("Er is niets opgeslagen.")


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_as_text_are_read_or_refused(data: bytes) -> None:
    for name in ("protocol.txt", "protocol.md"):
        with suppress(DocumentError):
            assert import_document(name, data).protocol.articles
