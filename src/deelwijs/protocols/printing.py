"""The protocol on paper."""

from __future__ import annotations

from pathlib import Path

from deelwijs.protocols.selectors import Protocol
from deelwijs.ui import dates
from deelwijs.ui.pdf import Printed, print_pdf
from deelwijs.ui.theme import themes

_TEMPLATE = Path(__file__).parent / "typst" / "protocol.typ"


def protocol_pdf(school: str, colour: str, protocol: Protocol) -> Printed:
    """A version of the protocol as an accessible PDF, in the school's own colour."""
    since = dates.long_date(protocol.valid_from)
    data = {
        "title": "Protocol sociale media",
        "school": school,
        "colour": _readable(colour),
        "foot": f"Versie {protocol.number} · geldt sinds {since} · {protocol.content_hash[:12]}",
        "intro": f"Dit is versie {protocol.number}. Ze geldt sinds {since}.",
        "parts": [
            {
                "title": part.title,
                "articles": [
                    {"id": article.id, "title": article.title, "paragraphs": article.paragraphs}
                    for article in part.articles
                ],
            }
            for part in protocol.parts
        ],
    }
    return print_pdf(_TEMPLATE, data)


def _readable(colour: str) -> str:
    """The school's colour as text on white paper may show it."""
    return themes(colour, colour)[0].school
