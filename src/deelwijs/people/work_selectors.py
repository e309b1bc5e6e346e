"""Reads of work: who answers to whom on a day, who is away and who stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from deelwijs.core.management import Away, Line, Staff, manager_on
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.cards import PersonCard
from deelwijs.people.models import Absence, Board, BoardMember, Person, Position
from deelwijs.people.periods import on_day
from deelwijs.people.rows import card, cards, living, ties_on

# Who works at the school, also as a volunteer, a trainee or for the board.
WORKING = (Kind.EMPLOYEE, Kind.OTHER)


@dataclass(frozen=True, slots=True)
class BoardCard:
    """A board with who acts for it."""

    id: UUID
    name: str
    members: tuple[PersonCard, ...]


@dataclass(frozen=True, slots=True)
class ManagerCard:
    """To whom somebody turns: a person, or the board. ``instead_of`` cannot be reached on that day.

    Without person and board nobody is known: then a person at the school has to say who it is.
    """

    person: PersonCard | None = None
    instead_of: PersonCard | None = None
    board: BoardCard | None = None

    @property
    def ids(self) -> frozenset[UUID]:
        """Everybody who may act as this manager."""
        people = (self.person,) if self.person else (self.board.members if self.board else ())
        return frozenset(one.id for one in people)


def manager_of(person: Person, day: date) -> ManagerCard:
    """To whom an employee turns on ``day`` (protocol B3 and B4): the manager, who stands in, or who is above.

    No permission check: callers hold the person. Five queries.
    """
    found = manager_on(str(person.pk), day, staff_of(person.school_id, day))
    ids = [UUID(one) for one in (found.person_id, found.instead_of) if one]
    known = {str(one.id): one for one in cards(person.school_id, ids, day)}
    return ManagerCard(
        person=known.get(found.person_id or ""),
        instead_of=known.get(found.instead_of or ""),
        board=board_of(person.school_id, day) if found.is_board else None,
    )


def staff_of(school_id: UUID, day: date) -> Staff:
    """The lines of the school through time, and who is away and who is there on ``day``."""
    positions = Position.objects.filter(person__school_id=school_id).order_by("pk")
    absences = Absence.objects.filter(on_day(day), person__school_id=school_id).order_by("pk")
    here = ties_on(school_id, day).filter(kind__in=[kind.value for kind in WORKING])
    return Staff(
        lines=tuple(line_of(row) for row in positions),
        absences=tuple(Away(str(row.person_id), _text(row.substitute_id), row.period) for row in absences),
        here=frozenset(str(key) for key in here.values_list("person_id", flat=True)),
    )


def line_of(row: Position) -> Line:
    """A position, as the core sees it."""
    return Line(str(row.person_id), _text(row.manager_id), row.answers_to_board, row.period)


def _text(key: UUID | None) -> str | None:
    return str(key) if key else None


def board_of(school_id: UUID, day: date) -> BoardCard:
    """The board above a school, with who acts for it on ``day``."""
    board = Board.objects.get(schools=school_id)
    seats = BoardMember.objects.filter(on_day(day), living(day), board=board).select_related("person")
    members = seats.order_by("person__family_name", "person__given_name", "pk")
    return BoardCard(board.pk, board.name, tuple(card(seat.person, ()) for seat in members))


def colleagues(school_id: UUID, day: date) -> tuple[PersonCard, ...]:
    """Everybody who works at the school on ``day``, by family name: who can be a manager or stand in."""
    here = ties_on(school_id, day).filter(kind__in=[kind.value for kind in WORKING])
    found = Person.objects.filter(Q(pk__in=here.values("person_id")))
    ordered = found.order_by("family_name", "given_name", "pk").values_list("pk", flat=True)
    return cards(school_id, list(ordered), day)
