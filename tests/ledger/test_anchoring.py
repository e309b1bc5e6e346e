"""Anchors: the root over the whole chain, signed when it holds, and what they show that the chain cannot."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from deelwijs.core.ledger.merkle import Tree
from deelwijs.core.ledger.notes import read_checkpoint, read_note
from deelwijs.core.ledger.verify import Code
from deelwijs.ledger import anchoring, checking, keys, tasks
from deelwijs.ledger.anchoring import ChainFaultError, anchor_chain, check_chain, cover
from deelwijs.ledger.checking import check
from deelwijs.ledger.models import Anchor, ChainCheck, Entry, Head, Payload
from tests.ledger.conftest import act, anchored

DAILY = ChainCheck.Occasion.DAILY


def cut_off(tenant: UUID, *, after: int) -> None:
    """Somebody with the database takes the end away, and the head along with it."""
    end = Entry.objects.filter(tenant=tenant, seq__gt=after)
    Payload.objects.filter(entry__in=end).delete()
    end._raw_delete("default")
    last = Entry.objects.get(tenant=tenant, seq=after)
    Head.objects.filter(tenant=tenant).update(seq=after, hash=last.hash)


def test_an_anchor_is_the_signed_root_over_everything(tenant: UUID) -> None:
    hashes = [bytes.fromhex(act(tenant).hash) for _ in range(5)]
    anchor = anchored(tenant)
    note = read_note(anchor.note)
    stated = read_checkpoint(note.text)
    public = keys.signer().private.public_key().public_bytes_raw()
    assert note.signer([public]) == public == bytes.fromhex(anchor.key.public)
    assert (stated.tenant, stated.size, stated.root) == (str(tenant), 5, Tree(hashes).root())
    assert (anchor.size, anchor.root, anchor.signed_at) == (5, stated.root.hex(), stated.at)
    assert timezone.now().timestamp() - stated.at.timestamp() < 60


def test_nothing_new_gives_no_new_anchor(tenant: UUID) -> None:
    act(tenant)
    first = anchored(tenant)
    again = anchor_chain(tenant=tenant, occasion=DAILY)
    assert (again.anchor, again.is_new) == (first, False)
    act(tenant)
    assert anchor_chain(tenant=tenant, occasion=DAILY).is_new
    assert list(Anchor.objects.values_list("size", flat=True)) == [1, 2]
    assert ChainCheck.objects.filter(tenant=tenant).count() == 3


def test_a_school_without_acts_has_no_anchor(tenant: UUID) -> None:
    outcome = anchor_chain(tenant=tenant, occasion=DAILY)
    assert outcome.anchor is None
    assert (outcome.check.size, outcome.check.fault) == (0, "")


def test_schools_are_anchored_apart(tenant: UUID) -> None:
    other = uuid4()
    act(tenant)
    act(other)
    act(other)
    tasks.anchor_all()
    tasks.anchor(str(other))
    assert anchored(tenant).size == 1
    assert anchored(other).size == 2


def test_the_worker_anchors_every_school(
    tenant: UUID, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    other = uuid4()
    act(tenant)
    act(other)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.anchor_all()
    assert set(Anchor.objects.values_list("tenant", flat=True)) == {tenant, other}


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_an_anchor(tenant: UUID, change: str) -> None:
    act(tenant)
    mine = Anchor.objects.filter(pk=anchored(tenant).pk)
    changes = {"update": lambda: mine.update(root="0" * 64), "delete": lambda: mine._raw_delete("default")}
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        changes[change]()
    assert mine.get().root != "0" * 64


def test_a_chain_that_does_not_hold_is_not_signed(unguarded: UUID, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(4):
        act(unguarded)
    Entry.objects.filter(tenant=unguarded, seq=2).update(actor="vader")
    with pytest.raises(ChainFaultError) as broken:
        anchor_chain(tenant=unguarded, occasion=DAILY)
    assert (broken.value.fault.code, broken.value.fault.seq) == (Code.CHAIN, 2)
    kept = ChainCheck.objects.get(tenant=unguarded)
    assert (kept.fault, kept.fault_seq, kept.size) == ("chain", 2, 1)
    assert not Anchor.objects.exists()
    assert "does not hold: chain" in caplog.text
    tasks.anchor(unguarded)  # the worker goes on with the next school
    assert ChainCheck.objects.count() == 2


def test_a_cut_off_end_is_found_against_the_last_anchor(unguarded: UUID) -> None:
    """The chain itself fits; without the anchor nobody would know."""
    for _ in range(6):
        act(unguarded)
    anchored(unguarded)
    cut_off(unguarded, after=4)
    fault = check(unguarded).fault
    assert fault
    assert (fault.code, fault.number) == (Code.CUT_OFF, 1)
    assert check_chain(tenant=unguarded, occasion=ChainCheck.Occasion.ASKED).fault == "cut_off"


def test_what_came_after_the_last_anchor_can_be_cut_off_unseen(unguarded: UUID) -> None:
    """Said in the document: an anchor speaks for what it covers."""
    act(unguarded)
    anchored(unguarded)
    act(unguarded)
    cut_off(unguarded, after=1)
    assert check(unguarded).fault is None


def test_a_chain_made_anew_is_found_against_an_anchor(unguarded: UUID) -> None:
    """Somebody with the database writes another history of the same length."""
    for _ in range(3):
        act(unguarded)
    anchored(unguarded)
    Payload.objects.all().delete()
    Entry.objects.filter(tenant=unguarded)._raw_delete("default")
    Head.objects.filter(tenant=unguarded).delete()
    for _ in range(3):
        act(unguarded, actor="vader")
    fault = check(unguarded).fault
    assert fault
    assert fault.code is Code.ROOT
    with pytest.raises(ChainFaultError):
        cover(tenant=unguarded)


@pytest.mark.parametrize(
    "change",
    [
        {"root": "ab" * 32},
        {"note": "woorden"},
        {"tenant": UUID(int=7)},
        {"size": 1},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_anchor_is_found(unguarded: UUID, change: dict[str, Any]) -> None:
    act(unguarded)
    act(unguarded)
    anchor = anchored(unguarded)
    Anchor.objects.filter(pk=anchor.pk).update(**change)
    tenant = change.get("tenant", unguarded)
    fault = check(tenant).fault
    assert fault
    assert fault.code in {Code.SIGNATURE, Code.CUT_OFF}


def test_an_anchor_of_another_key_does_not_count(unguarded: UUID) -> None:
    act(unguarded)
    anchor = anchored(unguarded)
    Anchor.objects.filter(pk=anchor.pk).update(key=keys.replace())
    fault = check(unguarded).fault
    assert fault
    assert fault.code is Code.SIGNATURE


def test_anchors_of_an_old_key_keep_their_worth(tenant: UUID) -> None:
    act(tenant)
    first = anchored(tenant)
    keys.replace()
    act(tenant)
    second = anchored(tenant)
    assert first.key != second.key
    assert check(tenant).fault is None


def test_somebody_who_writes_during_the_check_is_not_accused(
    tenant: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        act(tenant)
    really = checking._payloads

    def meanwhile(school: UUID, up_to: int) -> Any:
        act(school)
        return really(school, up_to)

    monkeypatch.setattr(checking, "_payloads", meanwhile)
    state = check(tenant)
    assert (state.size, state.fault) == (3, None)


def test_erased_payloads_are_counted(tenant: UUID) -> None:
    entries = [act(tenant) for _ in range(3)]
    Payload.objects.get(entry=entries[1]).delete()
    outcome = anchor_chain(tenant=tenant, occasion=DAILY)
    assert (outcome.check.size, outcome.check.erased) == (3, 1)


def test_for_a_file_of_proof_payloads_are_not_looked_at(tenant: UUID, django_assert_num_queries: Any) -> None:
    act(tenant)
    anchored(tenant)
    act(tenant)
    Payload.objects.update(content={"answer": "no"})
    anchor = cover(tenant=tenant)
    assert anchor
    assert anchor.size == 2
    assert ChainCheck.objects.count() == 1
    with pytest.raises(ChainFaultError):
        anchor_chain(tenant=tenant, occasion=DAILY)


def test_an_anchor_and_its_sending_stand_or_fall_together(
    tenant: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(tenant)

    def fall_over(*_: object) -> None:
        raise RuntimeError("no queue")

    monkeypatch.setattr(anchoring, "enqueue", fall_over)
    with pytest.raises(RuntimeError, match="no queue"):
        anchor_chain(tenant=tenant, occasion=DAILY)
    assert not Anchor.objects.exists()
