"""Checking a chain and signing the root over it: an anchor."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from deelwijs.core.ledger.notes import Checkpoint
from deelwijs.core.ledger.verify import Fault
from deelwijs.jobs.queue import enqueue
from deelwijs.ledger import keys
from deelwijs.ledger.checking import ChainState, check
from deelwijs.ledger.models import Anchor, ChainCheck

logger = logging.getLogger(__name__)


class ChainFaultError(RuntimeError):
    """The chain does not hold, so nothing is signed; ``fault`` says what is wrong."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"the chain does not hold: {fault.code.value} {fault.seq or fault.number or ''}")
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Anchored:
    """A chain that was checked, and the anchor over it. A chain without entries has none."""

    check: ChainCheck
    anchor: Anchor | None
    is_new: bool


def check_chain(*, tenant: UUID, occasion: ChainCheck.Occasion) -> ChainCheck:
    """Check a school's whole chain and keep what came out."""
    return _kept(tenant, occasion, check(tenant))


def anchor_chain(*, tenant: UUID, occasion: ChainCheck.Occasion) -> Anchored:
    """Check a school's whole chain, sign the root over it, and have it sent out. Where nothing was added
    since the last anchor, that one stands. Safe to call again.

    Raises:
        ChainFaultError: when the chain does not hold. The outcome is kept, and the mailboxes are warned.
        KeyFileError: when there is no key to sign with.
    """
    state = check(tenant)
    if state.fault:
        _warn(tenant, occasion, state)
        raise ChainFaultError(state.fault)
    with transaction.atomic():  # an anchor that is made is sent as well, whatever falls over in between
        anchor, is_new = _signed(tenant, state)
        if anchor and is_new:
            enqueue("deelwijs.ledger.tasks.send_anchor", anchor.pk)
        return Anchored(_kept(tenant, occasion, state), anchor, is_new)


@transaction.atomic
def _warn(tenant: UUID, occasion: ChainCheck.Occasion, state: ChainState) -> None:
    code = state.fault.code.value if state.fault else ""
    logger.error("the ledger of school %s does not hold: %s", tenant, code)
    enqueue("deelwijs.ledger.tasks.send_warning", _kept(tenant, occasion, state).pk)


def cover(*, tenant: UUID) -> Anchor | None:
    """The anchor over everything up to now, made when there is none: for a file of proof, which is then
    itself the copy outside. Payloads are not looked at, so that nobody has to wait for the whole house.

    Raises:
        ChainFaultError: when the chain does not hold.
        KeyFileError: when there is no key to sign with.
    """
    state = check(tenant, with_payloads=False)
    if state.fault:
        raise ChainFaultError(state.fault)
    return _signed(tenant, state)[0]


def _kept(tenant: UUID, occasion: ChainCheck.Occasion, state: ChainState) -> ChainCheck:
    return ChainCheck.objects.create(
        tenant=tenant,
        checked_at=timezone.now(),
        occasion=occasion,
        size=state.size,
        erased=state.erased,
        fault=state.fault.code.value if state.fault else "",
        fault_seq=state.fault.seq if state.fault else None,
    )


def _signed(tenant: UUID, state: ChainState) -> tuple[Anchor | None, bool]:
    if state.size == 0:
        return None, False
    if standing := Anchor.objects.filter(tenant=tenant, size=state.size).first():
        return standing, False
    signer, now = keys.signer(), timezone.now().replace(microsecond=0)
    checkpoint = Checkpoint(str(tenant), state.size, state.root, now)
    return Anchor.objects.get_or_create(
        tenant=tenant,
        size=state.size,
        defaults={
            "root": state.root.hex(),
            "signed_at": now,
            "note": checkpoint.signed(signer.private),
            "key": signer.record,
        },
    )
