"""Norms into bits: one bit for each clause, one column for each fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from deelwijs.core.finding import Outcome
from deelwijs.core.norms.model import (
    Book,
    Clause,
    Column,
    Compiled,
    Fact,
    FactType,
    Norm,
    Reading,
    Screen,
    Value,
    Wording,
)


def compile_norms(
    *,
    facts: Mapping[str, Fact],
    screens: Mapping[str, Screen],
    titles: Mapping[str, str],
    norms: Sequence[Norm],
    readings: Mapping[str, Reading],
    parameters: Mapping[str, str | int],
    wording: Wording,
    domains: Mapping[str, frozenset[Value]],
) -> Book:
    """A book of these norms, in this order: the order of the protocol."""
    clauses: list[Clause] = []
    compiled: list[Compiled] = []
    owners: list[Compiled] = []
    for norm in norms:
        when = _add(norm.when, clauses)
        breach = when if norm.breach is norm.when else _add(norm.breach, clauses)
        compiled.append(Compiled(norm, when, breach))
        owners += [compiled[-1]] * (len(clauses) - len(owners))
    when_bits = _union(entry.when for entry in compiled)
    levels = tuple(
        (outcome, _union(entry.breach for entry in compiled if entry.norm.kind.outcome is outcome))
        for outcome in Outcome
        if outcome is not Outcome.ALLOWED
    )
    return Book(
        facts=facts,
        screens=screens,
        titles=titles,
        norms=tuple(compiled),
        readings=readings,
        parameters=parameters,
        wording=wording,
        columns=tuple(_columns(facts, clauses, domains)),
        levels=levels,
        owners=tuple(owners),
        when=when_bits,
    )


def _add(found: tuple[Clause, ...], clauses: list[Clause]) -> int:
    bits = ((1 << len(found)) - 1) << len(clauses)
    clauses.extend(found)
    return bits


def _union(masks: Iterator[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union


def _columns(
    facts: Mapping[str, Fact], clauses: Sequence[Clause], domains: Mapping[str, frozenset[Value]]
) -> Iterator[Column]:
    mentions: dict[str, list[tuple[int, frozenset[Value]]]] = {}
    for bit, clause in enumerate(clauses):
        for name, accepted in clause.items():
            mentions.setdefault(name, []).append((1 << bit, accepted))
    for name in facts:
        if name in mentions:
            found = mentions[name]
            kills = {
                value: _union(bit for bit, accepted in found if value not in accepted)
                for value in domains[name]
            }
            yield Column(name, _union(bit for bit, _ in found), kills, _effects(facts[name], kills))


def _effects(fact: Fact, kills: Mapping[Value, int]) -> tuple[tuple[Value, int, int], ...]:
    """One answer of each kind that makes a difference: (answer, what it strikes out, weight).

    A choice weighs as many answers as it stands for. Of ages and lists there are far more than people give,
    so there each kind weighs the same.
    """
    order = [answer.value for answer in fact.answers]
    values = order if fact.type is FactType.CHOICE else sorted(kills, key=_natural)
    effects: dict[int, tuple[Value, int]] = {}
    for value in values:
        first, weight = effects.get(kills[value], (value, 0))
        effects[kills[value]] = (first, weight + 1)
    plain = fact.type is not FactType.CHOICE
    return tuple((value, mask, 1 if plain else weight) for mask, (value, weight) in effects.items())


def _natural(value: Value) -> tuple[int, list[str]]:
    return (value, []) if isinstance(value, int) else (len(value), sorted(value))
