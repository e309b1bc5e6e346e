"""Anchors on their way out of the house: to the mailboxes that a school names."""

from __future__ import annotations

from django.utils import timezone

from deelwijs.core.ledger.notes import fingerprint, read_checkpoint, read_note
from deelwijs.ledger.models import Anchor, AnchorAddress, ChainCheck
from deelwijs.mail.actions import send

_ANCHOR = """\
Bewaar dit bericht. Het is een anker van het logboek van uw school in Deelwijs.

Met dit anker ziet u later of iemand regels veranderde of weghaalde. U hoeft nu niets te doen.

Aantal regels en wortel:
{line}

Vingerafdruk van de sleutel:
{fingerprint}

Het hele anker:

{note}"""
_WARNING = """\
De nachtelijke controle vond dat het logboek van uw school niet klopt.

Gecontroleerd op {day}. {where}

Wat u nu doet:
1. Verander niets op de server en maak een kopie van de map met gegevens.
2. Vergelijk de ankers die u bewaarde met die op de pagina Logboek.
3. Waarschuw de beheerder van Deelwijs en de functionaris gegevensbescherming.
"""


def send_anchor(anchor: Anchor) -> None:
    """Send an anchor to each mailbox of its school; where one has it already, nothing happens."""
    checkpoint = read_checkpoint(read_note(anchor.note).text)
    text = _ANCHOR.format(
        line=checkpoint.line, fingerprint=fingerprint(bytes.fromhex(anchor.key.public)), note=anchor.note
    )
    for address in AnchorAddress.objects.filter(tenant=anchor.tenant):
        send(
            tenant=anchor.tenant,
            to=address.email,
            subject=f"Anker van het logboek: {anchor.size} regels",
            text=text,
            key=f"anchor-{anchor.pk}-{address.pk}",
        )


def send_warning(check: ChainCheck) -> None:
    """Tell each mailbox of a school that the chain does not hold."""
    where = f"De eerste fout zit bij regel {check.fault_seq}." if check.fault_seq else "Een anker klopt niet."
    day = timezone.localtime(check.checked_at)
    text = _WARNING.format(day=f"{day:%d-%m-%Y om %H:%M}", where=where)
    for address in AnchorAddress.objects.filter(tenant=check.tenant):
        send(
            tenant=check.tenant,
            to=address.email,
            subject="Het logboek klopt niet",
            text=text,
            key=f"chain-{check.pk}-{address.pk}",
        )
