"""Erasing what entries were about (GDPR article 17): it is gone, and everything else can still be checked."""

from __future__ import annotations

from uuid import UUID, uuid4

from deelwijs.core.ledger.proof import read_case
from deelwijs.core.ledger.verify import check_case
from deelwijs.ledger.actions import erase_payloads
from deelwijs.ledger.checking import check
from deelwijs.ledger.exporting import Wanted, Words, case_file
from deelwijs.ledger.kinds import Kind
from deelwijs.ledger.models import Entry, Payload
from tests.ledger.conftest import act, anchored

WANTED = Wanted("sami", frozenset(Kind))


def test_what_entries_about_somebody_were_about_is_gone(tenant: UUID) -> None:
    other_school = uuid4()
    for subject in ("sami", "lotte", "sami"):
        act(tenant, {"answer": "geheim"}, subject)
    act(other_school, {"answer": "geheim"}, "sami")
    anchored(tenant)
    assert erase_payloads(tenant=tenant, subject="sami", actor="wietske") == 2
    left = Payload.objects.filter(entry__tenant=tenant).values_list("entry__seq", flat=True)
    assert sorted(left) == [2, 4]
    assert Payload.objects.filter(entry__tenant=other_school).count() == 1


def test_the_erasure_is_on_record_and_happens_once(tenant: UUID) -> None:
    act(tenant, subject="sami")
    assert erase_payloads(tenant=tenant, subject="sami", actor="wietske") == 1
    assert erase_payloads(tenant=tenant, subject="sami", actor="wietske") == 0
    assert erase_payloads(tenant=tenant, subject="niemand", actor="wietske") == 0
    entry = Entry.objects.select_related("payload").get(kind=Kind.LEDGER_ERASED)
    assert (entry.subject, entry.actor) == ("sami", "wietske")
    assert entry.payload.content == {"entries": [1]}


def test_the_chain_and_every_anchor_still_hold(tenant: UUID) -> None:
    for subject in ("sami", "lotte", "sami"):
        act(tenant, {"answer": "yes"}, subject)
    anchored(tenant)
    erase_payloads(tenant=tenant, subject="sami", actor="wietske")
    anchored(tenant)
    state = check(tenant)
    assert (state.size, state.erased, state.fault) == (4, 2, None)


def test_a_file_of_proof_says_that_it_was_erased(tenant: UUID) -> None:
    act(tenant, {"answer": "geheim"}, "sami")
    erase_payloads(tenant=tenant, subject="sami", actor="wietske")
    anchored(tenant)
    document = case_file(tenant, WANTED, Words("Het Kompas College"))
    assert "geheim" not in str(document)
    assert [(entry["salt"] is None, entry["payload"]) for entry in document["entries"]] == [
        (True, None),
        (False, {"entries": [1]}),
    ]
    report = check_case(read_case(document))
    assert report.holds
    assert (report.payloads, report.erased) == (1, 1)
