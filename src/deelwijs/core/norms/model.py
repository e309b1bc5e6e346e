"""What a protocol is made of when it decides: facts, norms, readings. Frozen data, no behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from deelwijs.core.finding import Outcome

Value = str | int | frozenset[str]
"""One answer: a word, a whole number, or the complete set of words in a list."""

Clause = Mapping[str, frozenset[Value]]
"""Facts with the answers that are accepted; it holds when every one of them is among the accepted."""


class FactType(StrEnum):
    """The shape of an answer."""

    CHOICE = "keuze"
    LIST = "lijst"
    NUMBER = "getal"
    DATE = "datum"


class FactKind(StrEnum):
    """Where an answer comes from: what somebody says, what somebody judges, what a register knows."""

    GIVEN = "gegeven"
    JUDGEMENT = "oordeel"
    LOOKED_UP = "opgezocht"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that a question offers.

    ``offered_on`` are facts with the answers on which it is offered: an act of the school only to who
    decides for the school. Empty is always. It says nothing about what may be answered or decided.
    """

    value: str
    label: str
    offered_on: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def is_offered(self, known: Mapping[str, Value]) -> bool:
        """Whether it is offered to somebody of whom this is known."""
        return all(known.get(name) in words for name, words in self.offered_on.items())


@dataclass(frozen=True, slots=True)
class Fact:
    """One question of the vocabulary.

    ``words`` are the values of ``answers``. ``question`` and ``help`` speak to parents and staff (u), the
    ``_je`` forms to pupils.
    ``screen`` is the id of the screen it is asked on. ``fixed`` facts are no choice of the person who
    asks: an explanation does not propose to change them. ``age_of`` makes a number the age, in whole years,
    of who was born on the first fact on the day in the second one.
    """

    name: str
    type: FactType
    kind: FactKind
    screen: str
    question: str
    question_je: str
    answers: tuple[Answer, ...] = ()
    words: frozenset[str] = frozenset()
    help: str = ""
    help_je: str = ""
    minimum: int = 0
    maximum: int = 0
    fixed: bool = False
    age_of: tuple[str, str] | None = None

    @property
    def follows(self) -> frozenset[str]:
        """The facts on which its answers are offered: these are asked before it."""
        return frozenset().union(*(answer.offered_on for answer in self.answers))

    def label(self, value: Value) -> str:
        """The words for an answer, as a screen shows them."""
        labels = {answer.value: answer.label for answer in self.answers}
        if isinstance(value, frozenset):
            return ", ".join(label for key, label in labels.items() if key in value) or "niemand"
        return labels.get(str(value), str(value))


@dataclass(frozen=True, slots=True)
class Screen:
    """Questions that are asked together. A later round waits until an earlier one has nothing left to ask."""

    id: str
    round: int
    title: str
    title_je: str


class NormKind(StrEnum):
    """What a norm does. The values are the corpus's own words."""

    SCOPE = "bereik"
    PROHIBITION = "verbod"
    CONSULT = "overleg"
    REQUIREMENT = "eis"
    DUTY = "plicht"
    NOTICE = "mededeling"
    POWER = "bevoegdheid"

    @property
    def outcome(self) -> Outcome | None:
        """What a breach makes of the verdict; None for norms that only say something."""
        return _OUTCOMES.get(self)


_OUTCOMES = {
    NormKind.SCOPE: Outcome.OUT_OF_SCOPE,
    NormKind.PROHIBITION: Outcome.FORBIDDEN,
    NormKind.CONSULT: Outcome.CONSULT,
    NormKind.REQUIREMENT: Outcome.ALLOWED_IF,
}


@dataclass(frozen=True, slots=True)
class Norm:
    """One norm of an article.

    ``when`` says when it applies. ``breach`` is ``when`` without what lifts or fulfils it (the same object
    where nothing does), ``fulfilled`` is ``when`` with it. ``lifts`` tells an exception (``tenzij``) from a
    fulfilled requirement (``vereist``).
    ``readings`` are the choices of the school that this norm rests on.
    """

    id: str
    article: str
    kind: NormKind
    when: tuple[Clause, ...]
    breach: tuple[Clause, ...]
    fulfilled: tuple[Clause, ...] = ()
    lifts: bool = False
    conditions: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    sentence: str = ""
    lifted_sentence: str = ""
    advice: tuple[str, ...] = ()
    consequences: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A place where reasonable readers differ: what the choices are and which one this school made.

    ``matters`` are the cases in which the answer mentions it.
    """

    name: str
    article: str
    question: str
    choices: Mapping[str, str]
    default: str
    chosen: str
    matters: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of an answer, by code. ``outcomes_je`` speaks to pupils."""

    outcomes: Mapping[str, str]
    outcomes_je: Mapping[str, str]
    conditions: Mapping[str, str]
    duties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """What the answers to one fact do to the clauses of a book; each clause is one bit.

    ``needs`` marks the clauses that mention the fact, ``kills`` those that an answer contradicts.
    ``effects`` are the different answers a look-ahead has to try, with their weight.
    """

    name: str
    needs: int
    kills: Mapping[Value, int]
    effects: tuple[tuple[Value, int, int], ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A norm with the bits of its clauses."""

    norm: Norm
    when: int
    breach: int


@dataclass(frozen=True, slots=True)
class Book:
    """A protocol, compiled: everything that a verdict, a question or an explanation needs.

    ``levels`` hold the breach clauses by outcome, the gravest first. ``owners`` gives the norm of each bit.
    """

    facts: Mapping[str, Fact]
    screens: Mapping[str, Screen]
    titles: Mapping[str, str]
    norms: tuple[Compiled, ...]
    readings: Mapping[str, Reading]
    parameters: Mapping[str, str | int]
    wording: Wording
    columns: tuple[Column, ...]
    levels: tuple[tuple[Outcome, int], ...]
    owners: tuple[Compiled, ...]
    when: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one case, checked against the vocabulary and with derived facts filled in.

    ``unknown`` are facts that somebody was asked and could not answer. That differs from a fact that was
    never asked (in neither) and from the answer "twijfel", which is knowledge.
    """

    known: Mapping[str, Value]
    unknown: frozenset[str] = frozenset()
    dates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the norms say on some facts. ``outcome`` is None while an unknown fact can still change it.

    ``articles`` are all that were cited: breached, lifted, fulfilled or noted. ``exceptions`` are those
    that an exception lifted. ``conditions``, ``duties`` and ``notices`` are codes and articles.
    ``whatever`` names the unknown fact that does not matter because each answer ends in this outcome.
    """

    outcome: Outcome | None
    articles: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    breached: tuple[Norm, ...] = ()
    met: tuple[Norm, ...] = ()
    whatever: str | None = None
