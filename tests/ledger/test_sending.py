"""Anchors leave the house: to every mailbox once."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from deelwijs.ledger import tasks
from deelwijs.ledger.actions import send_anchors_to
from deelwijs.ledger.anchoring import anchor_chain
from deelwijs.ledger.kinds import Kind
from deelwijs.ledger.models import AnchorAddress, ChainCheck, Entry
from deelwijs.mail.models import Message
from tests.ledger.conftest import act, anchored


def sent() -> dict[str, Message]:
    """What waits in the outbox, by key."""
    return {message.key: message for message in Message.objects.all()}


def test_every_mailbox_gets_every_anchor_once(
    tenant: UUID,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    send_anchors_to(tenant=tenant, emails=["fg@kompas.example", "bestuur@kompas.example"], actor="x")
    send_anchors_to(tenant=uuid4(), emails=["fg@elders.example"], actor="x")
    with django_capture_on_commit_callbacks(execute=True):
        anchor_chain(tenant=tenant, occasion=ChainCheck.Occasion.DAILY)
    anchor = anchored(tenant)
    tasks.send_anchor(anchor.pk)  # again, after a crash for instance
    assert sorted(message.to for message in sent().values()) == [
        "bestuur@kompas.example",
        "fg@kompas.example",
    ]
    for message in sent().values():
        assert message.tenant == tenant
        assert anchor.note in message.text
        assert message.subject == "Anker van het logboek: 1 regels"


def test_a_broken_chain_warns(
    unguarded: UUID,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    send_anchors_to(tenant=unguarded, emails=["fg@kompas.example"], actor="x")
    act(unguarded)
    Entry.objects.filter(seq=2).update(actor="vader")
    with django_capture_on_commit_callbacks(execute=True):
        tasks.anchor(unguarded)
    (message,) = sent().values()
    assert message.subject == "Het logboek klopt niet"
    assert "De eerste fout zit bij regel 2." in message.text
    assert f"{timezone.localdate():%d-%m-%Y}" in message.text


def test_mailboxes_are_set_as_a_whole_and_on_record(tenant: UUID) -> None:
    other = uuid4()
    send_anchors_to(tenant=other, emails=["fg@elders.example"], actor="wietske")
    send_anchors_to(tenant=tenant, emails=["FG@kompas.example ", "a@kompas.example"], actor="wietske")
    send_anchors_to(tenant=tenant, emails=["fg@kompas.example", "b@kompas.example"], actor="wietske")
    send_anchors_to(tenant=tenant, emails=["b@kompas.example", "fg@kompas.example"], actor="wietske")
    mine = AnchorAddress.objects.filter(tenant=tenant).values_list("email", flat=True)
    assert list(mine) == ["b@kompas.example", "fg@kompas.example"]
    assert AnchorAddress.objects.filter(tenant=other).count() == 1
    entries = Entry.objects.filter(tenant=tenant).select_related("payload")
    assert [entry.payload.content for entry in entries] == [{"addresses": 2}, {"addresses": 2}]
    assert {(entry.kind, entry.subject, entry.actor) for entry in entries} == {
        (Kind.LEDGER_ADDRESSES.value, str(tenant), "wietske")
    }
    assert "kompas.example" not in str(list(Entry.objects.values()))
