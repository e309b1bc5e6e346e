"""What to ask next: try each answer to each open question and see how much it would leave open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from deelwijs.core.finding import Outcome
from deelwijs.core.norms.evaluate import evaluate, scan, settle
from deelwijs.core.norms.model import Book, Column, Facts, Verdict


@dataclass(frozen=True, slots=True)
class Advice:
    """A verdict, or what to ask to come to one.

    ``question`` is the fact to ask next, ``screen`` the facts to ask together with it (itself first).
    Without an outcome and without a question, only facts are missing that somebody said not to know:
    those are ``find_out``.
    """

    verdict: Verdict
    question: str | None = None
    screen: tuple[str, ...] = ()
    find_out: tuple[str, ...] = ()


SHARED_SCREEN = 0.5
"""A question joins a screen when at least this share of the answers to the first one still calls for it."""


@dataclass(frozen=True, slots=True)
class _Outlook:
    """What is still open: the clauses that count, and the unknown facts that can change the outcome.

    ``once`` and ``twice`` mark the clauses that at least one and at least two of those facts are missing in.
    """

    book: Book
    alive: int
    columns: tuple[Column, ...]
    once: int
    twice: int

    def endings(self, column: Column) -> Iterator[tuple[Outcome | None, int, int]]:
        """For each answer to a fact: the outcome, the clauses that it leaves open, and its weight."""
        undecided = self.twice | self.once & ~column.needs
        for _, kills, weight in column.effects:
            yield (*settle(self.book, self.alive & ~kills, undecided), weight)

    def ends_the_same(self, column: Column) -> bool:
        """Whether every answer ends in the same outcome."""
        endings = self.endings(column)
        first, _, _ = next(endings)
        return first is not None and all(outcome is first for outcome, _, _ in endings)

    def left(self, column: Column) -> float:
        """How many clauses stay open, averaged over the answers."""
        total = weights = 0
        for _, left, weight in self.endings(column):
            total += weight * left.bit_count()
            weights += weight
        return total / weights


def advise(book: Book, facts: Facts) -> Advice:
    """The verdict if it is certain, and otherwise the next question with its screen.

    Beyond ``evaluate`` this sees when one missing fact ends in the same outcome whatever its answer.
    """
    verdict = evaluate(book, facts)
    if verdict.outcome is not None:
        return Advice(verdict)
    outlook = _look_out(book, facts)
    for column in outlook.columns:
        if outlook.ends_the_same(column):
            return Advice(_whatever(book, facts, column))
    open_ = [column for column in outlook.columns if _askable(book, facts, column.name)]
    if not open_:
        return Advice(verdict, find_out=tuple(column.name for column in outlook.columns))
    screen = [part for column in _screen(outlook, open_) for part in _askable(book, facts, column.name)]
    return Advice(verdict, screen[0], tuple(dict.fromkeys(screen)))


def _look_out(book: Book, facts: Facts) -> _Outlook:
    alive, undecided = scan(book, facts)
    _, left = settle(book, alive, undecided)
    columns = tuple(
        column for column in book.columns if column.needs & left and column.name not in facts.known
    )
    once = twice = 0
    for column in columns:
        twice |= once & column.needs
        once |= column.needs
    return _Outlook(book, alive & _counting(book, alive, undecided), columns, once, twice)


def _counting(book: Book, alive: int, undecided: int) -> int:
    """The clauses down to the first outcome that is certain; graver ones alone can still change it."""
    counting = 0
    for _, clauses in book.levels:
        counting |= clauses
        if alive & clauses & ~undecided:
            break
    return counting


def _screen(outlook: _Outlook, open_: Sequence[Column]) -> list[Column]:
    """The best question of the earliest round, with those of its screen that most of its answers call for."""
    screens = {column.name: outlook.book.screens[outlook.book.facts[column.name].screen] for column in open_}
    first = min(screen.round for screen in screens.values())
    best = min((column for column in open_ if screens[column.name].round == first), key=outlook.left)
    after = [(left, weight) for _, left, weight in outlook.endings(best) if left]
    enough = SHARED_SCREEN * sum(weight for _, weight in after)
    together = [
        column
        for column in open_
        if column is not best and after and screens[column.name] is screens[best.name]
        if sum(weight for left, weight in after if left & column.needs) >= enough
    ]
    return [best, *together]


def _askable(book: Book, facts: Facts, name: str) -> list[str]:
    """What to ask for a fact: itself, or what it follows from; nothing when somebody does not know."""
    derived = book.facts[name].age_of or ()
    missing = [part for part in derived if part not in facts.dates]
    begun = 0 < len(missing) < len(derived)  # a date of birth without a day: the day is all that is missing
    if derived and (begun or name in facts.unknown) and facts.unknown.isdisjoint(missing):
        return missing
    return [] if name in facts.unknown else [name]


def _whatever(book: Book, facts: Facts, column: Column) -> Verdict:
    """The verdict that every answer ends in, with everything that one of them brings along."""
    branches = [
        evaluate(book, replace(facts, known={**facts.known, column.name: value}))
        for value, _, _ in column.effects
    ]
    first = branches[0]

    def union(field: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(entry for branch in branches for entry in getattr(branch, field)))

    return Verdict(
        outcome=first.outcome,
        articles=union("articles"),
        exceptions=union("exceptions"),
        conditions=union("conditions"),
        duties=union("duties"),
        notices=union("notices"),
        breached=tuple({norm.id: norm for branch in branches for norm in branch.breached}.values()),
        met=tuple({norm.id: norm for branch in branches for norm in branch.met}.values()),
        whatever=column.name,
    )
