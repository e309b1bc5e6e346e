"""Recording in the database: with the act or not at all, and never changed."""

from __future__ import annotations

import json
import unicodedata
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.utils import timezone

from deelwijs.core.ledger.chain import FIRST, entry_hasher, payload_commitment
from deelwijs.ledger import selectors
from deelwijs.ledger.actions import record
from deelwijs.ledger.kinds import Kind
from deelwijs.ledger.models import Entry, Head, Payload
from tests.ledger.conftest import act


def test_each_act_follows_the_one_before(tenant: UUID) -> None:
    entries = [act(tenant) for _ in range(3)]
    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert [entry.prev for entry in entries] == [FIRST, entries[0].hash, entries[1].hash]
    head = Head.objects.get(tenant=tenant)
    assert (head.seq, head.hash) == (3, entries[2].hash)
    assert selectors.first_broken(tenant) is None


def test_each_school_has_its_own_chain(tenant: UUID) -> None:
    other = uuid4()
    act(tenant)
    assert act(other).seq == 1
    assert act(tenant).seq == 2
    assert selectors.first_broken(tenant) is selectors.first_broken(other) is None


def test_a_school_without_acts_is_in_order(tenant: UUID) -> None:
    assert selectors.first_broken(tenant) is None


def test_what_is_stored_is_what_was_hashed(tenant: UUID) -> None:
    """Times are whole microseconds, so that no database rounds them."""
    before = timezone.now()
    act(tenant, {"a": [1, {"b": None}], "c": "é"})
    entry = Entry.objects.select_related("payload").get(tenant=tenant)
    stated = entry_hasher(str(entry.tenant))(
        entry.seq, entry.at_us, entry.kind, entry.subject, entry.actor, entry.payload_commit, entry.prev
    )
    assert stated == entry.hash
    assert before.timestamp() * 1e6 - 2 <= entry.at_us <= timezone.now().timestamp() * 1e6 + 2
    assert payload_commitment(bytes(entry.payload.salt), entry.payload.content) == entry.payload_commit


def test_the_same_payload_never_commits_alike(tenant: UUID) -> None:
    commits = {act(tenant, {"answer": "yes"}).payload_commit for _ in range(4)}
    salts = {bytes(payload.salt) for payload in Payload.objects.all()}
    assert len(commits) == len(salts) == 4
    assert {len(salt) for salt in salts} == {32}


def test_the_entry_itself_says_nothing_of_the_payload(tenant: UUID) -> None:
    act(tenant, {"answer": "geheim-antwoord"})
    row = Entry.objects.filter(tenant=tenant).values().get()
    assert "geheim-antwoord" not in json.dumps(row, default=str)


def test_erasing_a_payload_keeps_the_chain(tenant: UUID) -> None:
    entries = [act(tenant) for _ in range(3)]
    Payload.objects.get(entry=entries[1]).delete()
    assert selectors.first_broken(tenant) is None
    assert Entry.objects.filter(tenant=tenant).count() == 3


def test_a_text_in_either_form_is_the_same_record(tenant: UUID) -> None:
    apart = unicodedata.normalize("NFD", "Zoë")
    act(tenant, {"name": apart}, subject=apart)
    Payload.objects.update(content={"name": unicodedata.normalize("NFC", apart)})
    assert selectors.first_broken(tenant) is None


def test_an_act_that_is_undone_leaves_no_entry(tenant: UUID) -> None:
    act(tenant)
    with transaction.atomic():
        act(tenant)
        transaction.set_rollback(True)
    assert Entry.objects.filter(tenant=tenant).count() == 1
    assert Payload.objects.count() == 1
    assert act(tenant).seq == 2
    assert selectors.first_broken(tenant) is None


def test_outside_a_transaction_nothing_is_recorded(tenant: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    # The test itself runs in a transaction; for the ledger it is as if there were none.
    monkeypatch.setattr(connections["default"], "in_atomic_block", False)
    with pytest.raises(RuntimeError, match="transaction"):
        record(tenant=tenant, kind=Kind.CONSENT_DECIDED, subject="x", actor="y", payload={})
    monkeypatch.undo()
    assert not Entry.objects.exists()
    assert not Head.objects.exists()


@pytest.mark.parametrize(
    ("kind", "payload", "error"),
    [
        ("consent.guessed", {}, ValueError),
        ("", {}, ValueError),
        (Kind.CONSENT_DECIDED, {"share": 0.5}, TypeError),
        (Kind.CONSENT_DECIDED, {"who": uuid4()}, TypeError),
    ],
)
def test_what_cannot_be_recorded_leaves_nothing(
    tenant: UUID, kind: str, payload: Any, error: type[Exception]
) -> None:
    with pytest.raises(error), transaction.atomic():
        record(tenant=tenant, kind=kind, subject="x", actor="y", payload=payload)
    assert not Entry.objects.exists()
    assert act(tenant).seq == 1


CHANGES = {
    "update": lambda entry: Entry.objects.filter(pk=entry.pk).update(actor="vader"),
    "save": lambda entry: entry.save(),
    "update nothing": lambda entry: Entry.objects.filter(pk=entry.pk).update(actor=entry.actor),
    "delete": lambda entry: Entry.objects.filter(pk=entry.pk)._raw_delete("default"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_an_entry(tenant: UUID, change: str) -> None:
    entry = act(tenant)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CHANGES[change](entry)
    assert Entry.objects.get(pk=entry.pk).hash == entry.hash


@pytest.mark.parametrize("same", [{"seq": 1}, {"seq": 9, "prev": FIRST}])
def test_the_database_refuses_a_fork(tenant: UUID, same: dict[str, Any]) -> None:
    first = act(tenant)
    twin = Entry(tenant=tenant, seq=2, at_us=1, kind=first.kind, prev="1" * 64, hash="2" * 64)
    for name, value in same.items():
        setattr(twin, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
