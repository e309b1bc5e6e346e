"""What an import comes to, in figures."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Tally:
    """What an import adds, changes and ends."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    same: int = 0


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import does, or would do, to people, classes, class lists and ties between parent and child."""

    people: Tally
    groups: Tally
    enrolments: Tally
    guardianships: Tally

    @classmethod
    def of(cls, counts: dict[str, dict[str, int]]) -> Self:
        """From the form in which a run keeps it."""
        return cls(**{name: Tally(**counts.get(name, {})) for name in cls.__dataclass_fields__})

    def as_dict(self) -> dict[str, Any]:
        """The form in which a run and the ledger keep it: counts only."""
        return asdict(self)

    @property
    def changes_anything(self) -> bool:
        """Whether the school is different afterwards."""
        tallies = (self.people, self.groups, self.enrolments, self.guardianships)
        return any(tally.new or tally.changed or tally.gone for tally in tallies)

    @property
    def many_gone(self) -> bool:
        """Whether so many people end that the file may be the wrong one: a fifth of who was known."""
        known = self.people.changed + self.people.gone + self.people.same
        return self.people.gone * 5 > known
