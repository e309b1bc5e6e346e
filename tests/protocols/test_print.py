"""The protocol on paper: accessible, fit for the archive, and the same words as on screen."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone

from deelwijs.demo.load import demo_id
from deelwijs.people.models import Person, School
from deelwijs.protocols import corpus
from deelwijs.protocols.printing import protocol_pdf
from deelwijs.protocols.selectors import Protocol, in_force


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)


@pytest.fixture
def model() -> Protocol:
    return Protocol(uuid4(), 3, date(2026, 10, 1), "ab" * 32, corpus.load())


def test_it_says_to_which_standards_it_keeps(model: Protocol) -> None:
    printed = protocol_pdf("Het Kompas College", "#1D3F7A", model)
    assert printed.is_archival
    for sign in (b"<pdfaid:part>2<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<", b"/StructTreeRoot"):
        assert sign in printed.data
    assert b"/Lang" in printed.data


def test_every_article_stands_in_it(model: Protocol) -> None:
    text = text_of(protocol_pdf("Het Kompas College", "#1D3F7A", model).data)
    for article in model.articles.values():
        assert article.title in text
    assert "Versie 3" in text
    assert "1 oktober 2026" in text


def test_a_name_that_the_fonts_lack_is_printed_all_the_same(model: Protocol) -> None:
    printed = protocol_pdf("学校", "#1D3F7A", model)
    assert not printed.is_archival
    assert printed.data.startswith(b"%PDF")
    assert b"/StructTreeRoot" in printed.data


def test_everybody_at_the_school_may_download_it(demo_school: School) -> None:
    user = Person.objects.get(id=demo_id("karim-bakkali")).user
    assert user is not None
    client = Client()
    assert client.get("/protocol/protocol.pdf").status_code == 302
    client.force_login(user)
    answer = client.get("/protocol/protocol.pdf")
    assert answer["Content-Type"] == "application/pdf"
    found = in_force(Person.objects.get(id=demo_id("karim-bakkali")).school_id, timezone.localdate())
    assert found.content_hash[:12] in text_of(answer.content)
