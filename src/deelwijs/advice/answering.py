"""One interview against the protocol in force: the next screen, or the answer with its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deelwijs.advice.interview import Answers, Interview
from deelwijs.core.finding import Outcome
from deelwijs.core.norms import (
    Address,
    Advice,
    Answer,
    Book,
    Explanation,
    Fact,
    FactError,
    Facts,
    FactType,
    advise,
    explain,
    read_facts,
)
from deelwijs.protocols.selectors import Protocol


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask, with the answers that are offered to who asks."""

    fact: Fact
    answers: tuple[Answer, ...]


Own = Mapping[str, frozenset[str]]
"""The answers that somebody can give, as far as the registers know: what somebody is at the school."""

NOBODYS: Own = {}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the norms say to an interview so far."""

    protocol: Protocol
    book: Book
    facts: Facts
    advice: Advice
    explanation: Explanation
    address: Address
    own: Own

    def ask(self, fact: Fact) -> str:
        """A question in the words for who reads it."""
        return fact.question_je if self.address is Address.JE else fact.question

    @property
    def outcome(self) -> Outcome | None:
        """The verdict, or None while something must still be asked."""
        return self.advice.verdict.outcome

    @property
    def questions(self) -> tuple[Question, ...]:
        """What to ask on the next screen, in the order of the vocabulary: who comes before what.

        A question of which the answers depend on another one waits for the next screen.
        """
        asked = [fact for name, fact in self.book.facts.items() if name in self.advice.screen]
        names = {fact.name for fact in asked}
        return tuple(self.question(fact.name) for fact in asked if not fact.follows & names)

    def question(self, name: str) -> Question:
        """One fact with the answers that are offered."""
        fact = self.book.facts[name]
        own = self.own.get(name, fact.words)
        offered = (one for one in fact.answers if one.value in own and one.is_offered(self.facts.known))
        return Question(fact, tuple(offered))

    @property
    def is_stuck(self) -> bool:
        """Whether only something that nobody here knows could decide."""
        return self.outcome is None and not self.advice.screen


def reply(
    protocol: Protocol, interview: Interview, looked_up: Answers, address: Address, own: Own = NOBODYS
) -> Reply:
    """Hold an interview, with what the registers know, against a protocol.

    An answer that the vocabulary does not know is passed over and so asked again.
    """
    book = protocol.norms
    facts = _facts(book, {**interview.answers, **looked_up}, interview.unknown)
    advice = advise(book, facts)
    return Reply(protocol, book, facts, advice, explain(book, facts, advice, address), address, own)


def _facts(book: Book, answers: Answers, unknown: tuple[str, ...]) -> Facts:
    given: dict[str, object] = {}
    for name, values in answers.items():
        value = _value(book.facts[name], values) if name in book.facts else None
        if value is not None and _is_sound(book, name, value):
            given[name] = value
    return read_facts(book, {**given, **{name: None for name in unknown if name not in given}})


def _value(fact: Fact, values: tuple[str, ...]) -> object:
    match fact.type:
        case FactType.LIST:
            return [value for value in values if value and value != NOBODY]
        case FactType.NUMBER:
            return int(values[-1]) if values[-1].isdecimal() else None
    return values[-1] or None


NOBODY = "niemand"  # how a form says that a list is empty, which differs from not answered


def _is_sound(book: Book, name: str, value: object) -> bool:
    try:
        read_facts(book, {name: value})
    except FactError:
        return False
    return True


def plain(facts: Facts) -> dict[str, object]:
    """Facts as they are kept with an advice."""
    return {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in sorted(facts.known.items())
    }
