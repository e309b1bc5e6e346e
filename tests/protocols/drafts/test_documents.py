"""A school's own document in the browser: chosen, confirmed on one page, worked on, adopted, printed."""

from __future__ import annotations

import copy
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from deelwijs.core.norms import Choices, advise, compile_book, read_facts
from deelwijs.files.models import StoredFile
from deelwijs.protocols import corpus
from deelwijs.protocols.contents import Model
from deelwijs.protocols.drafts.guardrails import inspect
from deelwijs.protocols.models import Draft, ProtocolVersion
from tests.consents.conftest import World
from tests.core.norms.school import ORDINARY
from tests.protocols.documents import writing
from tests.protocols.documents.test_bad_input import CASES
from tests.protocols.drafts.conftest import DRAFT, content, fields, fields_in, words, working
from tests.protocols.test_print import text_of

CHOOSE = f"{DRAFT}inlezen/"
CONFIRM = f"{DRAFT}inlezen/bevestigen/"
BAD = ["half a Word", "a PDF with a password", "a scan", "five hundred pages", "a letter", "too many bytes"]


@pytest.fixture
def maarten(kompas: World) -> Client:
    """The browser of Maarten, without a working version."""
    return kompas.signed_in("Maarten")


def send(client: Client, name: str, data: bytes) -> Any:
    return client.post(CHOOSE, {"file": SimpleUploadedFile(name, data)})


def confirm_fields(response: Any) -> dict[str, Any]:
    """The form on the page that asks to confirm, as it came."""

    return fields_in(response, CONFIRM)


def markdown(**changes: str) -> bytes:
    """The clean protocol as Markdown, with some words replaced."""
    text = writing.WRITERS["md"](writing.clean()).decode()
    for old, new in changes.items():
        assert old.replace("_", " ") in text
        text = text.replace(old.replace("_", " "), new)
    return text.encode()


# --- The school's own document, all the way -----------------------------------------------------------
def test_the_school_s_own_document_becomes_its_protocol(kompas: World, maarten: Client, shared: Path) -> None:
    (path,) = (shared / "mission").glob("protocol-*.txt")
    response = send(maarten, path.name, path.read_bytes())
    page = words(response)
    assert not Draft.objects.exists()
    assert "33 artikelen in uw document" in page
    assert "Ontbrekende onderdelen (7)" in page
    assert "nepaccounts" in page  # a subject that it is silent on
    maarten.post(CONFIRM, confirm_fields(response))
    found = working(kompas)
    assert [key for key in found.articles if not key.startswith("O")] == list(Model(corpus.load()).articles)
    assert "[naam" in found.articles["C3"].text  # what the document leaves open stays open
    assert len(found.articles["B1"].paragraphs) == 3
    assert inspect(found, timezone.localdate()).errors == []
    adopted(maarten)
    for key in ("A5", "B1", "S3"):
        page = words(maarten.get(f"/protocol/artikel/{key}/"))
        assert all(paragraph in page for paragraph in found.articles[key].paragraphs)
    printed = maarten.get("/protocol/protocol.pdf").content
    for sign in (b"<pdfaid:part>2<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<"):
        assert sign in printed
    assert " ".join(found.articles["A8"].text.split()) in text_of(printed)
    version = ProtocolVersion.objects.get(number=2)
    friend = {**ORDINARY, "rol": "medewerker", "handeling": "vriend_worden", "kanaal": "prive_account"}
    book = compile_book(version.content, Choices.of(version.content))
    assert advise(book, read_facts(book, {**friend, "met_wie": "leerling"})).verdict.outcome == "verboden"


def adopted(client: Client) -> None:
    sent = fields(client, f"{DRAFT}vaststellen/") | {
        "agreed": "ja", "council": "mr", "members": ["ouders"],
        "consent_on": timezone.localdate().isoformat(), "accepted": "on",
    }  # fmt: skip
    assert client.post(f"{DRAFT}vaststellen/", sent).status_code == 302


def test_a_file_that_must_be_read_apart(maarten: Client) -> None:
    response = send(maarten, "protocol.docx", writing.as_docx(writing.clean()))
    assert response.status_code == 200
    assert "Wat er aan de tekst schort" not in words(response)  # a clean document has no findings
    assert maarten.post(CONFIRM, confirm_fields(response))["Location"] == DRAFT


# --- What the school decides --------------------------------------------------------------------------
def test_another_age_is_taken_over_where_the_school_says_so(kompas: World, maarten: Client) -> None:
    document = markdown(**{"leerlingen die de leeftijd hebben die": "leerlingen vanaf 14 jaar, zoals"})
    for chosen, value in (("14", 14), ("", 16)):
        response = send(maarten, "protocol.md", document)
        sent = confirm_fields(response)
        assert sent["setting-leeftijd_groepsapp"] == "14"
        assert "setting-leeftijd_zelf_toestemming" not in sent
        assert "Leeftijd 14 jaar; in het model 16 jaar" in words(response)
        maarten.post(CONFIRM, sent | {"setting-leeftijd_groepsapp": chosen, "replace": "on"})
        assert working(kompas).parameters["leeftijd_groepsapp"] == value


def test_ages_at_the_end_of_the_document_are_asked_about(maarten: Client) -> None:
    document = markdown(**{"groepsapp: 16 jaar": "groepsapp: 14 jaar"})
    sent = confirm_fields(send(maarten, "protocol.md", document))
    assert sent["setting-leeftijd_groepsapp"] == ""  # for which article the 14 is meant, the school knows


def test_another_telephone_number_too(kompas: World, maarten: Client) -> None:
    response = send(
        maarten, "protocol.md", markdown(vertrouwensinspecteur="vertrouwensinspecteur (0900 222 4 222)")
    )
    sent = confirm_fields(response)
    assert sent["setting-telefoon_vertrouwensinspecteur"] == "0900 222 4 222"
    maarten.post(CONFIRM, sent)
    assert working(kompas).parameters["telefoon_vertrouwensinspecteur"] == "0900 222 4 222"


def test_a_match_can_be_dropped_and_changed(kompas: World, maarten: Client) -> None:
    sent = confirm_fields(send(maarten, "protocol.md", markdown()))
    assert sent["match-A6"] == "A6"
    ours = Model(corpus.load()).articles
    maarten.post(CONFIRM, sent | {"match-A6": "eigen", "match-A4": "A3"})
    found = working(kompas)
    assert "A6" not in found.articles
    assert "A6" in {article.id for article in found.optional}  # it can be switched on again
    own = found.articles["A10"]
    assert own.is_own
    assert "eigen kind of familie" in own.text
    assert "normen" not in found.entry("A10")
    assert len(found.articles["A3"].paragraphs) == 2  # two of theirs on one of the model: one article
    assert found.articles["A3"].explanation == ours["A3"].explanation
    assert "A4" not in found.articles


def test_what_the_document_lacks_can_be_taken_along(kompas: World, maarten: Client) -> None:
    short = copy.deepcopy(writing.clean())
    short["sections"] = [section for section in short["sections"] if "privé" not in section["title"]]
    response = send(maarten, "protocol.md", writing.WRITERS["md"](short))
    sent = confirm_fields(response)
    assert "included" not in sent  # nothing is ticked beforehand
    maarten.post(CONFIRM, sent | {"included": ["C1", "O4"]})
    found = working(kompas)
    assert {"C1", "O4"} <= set(found.articles)
    assert not {"C2", "C3", "C4", "O1"} & set(found.articles)
    assert found.articles["C1"].text == Model(corpus.load()).articles["C1"].text
    maarten.post(f"{DRAFT}artikel/C4/aan/", {"aan": "1"})
    assert "C4" in working(kompas).articles


def test_what_the_model_has_no_place_for_is_kept(kompas: World, maarten: Client) -> None:
    more, rule = copy.deepcopy(writing.clean()), "In de mediatheek eet en drinkt niemand iets."
    more["sections"].insert(-1, {"title": "Afspraken over de mediatheek", "articles": [rule]})
    maarten.post(CONFIRM, confirm_fields(send(maarten, "protocol.md", writing.WRITERS["md"](more))))
    found = working(kompas)
    own = [article for article in found.articles.values() if article.is_own]
    assert rule in {article.text for article in own}
    assert any("Eigenaar: de rector" in article.paragraphs for article in own)
    assert found.parts[-1].title == "Eigen regels van de school"


def test_nothing_but_the_own_text_differs_from_the_model(kompas: World, maarten: Client) -> None:
    maarten.post(CONFIRM, confirm_fields(send(maarten, "protocol.md", markdown())))
    found, model = content(kompas), corpus.load()
    for key in ("facts", "answers", "examples", "purposes"):
        assert found[key] == model[key]
    for entry in model["articles"]["articles"]:
        mine = next(one for one in found["articles"]["articles"] if one["id"] == entry["id"])
        for key in ("normen", "lezingen", "begrippen", "voorbeelden", "uitleg", "uitleg_leerling"):
            assert mine.get(key) == entry.get(key)


# --- What must not go wrong ---------------------------------------------------------------------------
@pytest.mark.parametrize("case", BAD)
def test_a_bad_document_is_refused_and_nothing_is_stored(maarten: Client, case: str) -> None:
    name, data, _ = CASES[case]
    response = send(maarten, name, data)
    assert response.status_code == 422
    assert "Er is niets opgeslagen." in words(response)
    assert not Draft.objects.exists()
    assert not StoredFile.objects.exists()


def test_no_file_is_no_document(maarten: Client) -> None:
    assert "Er is nog geen bestand gekozen" in words(maarten.post(CHOOSE, {}))


def test_a_working_version_is_not_replaced_unasked(kompas: World, maarten: Client) -> None:
    maarten.post(CONFIRM, confirm_fields(send(maarten, "protocol.md", markdown())))
    maarten.post(f"{DRAFT}artikel/O1/aan/", {"aan": "1"})
    response = send(maarten, "ander.md", markdown())
    assert "Vervang de werkversie die er al is" in words(response)
    sent = confirm_fields(response) | {"match-A6": "eigen"}
    refused = maarten.post(CONFIRM, sent)
    assert refused.status_code == 422
    assert confirm_fields(refused)["match-A6"] == "eigen"  # nothing is lost
    assert "O1" in working(kompas).articles
    maarten.post(CONFIRM, confirm_fields(refused) | {"replace": "on"})
    assert working(kompas).origin == "het document ander.md"
    assert "O1" not in working(kompas).articles


def test_one_that_was_begun_meanwhile_is_asked_about(kompas: World, maarten: Client) -> None:
    sent = confirm_fields(send(maarten, "protocol.md", markdown()))
    kompas.signed_in("Ilse").post(f"{DRAFT}beginnen/", {"origin": "model"})
    response = maarten.post(CONFIRM, sent)
    assert response.status_code == 422
    assert "Er is al een werkversie" in words(response)
    assert working(kompas).origin == "Het model van Deelwijs"


def test_a_document_that_was_changed_on_the_way_is_refused(
    maarten: Client, kompas: World, other: World
) -> None:
    sent = confirm_fields(send(maarten, "protocol.md", markdown()))
    spoiled = sent | {"document": sent["document"][:-3] + "abc"}
    assert "kwam niet heel over" in words(maarten.post(CONFIRM, spoiled, follow=True))
    assert "kwam niet heel over" in words(other.signed_in("Ans").post(CONFIRM, sent, follow=True))
    assert not Draft.objects.exists()


def test_an_article_that_does_not_exist_is_no_choice(maarten: Client) -> None:
    sent = confirm_fields(send(maarten, "protocol.md", markdown()))
    response = maarten.post(CONFIRM, sent | {"match-A6": "A99"})
    assert response.status_code == 422
    assert "Kies een artikel uit de lijst" in words(response)


@pytest.mark.parametrize("path", [CHOOSE, CONFIRM])
def test_it_is_for_who_leads_the_school(kompas: World, path: str) -> None:
    pieter = kompas.signed_in("Pieter")
    assert pieter.post(path).status_code == 403
    assert Client().post(path).status_code == 302


def test_texts_of_a_document_are_shown_as_text(maarten: Client) -> None:
    response = send(
        maarten, "protocol.md", markdown(**{"gewone fatsoensnormen": "<script>alert(1)</script> normen"})
    )
    assert "<script>alert" not in response.content.decode()
    assert re.search("alert", unescape(response.content.decode()))
