"""Who answers to whom on a day, and who stands in (protocol B3 and B4). No database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from deelwijs.core.period import ALWAYS, Period


@dataclass(frozen=True, slots=True)
class Line:
    """To whom an employee answers during a period: to a manager, or to the board. Neither: nobody knows."""

    person_id: str
    manager_id: str | None = None
    to_board: bool = False
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is absent during a period, perhaps with a substitute."""

    person_id: str
    substitute_id: str | None = None
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class Manager:
    """To whom somebody can turn. ``instead_of`` is the own manager when that one cannot be reached.

    With ``is_board`` it is the board; with neither person nor board nobody is known.
    """

    person_id: str | None = None
    instead_of: str | None = None
    is_board: bool = False


NOBODY = Manager()


@dataclass(frozen=True, slots=True)
class Staff:
    """The lines and absences of a school. ``here`` holds the ids of who works there on the day asked."""

    lines: tuple[Line, ...] = ()
    absences: tuple[Away, ...] = ()
    here: Collection[str] = frozenset()

    def line_of(self, person_id: str, day: date) -> Line | None:
        """To whom somebody answers on a day."""
        mine = (line for line in self.lines if line.person_id == person_id and line.period.holds_on(day))
        return next(mine, None)

    def away(self, person_id: str, day: date) -> Away | None:
        """The absence of somebody on a day."""
        mine = (one for one in self.absences if one.person_id == person_id and one.period.holds_on(day))
        return next(mine, None)


def manager_on(person_id: str, day: date, staff: Staff) -> Manager:
    """To whom somebody turns on ``day``.

    The own manager; who stands in when that one is absent; otherwise the manager above, and so on up to the
    board. Never oneself, also not as a substitute: nobody looks over their own work.
    """
    own: str | None = None
    at, climbed = person_id, {person_id}
    while line := staff.line_of(at, day):
        if line.to_board:
            return Manager(instead_of=own, is_board=True)
        above = line.manager_id
        if above is None or above in climbed:  # nobody is known, or the data run in a circle
            break
        own = own or above
        found = _reachable(above, day, staff, {person_id})
        if found is not None:
            return Manager(found, instead_of=own if found != own else None)
        climbed.add(above)
        at = above
    return Manager(instead_of=own)


def _reachable(who: str, day: date, staff: Staff, passed: set[str]) -> str | None:
    """This person, or whoever stands in; None when there is nobody but those passed over."""
    while who in staff.here and who not in passed:
        absence = staff.away(who, day)
        if absence is None:
            return who
        passed.add(who)
        if absence.substitute_id is None:
            return None
        who = absence.substitute_id
    return None


def circle_from(new: Line, lines: Iterable[Line]) -> date | None:
    """The first day on which ``new`` would make somebody their own manager, over however many steps.

    ``lines`` of the same person do not count: ``new`` takes their place. None: no circle on any day. A line
    that is open at the start gives ``date.min``.
    """
    if new.manager_id is None:
        return None
    others = tuple(line for line in lines if line.person_id != new.person_id)
    staff = Staff(others)
    days = (day for day in _first_days(new, others) if new.period.holds_on(day))
    return next((day for day in days if _leads_to(new.person_id, new.manager_id, day, staff)), None)


def _first_days(new: Line, others: tuple[Line, ...]) -> Iterator[date]:
    """A circle stands on the days that its lines have in common, so it begins where one of them does."""
    yield from sorted({line.period.starts_on or date.min for line in (new, *others)})


def _leads_to(target: str, start: str, day: date, staff: Staff) -> bool:
    at: str | None = start
    climbed = set[str]()
    while at is not None and at not in climbed:
        if at == target:
            return True
        climbed.add(at)
        line = staff.line_of(at, day)
        at = line.manager_id if line else None
    return False
