"""The words of a difference: what becomes of somebody, and what was there before."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from deelwijs.people.cards import KIND_LABELS
from deelwijs.people.importers.roll import Roll

_FIELDS: Final = {
    "given_name": "voornaam",
    "infix": "tussenvoegsel",
    "family_name": "achternaam",
    "initials": "voorletters",
    "nicknames": "roepnaam",
    "birth_date": "geboortedatum",
    "email": "e-mailadres",
    "student_number": "leerlingnummer",
    "staff_code": "afkorting",
    "function": "functie",
    "source_id": "kenmerk in de administratie",
}
# A key says nothing to people; and an address that somebody keeps secret is not shown to who reads a file in.
_UNSAID: Final = {"source_id", "email"}
KINDS: Final = {kind.value: label.lower() for kind, label in KIND_LABELS.items()}


def field_words(old: dict[str, Any], new: dict[str, Any]) -> str:
    """ "achternaam wordt Visser (was Bakker)" for each field that differs."""
    parts = []
    for name, before in old.items():
        label = _FIELDS.get(name, name)
        if name in _UNSAID:
            parts.append(f"{label} is anders")
        elif not new[name]:
            parts.append(f"{label} vervalt (was {_shown(before)})")
        elif not before:
            parts.append(f"{label} wordt {_shown(new[name])}")
        else:
            parts.append(f"{label} wordt {_shown(new[name])} (was {_shown(before)})")
    return ", ".join(parts)


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return f"{value.day}-{value.month}-{value.year}"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def row_name(row: Any) -> str:
    """The name of somebody in the roll."""
    return " ".join(part for part in (row["given"], row["infix"], row["family"]) if part)


def count_people(roll: Roll) -> dict[str, int]:
    """How many people are new, changed and gone, and how many were known before."""
    gone = "SELECT who FROM difference WHERE verb = 'gone'"
    fresh = "SELECT pk FROM person WHERE fresh AND here AND pk IS NOT NULL"
    changed = "SELECT count(DISTINCT who) FROM difference WHERE verb = 'changed'"
    belongs = "id IN (SELECT person FROM bond WHERE here)"
    return {
        "new": roll.count(fresh.replace("SELECT pk", "SELECT count(*)")),
        "changed": roll.count(f"{changed} AND who NOT IN ({gone}) AND who NOT IN ({fresh})"),
        "gone": roll.count(gone.replace("SELECT who", "SELECT count(DISTINCT who)")),
        "known": roll.count(
            f"SELECT count(*) FROM person WHERE here AND NOT fresh AND pk IS NOT NULL AND {belongs}"
        ),
    }
