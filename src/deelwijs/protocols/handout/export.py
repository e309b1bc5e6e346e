"""The list of an audience as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from deelwijs.protocols.handout.audiences import Audience, slug_of
from deelwijs.protocols.handout.standing import Standing, State
from deelwijs.ui.sheets import Sheet

# No mail addresses: who received it can be shown without them.
_HEAD = (
    "Naam", "Klas", "Functie", "Stand", "Ontvangen op", "Hoe", "Vastgelegd door",
    "Gevraagd op", "Laatste herinnering", "Aantal herinneringen",
)  # fmt: skip
_WORDS = {
    State.RECEIVED: "ontvangen",
    State.ASKED: "gevraagd, nog niet bevestigd",
    State.NOT_ASKED: "nog niet gevraagd",
    State.NO_MAIL: "niet per e-mail te bereiken",
}


def sheet(audience: Audience, people: Iterable[Standing], day: date) -> Sheet:
    """A line for everybody of an audience."""
    name = f"ontvangst-protocol-{slug_of(audience)}-{day.isoformat()}"
    return Sheet(name, _HEAD, [_cells(one) for one in people])


def _cells(one: Standing) -> list[str]:
    receipt = one.receipt
    return [
        one.person.name.full,
        " ".join(one.person.groups),
        one.person.function,
        _WORDS[one.state],
        timezone.localtime(receipt.received_at).strftime("%Y-%m-%d %H:%M") if receipt else "",
        receipt.get_way_display() if receipt else "",
        receipt.recorded_by.name.full if receipt else "",
        one.mailed[0].isoformat() if one.mailed else "",
        one.mailed[-1].isoformat() if one.reminders else "",
        str(one.reminders),
    ]
