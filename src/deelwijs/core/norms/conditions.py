"""Conditions as sets of accepted answers, and their alternatives.

Every fact has a finite set of answers, so that "not" is simply the other answers. A condition is turned
into alternatives (clauses): it holds when one of them holds. Three-valued logic is a distributive lattice,
so this changes no value of it; alternatives that contradict themselves fall away, which only makes a verdict
certain sooner.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deelwijs.core.norms.model import Clause, Value

Domains = Mapping[str, frozenset[Value]]


@dataclass(frozen=True, slots=True)
class Test:
    """The fact has one of the accepted answers."""

    fact: str
    accepted: frozenset[Value]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; without parts it always holds."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; without parts it never holds."""

    parts: tuple[Condition, ...] = ()


Condition = Test | AllOf | AnyOf
ALWAYS = AllOf()
NEVER = AnyOf()


def negate(condition: Condition, domains: Domains) -> Condition:
    """The condition that holds exactly when this one does not."""
    if isinstance(condition, Test):
        return Test(condition.fact, domains[condition.fact] - condition.accepted)
    parts = tuple(negate(part, domains) for part in condition.parts)
    return AnyOf(parts) if isinstance(condition, AllOf) else AllOf(parts)


def alternatives(condition: Condition) -> tuple[Clause, ...]:
    """The clauses of which at least one must hold; none when the condition can never hold."""
    if isinstance(condition, Test):
        return ({condition.fact: condition.accepted},) if condition.accepted else ()
    if isinstance(condition, AnyOf):
        return _without_covered(clause for part in condition.parts for clause in alternatives(part))
    found: tuple[Clause, ...] = ({},)
    for part in condition.parts:
        found = both(found, alternatives(part))
    return found


def both(left: tuple[Clause, ...], right: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """The alternatives in which one of the left and one of the right hold together."""
    pairs = (_merged(one, other) for one in left for other in right)
    return _without_covered(clause for clause in pairs if clause is not None)


def as_condition(clauses: tuple[Clause, ...]) -> Condition:
    """Alternatives as a condition again."""
    return AnyOf(tuple(AllOf(tuple(Test(*entry) for entry in clause.items())) for clause in clauses))


def within(clauses: tuple[Clause, ...], wider: tuple[Clause, ...]) -> bool:
    """Whether each of these alternatives is part of one of the wider ones."""
    return all(any(covers(wide, clause) for wide in wider) for clause in clauses)


def covers(wide: Clause, narrow: Clause) -> bool:
    """Whether the wide clause holds wherever the narrow one does."""
    return all(fact in narrow and narrow[fact] <= accepted for fact, accepted in wide.items())


def _merged(one: Clause, other: Clause) -> Clause | None:
    merged = dict(one)
    for fact, accepted in other.items():
        merged[fact] = merged[fact] & accepted if fact in merged else accepted
        if not merged[fact]:
            return None
    return merged


def _without_covered(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """A clause that asks more than another one adds nothing."""
    kept: list[Clause] = []
    for clause in clauses:
        if any(covers(other, clause) for other in kept):
            continue
        kept = [other for other in kept if not covers(clause, other)]
        kept.append(clause)
    return tuple(kept)
