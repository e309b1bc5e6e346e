"""Why a verdict is what it is, in sentences that stand in the protocol's data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, combinations, product

from deelwijs.core.finding import Outcome
from deelwijs.core.norms.ask import Advice
from deelwijs.core.norms.evaluate import evaluate, scan
from deelwijs.core.norms.filling import filled
from deelwijs.core.norms.model import Book, Clause, Facts, Norm, NormKind, Value, Verdict


class Address(StrEnum):
    """How the reader is spoken to: pupils with je, everybody else with u."""

    JE = "je"
    U = "u"


class Part(StrEnum):
    """What an article does in an answer."""

    GROUND = "grond"
    EXCEPTION = "uitzondering"
    FULFILLED = "nagekomen"
    DUTY = "plicht"
    POWER = "bevoegdheid"
    NOTICE = "mededeling"


@dataclass(frozen=True, slots=True)
class Known:
    """A fact with its answer, both as the reader sees them."""

    fact: str
    question: str
    value: Value
    answer: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One article in an answer: its sentence and the facts that decided it.

    ``readings`` say how this school reads the article where readers differ.
    """

    article: str
    title: str
    part: Part
    sentence: str
    facts: tuple[Known, ...]
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """The answers that would have turned the verdict, and what it would then be.

    ``outcome`` is None where that depends on facts that are not known yet.
    """

    facts: tuple[Known, ...]
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer in words. ``conditions`` and ``duties`` are pairs of code and text.

    ``changes`` are the smallest changes that help most, at most three. ``not_needed`` are facts that norms
    in this case mention but that could not change the outcome. ``find_out`` are facts that nobody knows yet.
    """

    verdict: str
    reasons: tuple[Reason, ...] = ()
    conditions: tuple[tuple[str, str], ...] = ()
    duties: tuple[tuple[str, str], ...] = ()
    advice: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    not_needed: tuple[str, ...] = ()
    find_out: tuple[str, ...] = ()


MOST_CHANGES = 3
NO_ANSWER_YET = "Dit kunnen we nog niet zeggen."


def explain(book: Book, facts: Facts, advice: Advice, address: Address = Address.U) -> Explanation:
    """The answer in words, for what ``advise`` gave on these facts."""
    verdict = advice.verdict
    if verdict.outcome is None:
        return Explanation(NO_ANSWER_YET, find_out=advice.find_out)
    words = book.wording
    outcomes = words.outcomes_je if address is Address.JE else words.outcomes
    return Explanation(
        verdict=outcomes[verdict.outcome],
        reasons=tuple(_reasons(book, facts, verdict, address)),
        conditions=tuple((code, _filled(book, words.conditions[code])) for code in verdict.conditions),
        duties=tuple((code, _filled(book, words.duties[code])) for code in verdict.duties),
        advice=tuple(
            dict.fromkeys(_filled(book, line) for norm in _grounds(verdict) for line in norm.advice)
        ),
        changes=_changes(book, facts, verdict, address),
        not_needed=_not_needed(book, facts, verdict),
    )


def _filled(book: Book, sentence: str) -> str:
    return filled(sentence, book.parameters)


def _grounds(verdict: Verdict) -> list[Norm]:
    """The norms that make the outcome what it is."""
    return [norm for norm in verdict.breached if norm.kind.outcome is verdict.outcome]


def _reasons(book: Book, facts: Facts, verdict: Verdict, address: Address) -> Iterator[Reason]:
    grounds = {norm.id for norm in _grounds(verdict)}
    ordered = sorted(verdict.breached, key=lambda norm: norm.id not in grounds)  # the grounds go first
    for norm in ordered:
        part = _PARTS.get(norm.kind, Part.GROUND)
        yield _reason(book, norm, part, norm.sentence, _deciding(facts, norm.breach), facts, address)
    for norm in verdict.met:
        part = Part.EXCEPTION if norm.lifts else Part.FULFILLED
        mentioned = list(dict.fromkeys(name for clause in (*norm.when, *norm.fulfilled) for name in clause))
        yield _reason(book, norm, part, norm.lifted_sentence or norm.sentence, mentioned, facts, address)


_PARTS = {NormKind.DUTY: Part.DUTY, NormKind.POWER: Part.POWER, NormKind.NOTICE: Part.NOTICE}


def _reason(
    book: Book, norm: Norm, part: Part, sentence: str, names: list[str], facts: Facts, address: Address
) -> Reason:
    return Reason(
        article=norm.article,
        title=book.titles[norm.article],
        part=part,
        sentence=_filled(book, sentence),
        facts=tuple(_known(book, name, facts.known[name], address) for name in names if name in facts.known),
        readings=tuple(_readings(book, norm, facts)),
    )


def _readings(book: Book, norm: Norm, facts: Facts) -> Iterator[str]:
    """How the school reads the norm, where that plays a part in this case."""
    for reading in (book.readings[name] for name in norm.readings):
        if any(_holds(clause, facts.known) for clause in reading.matters):
            yield reading.choices[reading.chosen]


def _known(book: Book, name: str, value: Value, address: Address) -> Known:
    fact = book.facts[name]
    question = fact.question_je if address is Address.JE else fact.question
    return Known(name, question, value, fact.label(value))


def _deciding(facts: Facts, clauses: tuple[Clause, ...]) -> list[str]:
    """The facts of the shortest clause that holds."""
    holding = [clause for clause in clauses if _holds(clause, facts.known)]
    return list(min(holding, key=lambda clause: len(list(clause)))) if holding else []


def _holds(clause: Clause, known: Mapping[str, Value]) -> bool:
    return all(name in known and known[name] in accepted for name, accepted in clause.items())


def _changes(book: Book, facts: Facts, verdict: Verdict, address: Address) -> tuple[Change, ...]:
    """The smallest change in what is known that gives a better outcome: one fact, or else two."""
    if verdict.outcome is None or verdict.outcome in {Outcome.ALLOWED, Outcome.OUT_OF_SCOPE}:
        return ()
    mentioned = set(chain.from_iterable(clause for norm in _grounds(verdict) for clause in norm.breach))
    columns = [c for c in book.columns if c.name in mentioned and not book.facts[c.name].fixed]
    columns.sort(
        key=lambda c: -book.screens[book.facts[c.name].screen].round
    )  # what is asked last gives way first
    options = {
        c.name: [value for value, _, _ in c.effects if value != facts.known.get(c.name)] for c in columns
    }
    for size in (1, 2):
        found = list(_better(book, facts, verdict.outcome.rank, options, size))
        if found:
            best = max(_promise(outcome) for _, outcome in found)
            by_facts: dict[tuple[str, ...], Change] = {}
            for flips, outcome in found:
                if _promise(outcome) == best:
                    changed = tuple(_known(book, name, value, address) for name, value in flips.items())
                    by_facts.setdefault(tuple(flips), Change(changed, outcome))
            return tuple(by_facts.values())[:MOST_CHANGES]
    return ()


def _promise(outcome: Outcome | None) -> int:
    """How much a changed verdict promises: a certain one more than one that is open."""
    return -1 if outcome is None else outcome.rank


def _better(
    book: Book, facts: Facts, rank: int, options: Mapping[str, list[Value]], size: int
) -> Iterator[tuple[dict[str, Value], Outcome | None]]:
    for names in combinations(options, size):
        for values in product(*(options[name] for name in names)):
            flips = dict(zip(names, values, strict=True))
            outcome = evaluate(book, replace(facts, known={**facts.known, **flips})).outcome
            if outcome is None or outcome.rank > rank:
                yield flips, outcome


def _not_needed(book: Book, facts: Facts, verdict: Verdict) -> tuple[str, ...]:
    """Unknown facts of norms that are still open: the answer stands without them."""
    if verdict.outcome is Outcome.OUT_OF_SCOPE:
        return ()
    alive, _ = scan(book, facts)
    open_ = 0
    for _, clauses in book.levels:
        open_ |= clauses & alive
    return tuple(c.name for c in book.columns if c.needs & open_ and c.name not in facts.known)
