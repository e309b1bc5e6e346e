"""The register outside the screen: a list for the photographer, a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from deelwijs.consents.register import Overview
from deelwijs.ui import dates
from deelwijs.ui.pdf import Printed, print_pdf
from deelwijs.ui.sheets import Sheet
from deelwijs.ui.theme import themes

_TEMPLATE = Path(__file__).parent / "typst" / "class_list.typ"


def class_list_pdf(school: str, colour: str, page: Overview) -> Printed:
    """The list on paper: a name, and what to do. It holds for one day."""
    day = dates.long_date(page.day)
    data = {
        "title": f"{page.group}: {page.purpose['naam'].lower()}",
        "school": school,
        "colour": themes(colour, colour)[0].school,
        "foot": f"Geldt op {day}. Daarna weggooien.",
        "intro": f"Deze lijst geldt op {day}. Morgen kan iets anders zijn. Vraag dan een nieuwe lijst.",
        "people": [{"name": row.person.name.full, "todo": page.what_to_do(row)} for row in page.rows],
    }
    return print_pdf(_TEMPLATE, data)


def sheet(page: Overview) -> Sheet:
    """Who may be seen on which channel, a line a person."""
    return Sheet(
        name=f"toestemming-{page.group}-{page.day.isoformat()}",
        head=("Naam", "Klas", *(channel.name for channel in page.channels)),
        lines=[
            (row.person.name.full, page.group, *("ja" if may else "nee" for may in row.allowed))
            for row in page.rows
        ],
    )
