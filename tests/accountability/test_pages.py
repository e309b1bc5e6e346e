"""The ledger on screen: who may read whom, whether it holds, its anchors, and files of proof."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils.html import escape

from deelwijs.accountability.wording import icon_of, is_about_somebody
from deelwijs.accounts.roles import Role
from deelwijs.consents.actions import GivenAnswer, decide
from deelwijs.core.consent import Answer
from deelwijs.core.ledger.notes import read_note
from deelwijs.core.ledger.proof import read_case, read_chain_entry, read_chain_header
from deelwijs.core.ledger.verify import check_case, check_chain
from deelwijs.core.people import Affiliation as Kind
from deelwijs.ledger.kinds import Kind as Act
from deelwijs.ledger.models import Anchor, AnchorAddress, ChainCheck, Entry, Payload
from deelwijs.ledger.titles import TITLES
from deelwijs.people.models import BoardMember
from deelwijs.ui.icons import KNOWN
from tests.consents.conftest import World

LEDGER = "/logboek/"


@pytest.fixture
def told(kompas: World, settings: Any, tmp_path: Path) -> World:
    """Karim answered for Sami, Bas for Lotte, Yasmin for herself."""
    settings.LEDGER_KEY_FILE = tmp_path / "ledger-key"
    kompas.add("Maarten", Kind.EMPLOYEE, Role.SCHOOL_LEADERSHIP)
    BoardMember.objects.create(board=kompas.school.board, person=kompas.add("Berend", Kind.OTHER))
    for who, about, channel, answer in (
        ("Karim", "Sami", "website", Answer.YES),
        ("Karim", "Sami", "instagram", Answer.NO),
        ("Leila", "Sami", "website", Answer.NO),
        ("Bas", "Lotte", "website", Answer.YES),
        ("Yasmin", "Yasmin", "website", Answer.YES),
    ):
        given = [GivenAnswer("beeld", channel, answer)]
        decide(actor=kompas.actor(who), person_id=kompas.person(about).pk, answers=given)
    return kompas


@pytest.fixture
def officer(told: World) -> Client:
    return told.signed_in("Wietske")


@pytest.fixture
def unguarded(told: World) -> Iterator[World]:
    """Without the trigger that refuses a change."""
    on = {"sqlite": "ledger_entry_no_update", "postgresql": "ledger_entry_append_only ON ledger_entry"}
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {on[connection.vendor]}")
    return told


def page(client: Client, path: str = LEDGER) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def case_path(world: World, name: str) -> str:
    return f"{LEDGER}over/{world.person(name).pk}/"


# --- Who reads what -----------------------------------------------------------------------------
def test_the_privacy_officer_reads_who_did_what(officer: Client) -> None:
    text = page(officer)
    assert "Antwoord over toestemming" in text
    assert all(name in text for name in ("Sami Test", "Karim Test", "Lotte Test"))


@pytest.mark.parametrize("name", ["Maarten", "Berend"])
def test_leadership_and_board_do_not_read_whose_consent_it_was(told: World, name: str) -> None:
    text = page(told.signed_in(name))
    assert "Antwoord over toestemming" in text
    assert "één persoon" in text
    assert not any(child in text for child in ("Sami", "Lotte", "Yasmin", "Karim", "Leila", "Bas"))
    assert "over/" not in text


@pytest.mark.parametrize("name", ["Noor", "Pieter", "Karim", "Yasmin"])
def test_others_do_not_come_in(told: World, name: str) -> None:
    client = told.signed_in(name)
    anchor = f"{LEDGER}ankers/1/"
    for path in (LEDGER, anchor, f"{anchor}anker.txt", f"{LEDGER}adressen/", case_path(told, "Sami")):
        assert client.get(path).status_code == 403
    for path in (f"{LEDGER}controle/", f"{LEDGER}keten/", f"{case_path(told, 'Sami')}bewijs/"):
        assert client.post(path).status_code == 403
    assert not ChainCheck.objects.exists()


@pytest.mark.parametrize(
    ("name", "path", "allowed"),
    [
        ("Maarten", "controle/", True),
        ("Maarten", "keten/", False),
        ("Berend", "controle/", False),
        ("Berend", "keten/", False),
        ("Wietske", "controle/", True),
        ("Wietske", "keten/", True),
    ],
)
def test_who_may_do_what(told: World, name: str, path: str, *, allowed: bool) -> None:
    response = told.signed_in(name).post(LEDGER + path)
    assert (response.status_code != 403) is allowed


def test_another_school_sees_nothing_of_it(told: World, other: World) -> None:
    other.add("Vera", Kind.EMPLOYEE, Role.PRIVACY_OFFICER)
    told.signed_in("Wietske").post(f"{LEDGER}controle/")
    theirs = other.signed_in("Vera")
    assert "Karim" not in page(theirs)
    size = Anchor.objects.get(tenant=told.school.pk).size
    for path in (f"{LEDGER}ankers/{size}/", f"{LEDGER}ankers/{size}/anker.txt", case_path(told, "Sami")):
        assert theirs.get(path).status_code == 404
    assert theirs.post(f"{case_path(told, 'Sami')}bewijs/").status_code == 404


def test_a_form_with_many_answers_is_one_line(told: World, officer: Client) -> None:
    answers = [GivenAnswer(purpose, "website", Answer.NO) for purpose in ("beeld", "naam_bij_foto")]
    decide(actor=told.actor("Yasmin"), person_id=told.person("Yasmin").pk, answers=answers)
    assert "2 keer" in page(officer)


def test_older_lines_are_a_page_further(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deelwijs.accountability.selectors.PER_PAGE", 2)
    first = page(officer)
    assert "Eerdere regels" in first
    number = int(first.partition("?voor=")[2].partition('"')[0])
    older = page(officer, f"{LEDGER}?voor={number}")
    assert "Yasmin" in first
    assert "Yasmin" not in older
    assert "Sami" in older
    for nonsense in ("x", "-1", "9" * 30, "٣", "1e3"):
        assert "Yasmin" in page(officer, f"{LEDGER}?voor={nonsense}")


# --- Does it hold? ------------------------------------------------------------------------------
def test_checking_now_makes_an_anchor(officer: Client, told: World) -> None:
    assert "Nog niet gecontroleerd" in page(officer)
    response = officer.post(f"{LEDGER}controle/", follow=True)
    anchor = Anchor.objects.get(tenant=told.school.pk)
    assert response.redirect_chain[-1][0] == f"{LEDGER}ankers/{anchor.size}/"
    text = page(officer)
    assert "De keten klopt" in text
    assert "controle op verzoek" in text
    assert f"{anchor.size} regels." in text
    again = officer.post(f"{LEDGER}controle/", follow=True)
    assert "Er is niets bijgekomen" in again.content.decode()
    assert Anchor.objects.filter(tenant=told.school.pk).count() == 1


def test_a_chain_that_does_not_hold_is_said_on_top(unguarded: World) -> None:
    officer = unguarded.signed_in("Wietske")
    Entry.objects.filter(tenant=unguarded.school.pk, seq=3).update(actor="iemand anders")
    text = officer.post(f"{LEDGER}controle/", follow=True).content.decode()
    assert "De keten klopt niet" in text
    assert "De regels sluiten niet op elkaar aan. De eerste fout zit bij regel 3." in text
    assert "Verander niets op de server." in text
    for path in ("keten/", f"over/{unguarded.person('Sami').pk}/bewijs/"):
        refused = officer.post(LEDGER + path, follow=True).content.decode()
        assert "Er is geen bewijs gemaakt, want het logboek klopt niet bij regel 3." in refused
    assert not Anchor.objects.exists()


# --- Anchors ------------------------------------------------------------------------------------
def test_an_anchor_can_be_printed_and_downloaded(officer: Client, told: World) -> None:
    officer.post(f"{LEDGER}controle/")
    anchor = Anchor.objects.get(tenant=told.school.pk)
    text = page(officer, f"{LEDGER}ankers/{anchor.size}/")
    assert escape(anchor.note) in text
    assert '<svg class="qr"' in text
    assert anchor.root[:8] in text
    file = officer.get(f"{LEDGER}ankers/{anchor.size}/anker.txt")
    assert file.content.decode() == anchor.note
    assert file["Content-Disposition"] == f'attachment; filename="anker-{anchor.size}.txt"'
    assert read_note(file.content.decode()).text
    assert officer.get(f"{LEDGER}ankers/999/").status_code == 404


def test_mailboxes_are_kept(officer: Client, told: World) -> None:
    path = f"{LEDGER}adressen/"
    assert "Deze installatie kan nog geen mail sturen" in page(officer)
    response = officer.post(path, {"emails": "fg@kompas.example\n\n bestuur@kompas.example"}, follow=True)
    assert "De adressen zijn bewaard" in response.content.decode()
    assert AnchorAddress.objects.filter(tenant=told.school.pk).count() == 2
    assert "bestuur@kompas.example" in page(officer, path)
    assert "bestuur@kompas.example" in page(officer)
    officer.post(path, {"emails": ""})
    assert not AnchorAddress.objects.exists()


@pytest.mark.parametrize(
    ("emails", "message"),
    [
        ("fg@kompas.example\nfout", "fout is geen e-mailadres."),
        ("\n".join(f"a{number}@kompas.example" for number in range(11)), "Dat zijn er 11."),
    ],
)
def test_a_wrong_address_loses_nothing(officer: Client, emails: str, message: str) -> None:
    response = officer.post(f"{LEDGER}adressen/", {"emails": emails})
    assert response.status_code == 422
    text = response.content.decode()
    assert message in text
    assert emails.splitlines()[0] in text
    assert not AnchorAddress.objects.exists()


# --- Proof --------------------------------------------------------------------------------------
def proof(client: Client, world: World, name: str, **chosen: str) -> dict[str, Any]:
    response = client.post(f"{case_path(world, name)}bewijs/", chosen)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith('attachment; filename="bewijs-')
    document: dict[str, Any] = json.loads(response.content)
    return document


def test_a_case_says_what_was_answered(officer: Client, told: World) -> None:
    text = page(officer, case_path(told, "Sami"))
    assert "Foto’s en films, Website, ja, als ouder of verzorger" in text
    assert "Foto’s en films, Instagram, nee, als ouder of verzorger" in text
    assert "Lotte" not in text


def test_a_file_of_proof_about_one_channel(officer: Client, told: World) -> None:
    document = proof(officer, told, "Sami", purpose="beeld", channel="website")
    report = check_case(read_case(document))
    assert report.holds
    assert (report.entries, report.texts) == (2, 1)
    assert document["about"] == {"zaak": "toestemming", "purpose": "beeld", "channel": "website"}
    assert sorted(document["names"].values()) == ["Karim Test", "Leila Test", "Sami Test"]
    assert document["texts"][0]["content"]["id"] == "beeld"
    assert "Lotte" not in json.dumps(document)
    made = Entry.objects.select_related("payload").get(kind=Act.LEDGER_EXPORTED)
    assert made.subject == str(told.person("Sami").pk)
    assert made.actor == str(told.person("Wietske").pk)
    assert "Bewijs gemaakt" in page(officer, case_path(told, "Sami"))


def test_a_whole_case(officer: Client, told: World) -> None:
    document = proof(officer, told, "Sami", purpose="", channel="")
    assert check_case(read_case(document)).entries == 3


def test_what_was_erased_is_said(officer: Client, told: World) -> None:
    first = Entry.objects.filter(subject=str(told.person("Sami").pk)).order_by("seq")[0]
    Payload.objects.filter(entry=first).delete()
    assert "Gewist: wat hier stond, is weg." in page(officer, case_path(told, "Sami"))
    report = check_case(read_case(proof(officer, told, "Sami", channel="website")))
    assert (report.holds, report.erased) == (True, 1)


def test_a_choice_that_does_not_exist_is_refused(officer: Client, told: World) -> None:
    response = officer.post(f"{case_path(told, 'Sami')}bewijs/", {"channel": "krant"})
    assert response.status_code == 422
    assert not Entry.objects.filter(kind=Act.LEDGER_EXPORTED).exists()


@pytest.mark.parametrize("name", ["Pieter", None])
def test_nothing_on_record_is_no_case(officer: Client, told: World, name: str | None) -> None:
    subject = told.person(name).pk if name else uuid4()
    assert officer.get(f"{LEDGER}over/{subject}/").status_code == 404
    assert officer.post(f"{LEDGER}over/{subject}/bewijs/").status_code == 404


def test_the_whole_chain_holds_elsewhere_and_says_nothing(officer: Client) -> None:
    response = officer.post(f"{LEDGER}keten/")
    lines = [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]  # type: ignore[attr-defined]
    header = read_chain_header(lines[0])
    entries = [read_chain_entry(line, "", has_payload=header.has_payloads) for line in lines[1:]]
    report = check_chain(header, entries)
    assert report.holds
    assert (report.uncovered, report.payloads) == (0, 0)
    assert "website" not in json.dumps(lines)
    assert lines[-1]["kind"] == Act.LEDGER_EXPORTED


# --- Words --------------------------------------------------------------------------------------
def test_every_act_has_a_title_and_an_icon() -> None:
    assert set(TITLES) == {act.value for act in Act}
    assert {icon_of(act) for act in Act} <= KNOWN
    assert icon_of("report.filed") == "list"


def test_an_act_that_nobody_thought_about_is_about_somebody() -> None:
    assert is_about_somebody("report.filed")
    assert is_about_somebody(Act.CONSENT_DECIDED)
    assert not is_about_somebody(Act.PUBLICATION_PLACED)
