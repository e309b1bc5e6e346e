"""What the worker does for the ledger. Running a task twice does no harm."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from deelwijs.jobs.queue import enqueue
from deelwijs.ledger import sending
from deelwijs.ledger.anchoring import ChainFaultError, anchor_chain
from deelwijs.ledger.models import Anchor, ChainCheck, Head


def anchor_all() -> None:
    """Every night: an anchor for each school. A night that was missed is made good by the next one."""
    for tenant in Head.objects.values_list("tenant", flat=True):
        enqueue("deelwijs.ledger.tasks.anchor", tenant)


def anchor(tenant: UUID | str) -> None:
    """Check the chain of one school and anchor it."""
    with suppress(ChainFaultError):  # kept, logged and sent by whoever found it; trying again finds it again
        anchor_chain(tenant=UUID(str(tenant)), occasion=ChainCheck.Occasion.DAILY)


def send_anchor(anchor_id: int) -> None:
    """Send an anchor to the mailboxes of its school."""
    sending.send_anchor(Anchor.objects.select_related("key").get(pk=anchor_id))


def send_warning(check_id: int) -> None:
    """Warn the mailboxes of a school that its chain does not hold."""
    sending.send_warning(ChainCheck.objects.get(pk=check_id))
