"""Proof of an answer for the one who gave it: on screen, on paper, for machines, and from the ledger."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from deelwijs.consents.dpv import CONTEXT
from deelwijs.consents.models import ConsentDecision
from deelwijs.core.ledger.proof import read_case
from deelwijs.core.ledger.verify import check_case
from deelwijs.ledger.models import Entry
from tests.consents.conftest import World
from tests.consents.test_decide import NO, YES, say
from tests.consents.test_pages import path, text

RECEIPT = "beeld/website/bewijs/"


@pytest.fixture
def answered(kompas: World, settings: Any, tmp_path: Path) -> World:
    """Karim said yes for Sami and then no, Leila said yes; Yasmin said yes for herself."""
    settings.LEDGER_KEY_FILE = tmp_path / "ledger-key"
    say(kompas, "Karim", "Sami", YES)
    say(kompas, "Leila", "Sami", YES)
    say(kompas, "Karim", "Sami", NO)
    say(kompas, "Yasmin", "Yasmin", YES)
    return kompas


def machine(client: Client, world: World, about: str) -> dict[str, Any]:
    response = client.get(path(world, about, f"{RECEIPT}bewijs.jsonld"))
    assert response.status_code == 200
    document: dict[str, Any] = json.loads(response.content)
    return document


def test_a_guardian_sees_their_own_answers_and_not_the_others(answered: World) -> None:
    page = text(answered.signed_in("Karim").get(path(answered, "Sami", RECEIPT)))
    assert "Foto’s en films op Website" in page
    assert "Karim Test, als ouder of verzorger" in page
    assert "Eerdere antwoorden" in page
    assert "Leila" not in page
    leila = text(answered.signed_in("Leila").get(path(answered, "Sami", RECEIPT)))
    assert "Leila Test, als ouder of verzorger" in leila
    assert "Karim" not in leila
    assert "Eerdere antwoorden" not in leila


def test_it_says_all_that_a_proof_must_say(answered: World) -> None:
    decision = ConsentDecision.objects.get(person=answered.person("Yasmin"))
    page = text(answered.signed_in("Yasmin").get(path(answered, "Yasmin", RECEIPT)))
    for said in (
        "Yasmin Test, voor zichzelf",
        "<dd>Ja</dd>",
        "In Deelwijs, na inloggen",
        f"versie {decision.information.version}, taal: Nederlands",
        decision.information.content_hash[:16],
        f"{timezone.localtime(decision.decided_at):%H:%M}",
        "Mag de school foto’s en films van jou op de website van de school zetten?",
        "Een foto van een les, een uitje of een feest. Zonder naam.",
        "Je kunt altijd stoppen.",
    ):
        assert said in page


def test_the_words_are_those_of_then(answered: World) -> None:
    """A text that was changed since does not change the receipt."""
    before = ConsentDecision.objects.get(person=answered.person("Yasmin")).information
    body = {**before.body, "vraag_zelf": "Heel andere woorden?"}
    type(before).objects.create(
        school=answered.school, purpose="beeld", version=before.version + 1, body=body, content_hash="x"
    )
    page = text(answered.signed_in("Yasmin").get(path(answered, "Yasmin", RECEIPT)))
    assert "Heel andere woorden?" not in page
    assert f"versie {before.version}, taal: Nederlands" in page


def test_who_decides_alone_sees_what_was_said_before(answered: World) -> None:
    """Yasmin is of age to decide: what her father answered is about her."""
    now = timezone.now()
    first = ConsentDecision.objects.get(person=answered.person("Yasmin"))
    ConsentDecision.objects.create(
        school=answered.school,
        person=first.person,
        purpose="beeld",
        channel=first.channel,
        answer="no",
        decided_by=answered.person("Karim"),
        capacity="guardian",
        decided_at=now.replace(year=now.year - 2),
        information=first.information,
    )
    page = text(answered.signed_in("Yasmin").get(path(answered, "Yasmin", RECEIPT)))
    assert "Karim Test" in page


REST = ["bewijs/", RECEIPT, f"{RECEIPT}bewijs.pdf", f"{RECEIPT}bewijs.jsonld"]


@pytest.mark.parametrize("rest", REST)
@pytest.mark.parametrize(
    ("who", "about"), [("Karim", "Lotte"), ("Ex", "Lotte"), ("Pieter", "Sami"), ("Noor", "Sami")]
)
def test_somebody_elses_answers_are_not_found(answered: World, who: str, about: str, rest: str) -> None:
    client = answered.signed_in(who)
    assert client.get(path(answered, about, rest)).status_code == 404
    assert client.post(path(answered, about, f"{RECEIPT}keten/")).status_code == 404


@pytest.mark.parametrize("rest", REST[1:])
def test_a_child_does_not_read_what_the_parents_said(answered: World, rest: str) -> None:
    """Not of age to decide: a quarrel between parents is not for the child."""
    client = answered.signed_in("Sami")
    assert client.get(path(answered, "Sami", rest)).status_code == 404
    assert "Er is nog geen antwoord" in text(client.get(path(answered, "Sami", "bewijs/")))


def test_another_school_finds_nothing(answered: World, other: World) -> None:
    client = other.signed_in("Karim")
    for rest in REST:
        assert client.get(path(answered, "Sami", rest)).status_code == 404


def test_every_answer_has_its_place_in_the_list(answered: World) -> None:
    client = answered.signed_in("Karim")
    assert path(answered, "Sami", "bewijs/") in text(client.get("/toestemming/"))
    page = text(client.get(path(answered, "Sami", "bewijs/")))
    assert page.count("Foto’s en films op Website") == 1
    assert path(answered, "Sami", RECEIPT) in page
    assert "Nee" in page


def test_on_paper(answered: World) -> None:
    response = answered.signed_in("Karim").get(path(answered, "Sami", f"{RECEIPT}bewijs.pdf"))
    assert response["Content-Type"] == "application/pdf"
    for sign in (b"<pdfaid:part>2<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<"):
        assert sign in response.content
    pages = pypdfium2.PdfDocument(response.content)
    printed = " ".join(" ".join(one.get_textpage().get_text_range().split()) for one in pages)
    assert "Karim Test, als ouder of verzorger" in printed
    assert "Mag Sami op foto’s en films op de website van de school?" in printed
    assert "Eerdere antwoorden" in printed
    assert "Leila" not in printed


def test_for_machines(answered: World) -> None:
    """The terms of the vocabulary, and the history as events."""
    document = machine(answered.signed_in("Karim"), answered, "Sami")
    record = document["dpv:hasRecordOfActivity"]
    assert (document["@type"], record["@type"]) == ("dpv:ConsentReceipt", "dpv:ConsentRecord")
    assert record["dpv:hasDataController"]["dpv:hasName"] == "Stichting Windroos"
    assert record["dpv:hasDataSubject"]["dpv:hasName"] == "Sami Test"
    assert record["dpv:hasConsentControl"]["dpv:isExercisedAt"] == "http://testserver/toestemming/"
    last, first = record["dpv:hasConsentStatus"]
    assert (last["@type"], first["@type"]) == (
        ["dpv:ConsentWithdrawn"],
        ["dpv:ConsentGiven", "dpv:ExpressedConsent"],
    )
    assert {status["dpv:isIndicatedBy"]["@type"] for status in (last, first)} == {"dpv:GuardianOfDataSubject"}
    (notice,) = record["dpv:hasNotice"]
    assert notice["dct:language"] == "nl"
    assert last["dpv:hasNotice"]["dct:identifier"] == notice["dct:identifier"]
    assert "Leila" not in json.dumps(document)


def test_a_first_no_is_a_refusal_and_no_withdrawal(answered: World) -> None:
    say(answered, "Bas", "Lotte", NO)
    record = machine(answered.signed_in("Bas"), answered, "Lotte")["dpv:hasRecordOfActivity"]
    (status,) = record["dpv:hasConsentStatus"]
    assert status["@type"] == ["dpv:ConsentRefused"]


def test_every_term_has_a_namespace(answered: World) -> None:
    def terms(part: Any) -> set[str]:
        if isinstance(part, dict):
            return {name for name in part if ":" in name} | {
                term for name, inner in part.items() if name != "@context" for term in terms(inner)
            }
        return {term for inner in part for term in terms(inner)} if isinstance(part, list) else set()

    document = machine(answered.signed_in("Yasmin"), answered, "Yasmin")
    assert {term.partition(":")[0] for term in terms(document)} <= set(CONTEXT)


def test_from_the_ledger(answered: World) -> None:
    client = answered.signed_in("Karim")
    response = client.post(path(answered, "Sami", f"{RECEIPT}keten/"))
    assert response.status_code == 200
    document = json.loads(response.content)
    report = check_case(read_case(document))
    assert report.holds
    assert report.entries == 2
    assert str(answered.person("Leila").pk) not in response.content.decode()
    assert sorted(document["names"].values()) == ["Karim Test", "Sami Test"]


def test_a_ledger_that_does_not_hold_gives_no_proof(answered: World) -> None:
    on = {"sqlite": "ledger_entry_no_update", "postgresql": "ledger_entry_append_only ON ledger_entry"}
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {on[connection.vendor]}")
    Entry.objects.filter(tenant=answered.school.pk, seq=2).update(actor="iemand anders")
    response = answered.signed_in("Yasmin").post(path(answered, "Yasmin", f"{RECEIPT}keten/"), follow=True)
    assert "het logboek klopt niet" in response.content.decode()
