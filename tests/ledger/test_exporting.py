"""Files of proof from the database: they hold for both programs, and hold nothing about anybody else."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from deelwijs.core.canonical import digest
from deelwijs.core.ledger import notes
from deelwijs.core.ledger.proof import read_case, read_chain_entry, read_chain_header
from deelwijs.core.ledger.verify import Report, check_case, check_chain
from deelwijs.ledger import keys
from deelwijs.ledger.actions import export_case, export_chain
from deelwijs.ledger.anchoring import ChainFaultError
from deelwijs.ledger.exporting import Wanted, Words, case_file, chain_lines
from deelwijs.ledger.kinds import Kind
from deelwijs.ledger.models import Anchor, Entry, Payload
from tests.core.ledger.second_opinion import judge_case, judge_chain
from tests.ledger.conftest import act, anchored

TEXT: dict[str, Any] = {"id": "beeld", "tekst": "Mag het?"}
CONSENT = frozenset({Kind.CONSENT_ASKED.value, Kind.CONSENT_DECIDED.value})
WORDS = Words(
    school="Het Kompas College",
    about={"channel": "website"},
    names={"sami": "Sami"},
    texts={digest(TEXT): TEXT, digest("een andere tekst"): "een andere tekst"},
)


def history(tenant: UUID) -> None:
    """Sami twice on the website and once elsewhere, with others in between and three anchors."""
    keys.signer()
    for channel, subject in [("website", "sami"), ("website", "lotte"), ("instagram", "sami")]:
        act(tenant, {"channel": channel, "information": digest(TEXT)}, subject)
    anchored(tenant)
    act(tenant, {"channel": "website"}, "lotte")
    anchored(tenant)
    keys.replace()
    act(tenant, {"channel": "website"}, "sami", actor="vader")
    act(tenant, {"day": "2026-11-23"}, "sami", Kind.PEOPLE_IMPORTED)
    anchored(tenant)


def kept(tenant: UUID) -> tuple[tuple[int, bytes], str]:
    anchor = Anchor.objects.filter(tenant=tenant).order_by("size").last()
    first = Anchor.objects.filter(tenant=tenant).order_by("size").first()
    assert anchor
    assert first
    fingerprint = notes.fingerprint(bytes.fromhex(first.key.public)).replace(" ", "")
    return (anchor.size, bytes.fromhex(anchor.root)), fingerprint


def case(tenant: UUID, wanted: Wanted) -> dict[str, Any]:
    """The file as it is read outside."""
    document: dict[str, Any] = json.loads(json.dumps(case_file(tenant, wanted, WORDS)))
    return document


def numbers(document: dict[str, Any]) -> list[int]:
    return [entry["seq"] for entry in document["entries"]]


def test_a_case_file_holds_for_both_programs(tenant: UUID) -> None:
    history(tenant)
    document = case(tenant, Wanted("sami", CONSENT, {"channel": "website"}))
    report = check_case(read_case(document))
    assert report.holds
    assert numbers(document) == [1, 5]
    assert [root.size for root in report.roots] == [3, 6]  # the first anchor above each, and the last one
    assert (report.payloads, report.erased, report.texts) == (2, 0, 1)
    assert judge_case(document, *kept(tenant)) == set()


def test_it_holds_nothing_about_anybody_else(tenant: UUID) -> None:
    history(tenant)
    act(uuid4(), subject="sami")
    document = case(tenant, Wanted("sami", CONSENT))
    assert numbers(document) == [1, 3, 5]
    assert "lotte" not in json.dumps(document)
    assert [text["content"] for text in document["texts"]] == [TEXT]


def test_one_actor_gets_only_what_that_actor_did(tenant: UUID) -> None:
    history(tenant)
    document = case(tenant, Wanted("sami", CONSENT, actor="moeder"))
    assert numbers(document) == [1, 3]
    assert "vader" not in json.dumps(document)


def test_an_erased_entry_comes_along_whatever_it_was_about(tenant: UUID) -> None:
    history(tenant)
    Payload.objects.filter(entry__tenant=tenant, entry__seq=3).delete()
    document = case(tenant, Wanted("sami", CONSENT, {"channel": "website"}))
    assert numbers(document) == [1, 3, 5]
    assert check_case(read_case(document)).erased == 1


def test_what_no_anchor_covers_stays_out(tenant: UUID) -> None:
    act(tenant, subject="sami")
    assert numbers(case(tenant, Wanted("sami", CONSENT))) == []
    anchored(tenant)
    act(tenant, subject="sami")
    assert numbers(case(tenant, Wanted("sami", CONSENT))) == [1]


def test_a_case_without_entries_is_still_a_file(tenant: UUID) -> None:
    history(tenant)
    document = case(tenant, Wanted("niemand", CONSENT))
    assert check_case(read_case(document)).holds
    assert judge_case(document, *kept(tenant)) == set()


def test_that_a_file_was_made_is_on_record(tenant: UUID) -> None:
    history(tenant)
    document = export_case(tenant=tenant, wanted=Wanted("sami", CONSENT), words=WORDS, actor="wietske")
    assert numbers(document) == [1, 3, 5]
    entry = Entry.objects.select_related("payload").get(tenant=tenant, kind=Kind.LEDGER_EXPORTED)
    assert (entry.subject, entry.actor) == ("sami", "wietske")
    assert entry.payload.content == {"about": {"channel": "website"}}
    assert entry.seq == Anchor.objects.filter(tenant=tenant).latest("size").size


def test_nothing_is_proven_with_a_chain_that_does_not_hold(unguarded: UUID) -> None:
    history(unguarded)
    Entry.objects.filter(tenant=unguarded, seq=4).update(actor="vader")
    with pytest.raises(ChainFaultError):
        export_case(tenant=unguarded, wanted=Wanted("sami", CONSENT), words=WORDS, actor="wietske")
    with pytest.raises(ChainFaultError):
        export_chain(tenant=unguarded, school="Het Kompas College", actor="x", with_payloads=False)


def chain_report(lines: list[Any]) -> Report:
    header = read_chain_header(lines[0])
    entries = [read_chain_entry(line, "", has_payload=header.has_payloads) for line in lines[1:]]
    return check_chain(header, entries)


def test_a_chain_file_holds_for_both_programs(tenant: UUID) -> None:
    history(tenant)
    act(tenant)
    Payload.objects.filter(entry__tenant=tenant, entry__seq=2).delete()
    lines = [json.loads(line) for line in chain_lines(tenant, "Het Kompas College", with_payloads=True)]
    report = chain_report(lines)
    assert report.holds
    assert (report.entries, report.payloads, report.erased, report.uncovered) == (7, 6, 1, 1)
    assert judge_chain(lines, *kept(tenant)) == set()


def test_a_chain_file_without_payloads_says_nothing_of_them(tenant: UUID) -> None:
    history(tenant)
    written = list(chain_lines(tenant, "Het Kompas College", with_payloads=False))
    assert not any(word in line for line in written for word in ("website", '"salt"'))
    report = chain_report([json.loads(line) for line in written])
    assert report.holds
    assert (report.entries, report.payloads, report.erased) == (6, 0, 0)


def test_a_chain_file_made_now_ends_with_its_own_record(tenant: UUID) -> None:
    history(tenant)
    made = export_chain(tenant=tenant, school="Het Kompas College", actor="wietske", with_payloads=True)
    lines = [json.loads(line) for line in made]
    assert lines[-1]["kind"] == Kind.LEDGER_EXPORTED
    assert chain_report(lines).uncovered == 0


def test_an_empty_chain_file_holds(tenant: UUID) -> None:
    lines = [json.loads(line) for line in chain_lines(tenant, "Het Kompas College", with_payloads=True)]
    assert len(lines) == 1
    assert chain_report(lines).holds
