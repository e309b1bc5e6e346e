"""Reads of a board's schools: how many people, nothing about any of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.models import Board, Person, School
from deelwijs.people.rows import ties_on

# Fewer could point at somebody.
SMALLEST_FIGURE = 5


@dataclass(frozen=True, slots=True)
class SchoolFigures:
    """One school in figures. A number below ``SMALLEST_FIGURE`` is only said to be small."""

    id: UUID
    name: str
    city: str
    pupils: int
    guardians: int
    employees: int

    @property
    def is_empty(self) -> bool:
        """Whether nobody was read in yet."""
        return not (self.pupils or self.guardians or self.employees)

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """What is counted, with the figure as it may be shown."""
        counted = (
            ("Leerlingen", self.pupils),
            ("Ouders", self.guardians),
            ("Medewerkers", self.employees),
        )
        return tuple((label, shown(number)) for label, number in counted)


def shown(number: int) -> str:
    """A figure, or that it is small."""
    return str(number) if number == 0 or number >= SMALLEST_FIGURE else f"minder dan {SMALLEST_FIGURE}"


def board_name(board_id: UUID) -> str:
    """The name of a board."""
    return Board.objects.get(pk=board_id).name


def figures_of(board_id: UUID, day: date) -> tuple[SchoolFigures, ...]:
    """The schools of a board on a day, by name. No permission check: the caller asked."""
    return tuple(
        _figures(school, day) for school in School.objects.filter(board_id=board_id).order_by("name", "pk")
    )


def _figures(school: School, day: date) -> SchoolFigures:
    people = ties_on(school.pk, day).values_list("kind", "person_id").distinct()
    counts = Counter(kind for kind, _ in people)
    return SchoolFigures(
        id=school.pk,
        name=school.name,
        city=school.city,
        pupils=counts[Kind.PUPIL.value],
        guardians=counts[Kind.GUARDIAN.value],
        employees=counts[Kind.EMPLOYEE.value],
    )


def board_named(name: str) -> UUID | None:
    """The board of this name, whatever its capitals; for the command line."""
    return Board.objects.filter(name__iexact=name.strip()).values_list("pk", flat=True).first()


def person_at_address(slug: str, email: str) -> UUID | None:
    """Who has this mail address at a school; None for nobody or for several. For the command line."""
    found = list(
        Person.objects.filter(school__slug=slug, email__iexact=email.strip()).values_list("pk", flat=True)[:2]
    )
    return found[0] if len(found) == 1 else None
