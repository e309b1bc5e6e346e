"""The proof on paper: one receipt on half an A4, and all receipts of a version as evidence."""

from __future__ import annotations

import pypdfium2
import pytest

from deelwijs.demo.load import demo_id
from deelwijs.people.actor import Actor
from deelwijs.people.models import Affiliation, Person, School
from deelwijs.protocols.handout import actions, selectors
from deelwijs.protocols.handout.printing import receipt_pdf, receipts_pdf
from deelwijs.protocols.models import Receipt
from tests.demo_school import acting, browser_of
from tests.protocols.handout.conftest import in_days

pytestmark = pytest.mark.django_db
A4_WIDTH, HALF_HEIGHT = 595, 421  # points


def read(pdf: bytes) -> tuple[str, list[tuple[int, int]]]:
    """The text on all pages, and the size of each."""
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    return text, [(round(page.get_width()), round(page.get_height())) for page in document]


def test_a_receipt_fits_on_half_an_a4(rector: Actor) -> None:
    receipt = actions.confirm(actor=acting("pieter-de-wit"))
    printed = receipt_pdf(selectors.receipt(rector, receipt.id))
    text, pages = read(printed.data)
    assert pages == [pytest.approx((A4_WIDTH, HALF_HEIGHT), abs=2)]
    assert printed.is_archival
    for part in (
        "Pieter de Wit",
        "Versie 1",
        receipt.version.content_hash,
        "In Deelwijs bevestigd",
        str(receipt.id),
    ):
        assert part in text


def test_a_long_name_still_fits(kompas: School, rector: Actor) -> None:
    long = "Wilhelmina Philippa Johanna Antoinetta van Bemmelen van de Kasteele tot Wageningen"
    person = Person.objects.create(school=kompas, given_name=long)
    actions.record_receipts(actor=rector, person_ids=[person.id], way=Receipt.Way.MEETING)
    _, pages = read(receipt_pdf(selectors.receipt(rector, Receipt.objects.get().id)).data)
    assert len(pages) == 1


def test_everybody_downloads_their_own_and_no_other(rector: Actor) -> None:
    own = actions.confirm(actor=acting("sofia-lindqvist"))
    other = actions.confirm(actor=acting("karim-bakkali"))
    client = browser_of("sofia-lindqvist")
    assert f"/protocol/ontvangst/{own.id}.pdf" in client.get("/protocol/ontvangst/").content.decode()
    answer = client.get(f"/protocol/ontvangst/{own.id}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "Sofia" in read(answer.content)[0]
    assert client.get(f"/protocol/ontvangst/{other.id}.pdf").status_code == 404
    assert browser_of("maarten-van-loon").get(f"/protocol/ontvangst/{other.id}.pdf").status_code == 200


def test_a_receipt_of_another_school_does_not_exist(rector: Actor, kompas: School) -> None:
    receipt = actions.confirm(actor=acting("sofia-lindqvist"))
    other = School.objects.create(board=kompas.board, name="Elders", slug="elders")
    type(receipt.version).objects.filter(id=receipt.version_id).update(school=other)
    assert browser_of("maarten-van-loon").get(f"/protocol/ontvangst/{receipt.id}.pdf").status_code == 404


def test_the_evidence_holds_everybody_also_who_left(rector: Actor) -> None:
    actions.confirm(actor=acting("pieter-de-wit"))
    actions.record_receipts(actor=rector, person_ids=[demo_id("joris-prins")], way=Receipt.Way.PAPER)
    Affiliation.objects.filter(person=demo_id("joris-prins")).update(ends_on=in_days(-1))
    answer = browser_of("maarten-van-loon").get("/protocol/versies/1/ontvangst.pdf")
    text, _ = read(answer.content)
    for part in (
        "Pieter de Wit",
        "In Deelwijs bevestigd",
        "Joris Prins",
        "Op papier gekregen",
        "Maarten van Loon",
    ):
        assert part in text
    assert "2 bewijzen" in text
    assert browser_of("maarten-van-loon").get("/protocol/versies/99/ontvangst.pdf").status_code == 404


def test_a_long_list_repeats_its_head_and_says_its_page(kompas: School, rector: Actor) -> None:
    crowd = Person.objects.bulk_create(Person(school=kompas, given_name=f"Ouder{n}") for n in range(80))
    actions.record_receipts(actor=rector, person_ids=[one.id for one in crowd], way=Receipt.Way.MEETING)
    printed = receipts_pdf(*selectors.receipts_of_version(rector, 1))
    text, pages = read(printed.data)
    assert printed.is_archival
    assert len(pages) > 2
    assert text.count("Vastgelegd door") == len(pages)
    assert f"Bladzijde 2 van {len(pages)}" in text
