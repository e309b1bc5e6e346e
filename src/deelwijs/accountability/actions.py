from __future__ import annotations

from collections.abc import Iterable, Iterator

from deelwijs.accounts.roles import Permission
from deelwijs.ledger.actions import export_chain, send_anchors_to
from deelwijs.ledger.anchoring import Anchored, anchor_chain
from deelwijs.ledger.models import ChainCheck
from deelwijs.people.actor import Actor
from deelwijs.people.schools import school_of


def check_now(*, actor: Actor) -> Anchored:
    """Check the school's chain and anchor it.

    Raises:
        ChainFaultError: when it does not hold.
    """
    actor.require(Permission.KEEP_LEDGER)
    return anchor_chain(tenant=actor.school_id, occasion=ChainCheck.Occasion.ASKED)


def set_mailboxes(*, actor: Actor, emails: Iterable[str]) -> None:
    """Set the mailboxes that get each anchor."""
    actor.require(Permission.KEEP_LEDGER)
    send_anchors_to(tenant=actor.school_id, emails=emails, actor=str(actor.person_id))


def whole_chain(*, actor: Actor) -> Iterator[str]:
    """The whole chain as a file, without what the entries are about: enough to check it, nothing to read.

    Raises:
        ChainFaultError: when it does not hold.
    """
    actor.require(Permission.EXPORT_PROOF)
    return export_chain(
        tenant=actor.school_id,
        school=school_of(actor).name,
        actor=str(actor.person_id),
        with_payloads=False,
    )
