"""Proof of receipt on paper: one for a person, and all of a version."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.utils import timezone

from deelwijs.protocols.models import ProtocolVersion, Receipt
from deelwijs.ui import dates
from deelwijs.ui.pdf import Printed, print_pdf
from deelwijs.ui.theme import themes

_TEMPLATES = Path(__file__).parent.parent / "typst"


def receipt_pdf(receipt: Receipt) -> Printed:
    """A receipt on half an A4."""
    version = receipt.version
    data = _house(version) | {
        "title": "Bewijs van ontvangst",
        "foot": f"Nummer van dit bewijs: {receipt.id}",
        "sentence": f"{receipt.person.name.full} heeft het protocol sociale media van de school ontvangen.",
        "facts": [
            ["Naam", receipt.person.name.full],
            ["Protocol", _version(version)],
            ["Ontvangen", _moment(receipt)],
            ["Hoe", receipt.get_way_display()],
            ["Vastgelegd door", receipt.recorded_by.name.full],
        ],
        "hash": version.content_hash,
        "note": "Ontvangen is niet hetzelfde als ermee eens zijn.",
    }
    return print_pdf(_TEMPLATES / "receipt.typ", data)


def receipts_pdf(version: ProtocolVersion, receipts: Sequence[Receipt]) -> Printed:
    """Every receipt of a version, as evidence that it was handed out."""
    today = dates.long_date(timezone.localdate())
    count = "1 bewijs" if len(receipts) == 1 else f"{len(receipts)} bewijzen"
    data = _house(version) | {
        "title": "Ontvangst van het protocol",
        "foot": f"{_version(version)} · {version.content_hash[:12]} · lijst van {today}",
        "intro": f"{_version(version)}. Deze lijst heeft {count} van ontvangst.",
        "hash": version.content_hash,
        "head": ["Naam", "Ontvangen", "Hoe", "Vastgelegd door"],
        "rows": [
            [
                receipt.person.name.full,
                _moment(receipt),
                receipt.get_way_display(),
                receipt.recorded_by.name.full,
            ]
            for receipt in receipts
        ],
    }
    return print_pdf(_TEMPLATES / "receipts.typ", data)


def _house(version: ProtocolVersion) -> dict[str, object]:
    school = version.school
    return {"school": school.name, "colour": themes(school.colour, school.colour)[0].school}


def _version(version: ProtocolVersion) -> str:
    return f"Versie {version.number}, geldt sinds {dates.long_date(version.valid_from)}"


def _moment(receipt: Receipt) -> str:
    moment = timezone.localtime(receipt.received_at)
    return f"{dates.long_date(moment)} om {dates.clock_time(moment)}"
