"""A consent receipt on paper."""

from __future__ import annotations

from pathlib import Path

from deelwijs.consents.receipts import HOW, ConsentReceipt, Given
from deelwijs.core.consent import Capacity
from deelwijs.ui import dates
from deelwijs.ui.pdf import Printed, print_pdf
from deelwijs.ui.theme import themes

_TEMPLATE = Path(__file__).parent / "typst" / "receipt.typ"
CAPACITIES = {Capacity.SELF: "voor zichzelf", Capacity.GUARDIAN: "als ouder of verzorger"}


def receipt_pdf(receipt: ConsentReceipt) -> Printed:
    """A receipt as an accessible PDF that can be archived, in the school's own colour."""
    last = receipt.last
    return print_pdf(
        _TEMPLATE,
        {
            "title": f"Bewijs: {receipt.purpose_name} op {receipt.channel_name}",
            "school": receipt.school,
            "colour": themes(receipt.colour, receipt.colour)[0].school,
            "foot": f"Kenmerk {last.id}",
            "facts": facts_of(receipt),
            "language": last.language.code,
            "question": last.words.question,
            "looks_like": last.words.looks_like,
            "consequences": [text for _, text in last.words.consequences],
            "earlier": [f"{_moment(given)}: {answer(given)}, {given.by}" for given in receipt.answers[1:]],
        },
    )


def facts_of(receipt: ConsentReceipt) -> list[tuple[str, str]]:
    """What a receipt says of the last answer, as pairs of name and value."""
    last = receipt.last
    return [
        ("Over wie", receipt.person),
        ("Waarvoor", f"{receipt.purpose_name} op {receipt.channel_name}"),
        ("Antwoord", answer(last)),
        ("Door", f"{last.by}, {CAPACITIES[last.capacity]}"),
        ("Wanneer", _moment(last)),
        ("Hoe", HOW),
        ("Uitleg", f"versie {last.version}, taal: {last.language.name}"),
        ("Kenmerk van de uitleg", last.text_hash[:16]),
    ]


def answer(given: Given) -> str:
    """An answer in a word."""
    return "Ja" if given.is_yes else "Nee"


def _moment(given: Given) -> str:
    return f"{dates.long_date(given.at)} om {dates.clock_time(given.at)}"
