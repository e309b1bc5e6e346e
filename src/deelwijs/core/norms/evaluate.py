"""The verdict: strike out what the facts contradict, and see what is left.

Each clause of the book is one bit. A known fact strikes out the clauses that its answer contradicts; a clause
that is left can still become true, and one of which every fact is known is certain. A verdict falls as soon
as nothing graver than what is certain is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deelwijs.core.finding import Outcome
from deelwijs.core.norms.model import Book, Compiled, Facts, Norm, NormKind, Verdict


def evaluate(book: Book, facts: Facts) -> Verdict:
    """The verdict on what is known. It holds however the unknown facts turn out.

    Facts come from ``read_facts`` of the same book.
    """
    alive, undecided = scan(book, facts)
    outcome, _ = settle(book, alive, undecided)
    if outcome is None:
        return Verdict(None)
    return _verdict(outcome, _applying(book, alive & book.when & ~undecided), alive, undecided)


def scan(book: Book, facts: Facts) -> tuple[int, int]:
    """The clauses that can still hold, and those of which a fact is missing."""
    known = facts.known
    dead = undecided = 0
    for column in book.columns:
        value = known.get(column.name)
        if value is None:
            undecided |= column.needs
        else:
            dead |= column.kills[value]
    return ~dead, undecided


def settle(book: Book, alive: int, undecided: int) -> tuple[Outcome | None, int]:
    """The outcome and no clauses, or None and the clauses that can still change it."""
    left = 0
    for outcome, clauses in book.levels:
        here = alive & clauses
        if here & ~undecided:
            return (None, left) if left else (outcome, 0)
        left |= here
    return (None, left) if left else (Outcome.ALLOWED, 0)


def _applying(book: Book, bits: int) -> Iterator[Compiled]:
    """The norms that certainly apply, in the order of the protocol, each once."""
    last = None
    while bits:
        lowest = bits & -bits
        bits ^= lowest
        found = book.owners[lowest.bit_length() - 1]
        if found is not last:
            yield found
            last = found


def _verdict(outcome: Outcome, applying: Iterable[Compiled], alive: int, undecided: int) -> Verdict:
    breached: list[Norm] = []
    met: list[Norm] = []
    conditions: list[str] = []
    duties: list[str] = []
    only_scope = outcome is Outcome.OUT_OF_SCOPE
    for compiled in applying:
        norm = compiled.norm
        left = compiled.breach & alive
        if only_scope and norm.kind is not NormKind.SCOPE:
            continue
        if left & ~undecided:
            breached.append(norm)
            conditions.extend(norm.conditions)
            duties.extend(norm.duties)
        elif not left:
            met.append(norm)
    grounds = [norm for norm in breached if norm.kind.outcome is outcome]
    articles = dict.fromkeys(norm.article for norm in [*grounds, *breached, *met])
    against = {norm.article for norm in breached if norm.kind.outcome}
    return Verdict(
        outcome=outcome,
        articles=tuple(articles),
        exceptions=tuple(dict.fromkeys(n.article for n in met if n.lifts and n.article not in against)),
        conditions=tuple(dict.fromkeys(conditions)) if outcome in _STILL_TO_DO else (),
        duties=tuple(dict.fromkeys(duties)),
        notices=tuple(dict.fromkeys(n.article for n in breached if n.kind is NormKind.NOTICE)),
        breached=tuple(breached),
        met=tuple(met),
    )


_STILL_TO_DO = {Outcome.ALLOWED_IF, Outcome.CONSULT}
