"""What pages show of people: frozen, without the database behind it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from deelwijs.core.people import Affiliation

KIND_LABELS = {
    Affiliation.PUPIL: "Leerling",
    Affiliation.GUARDIAN: "Ouder of verzorger",
    Affiliation.EMPLOYEE: "Medewerker",
    Affiliation.FORMER_EMPLOYEE: "Oud-medewerker",
    Affiliation.OTHER: "Andere betrokkene",
}


@dataclass(frozen=True, slots=True)
class SchoolCard:
    """What every page shows of the school."""

    id: UUID
    name: str
    slug: str
    city: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person in a list: ``groups`` are classes, ``wards`` the names of a guardian's pupils."""

    id: UUID
    name: str
    letters: str
    kinds: tuple[Affiliation, ...] = ()
    groups: tuple[str, ...] = ()
    function: str = ""
    wards: tuple[str, ...] = ()

    @property
    def kinds_label(self) -> str:
        """How the person belongs to the school, on screen."""
        return ", ".join(label for kind, label in KIND_LABELS.items() if kind in self.kinds)

    @property
    def detail(self) -> str:
        """What tells two people of one name apart: class, function, or whose parent."""
        if self.groups and Affiliation.PUPIL in self.kinds:
            return ", ".join(self.groups)
        parts = [self.function] if self.function else []
        parts += [f"van {' en '.join(self.wards)}"] if self.wards else []
        return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class PeopleCounts:
    """How many belong to the school today."""

    pupils: int
    guardians: int
    employees: int
    groups: int
    pupils_without_guardian: int
    pupils_without_birth_date: int

    @property
    def total(self) -> int:
        """Everybody, counting who is both employee and guardian twice."""
        return self.pupils + self.guardians + self.employees


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the list of people."""

    people: tuple[PersonCard, ...]
    total: int
    number: int
    pages: int

    @property
    def previous(self) -> int | None:
        """The page before this one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def following(self) -> int | None:
        """The page after this one."""
        return self.number + 1 if self.number < self.pages else None
