"""The letters with codes, as an accessible PDF."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import qrcode
from django.urls import reverse
from qrcode.image.svg import SvgPathImage

from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.schools import PublicSchool
from deelwijs.signin.codes import plain
from deelwijs.signin.inviting import Code, Envelope
from deelwijs.ui import dates
from deelwijs.ui.pdf import Printed, print_pdf
from deelwijs.ui.theme import themes

_TEMPLATE = Path(__file__).parent / "typst" / "invitation.typ"


def letters_pdf(
    school: PublicSchool,
    origin: str,
    envelopes: Sequence[Envelope],
    codes: Sequence[Sequence[Code]],
    until: date,
) -> Printed:
    """A page per envelope. ``origin`` is the address of the house, ``until`` the last day of the codes."""
    last_day = dates.long_date(until)
    data = {
        "title": "Codes voor Deelwijs",
        "school": school.name,
        "colour": themes(school.colour, school.colour)[0].school,
        "foot": f"De codes werken tot en met {last_day}. Brief kwijt? Vraag de school om een nieuwe.",
        "site": f"{origin.partition('//')[2]}{reverse('signin:code')}",
        "letters": [
            _words(envelope) | {"lines": _lines(envelope), "people": [_strip(one, origin) for one in theirs]}
            for envelope, theirs in zip(envelopes, codes, strict=True)
        ],
    }
    return print_pdf(_TEMPLATE, data)


def _words(envelope: Envelope) -> dict[str, str]:
    to_pupils = all(person.kinds == (Kind.PUPIL,) for person in envelope.people)
    return {
        "heading": "Jouw code voor Deelwijs" if to_pupils else "Uw code voor Deelwijs",
        "intro": (
            "Met Deelwijs regelt de school wat er met foto’s en berichten gebeurt. Met deze code"
            f" {'maak je' if to_pupils else 'maakt u'} een eigen account. De code is persoonlijk en werkt één"
            " keer. Geef hem niet aan iemand anders."
        ),
    }


def _lines(envelope: Envelope) -> list[str]:
    names = " en ".join(person.name for person in envelope.people)
    if envelope.address:
        return [names, *envelope.address]
    groups = sorted({group for person in envelope.people for group in person.groups[:1]})
    return [names, *(f"klas {group}" for group in groups)]


def _strip(one: Code, origin: str) -> dict[str, Any]:
    address = origin + reverse("signin:code_from_letter", args=[plain(one.code)])
    return {"name": one.person.name, "detail": one.person.detail, "code": one.code, "qr": _qr(address)}


def _qr(address: str) -> str:
    out = io.BytesIO()
    correction = qrcode.constants.ERROR_CORRECT_M  # a folded letter still scans
    qrcode.make(address, image_factory=SvgPathImage, error_correction=correction).save(out)
    return out.getvalue().decode()
