"""What a row of the roll makes of a row of the school. What the format cannot say is left as it is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from deelwijs.people.importers.roll import Roll


class Carried:
    """Which fields the delivery carries, per kind of person. A format that does not say carries all."""

    def __init__(self, roll: Roll) -> None:
        self._delta = roll.is_delta
        told = {kind: roll.carried(kind) for kind in ("pupil", "guardian", "employee")}
        self._fields = {kind: fields for kind, fields in told.items() if fields is not None}

    def person(self, row: Any, kinds: Collection[str]) -> dict[str, Any]:
        """The values of somebody of these kinds."""
        values: dict[str, Any] = {"source_id": row["id"]}
        if row["said"]:
            values |= {"given_name": row["given"], "infix": row["infix"], "family_name": row["family"]}
            values |= {"email": row["email"], "nicknames": [row["called"]] if row["called"] else []}
            values |= {"initials": row["initials"]} if row["initials"] else {}
            values |= self._numbers(row, kinds)
        if "pupil" in kinds and (row["born"] or not self._delta):
            values["birth_date"] = date.fromisoformat(row["born"]) if row["born"] else None
        elif not self._delta:
            values["birth_date"] = None
        return {name: value for name, value in values.items() if self._carries(name, kinds)}

    def _numbers(self, row: Any, kinds: Collection[str]) -> dict[str, str]:
        """A number of pupils only, a code and a function of staff only."""
        values = {
            "student_number": row["number"] if "pupil" in kinds else "",
            "staff_code": row["code"] if "employee" in kinds and "pupil" not in kinds else "",
        }
        # A change that names no role says nothing about the function.
        if row["function"] or not self._delta:
            values["function"] = row["function"] or ""
        return values

    def _carries(self, name: str, kinds: Collection[str]) -> bool:
        if name in {"source_id", "given_name", "infix", "family_name"}:
            return True
        known = [self._fields[kind] for kind in kinds if kind in self._fields]
        return not known or len(known) < len(kinds) or any(name in fields for fields in known)


def group_values(row: Any) -> dict[str, Any]:
    """The values of a class."""
    return {
        "source_id": row["id"],
        "code": row["code"],
        "title": row["title"],
        "is_homeroom": bool(row["homeroom"]),
    }
