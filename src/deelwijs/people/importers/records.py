"""What a file from a school's administration says, whatever its format. No database, no Django."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from deelwijs.core.people import Affiliation, Name

# Where something stands: the file, and the row as a spreadsheet counts.
At = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """Something in a file that somebody must know.

    ``row`` counts as a spreadsheet does: the heading is row 1. ``stops`` tells an error, after which
    nothing may be stored, from a warning.
    """

    file: str
    row: int | None
    code: str
    message_nl: str
    stops: bool = True


@dataclass(frozen=True, slots=True)
class OrgRow:
    """A school, or a board above schools."""

    source_id: str
    name: str
    is_school: bool = True


@dataclass(frozen=True, slots=True)
class TieRow:
    """How a person belongs to the school, with the first and last day where the file gives them."""

    kind: Affiliation
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class GuardianRow:
    """Somebody who cares for a pupil. Who is only a relative has no custody."""

    source_id: str
    has_custody: bool = True


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person. ``kinds`` is what the file calls the person; ``ties`` is what holds: active, and with a use.

    ``is_active`` is false for who stands in the file only to be taken out.
    """

    source_id: str
    name: Name
    kinds: frozenset[Affiliation] = frozenset()
    ties: tuple[TieRow, ...] = ()
    is_active: bool = True
    email: str = ""
    birth_date: date | None = None
    student_number: str = ""
    staff_code: str = ""
    function: str = ""
    orgs: frozenset[str] = frozenset()
    guardians: tuple[GuardianRow, ...] = ()

    @property
    def is_pupil(self) -> bool:
        """Whether the file knows the person as a pupil, active or not."""
        return Affiliation.PUPIL in self.kinds

    @property
    def tied_kinds(self) -> frozenset[Affiliation]:
        """The ties that hold."""
        return frozenset(tie.kind for tie in self.ties)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A fixed class (homeroom) or a course group."""

    source_id: str
    code: str
    title: str
    is_homeroom: bool = True
    org: str = ""


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """A person in a class, as a pupil or as a teacher."""

    group: str
    person: str
    is_teacher: bool = False
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class ImportedSchool:
    """All that was read, with what was wrong. Only when there are no ``errors`` may it be stored."""

    orgs: tuple[OrgRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    enrolments: tuple[EnrolmentRow, ...] = ()
    problems: tuple[ImportProblem, ...] = field(default=())

    @property
    def errors(self) -> tuple[ImportProblem, ...]:
        """What stops the import."""
        return tuple(problem for problem in self.problems if problem.stops)

    @property
    def warnings(self) -> tuple[ImportProblem, ...]:
        """What allows going on, once somebody has seen it."""
        return tuple(problem for problem in self.problems if not problem.stops)

    @property
    def schools(self) -> tuple[OrgRow, ...]:
        """The schools in the file, without the boards above them."""
        return tuple(org for org in self.orgs if org.is_school)
