"""Which earlier answers a working version would give differently. Facts only: nobody who asked is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from deelwijs.core.finding import Outcome
from deelwijs.core.norms import Book, FactError, Verdict, advise, compile_book, read_facts
from deelwijs.people.actor import Actor
from deelwijs.protocols.cases import Case, cases_since
from deelwijs.protocols.drafts.selectors import WorkingVersion

REPLAYED_DAYS = 365
_SHOWN = 12  # per group; the figures count them all
_SUMMARY = 4  # answers; the rest unfolds


@dataclass(frozen=True, slots=True)
class ReplayedCase:
    """One case that comes out differently: its facts in words, how often it was asked, the articles."""

    said: tuple[tuple[str, str], ...]
    times: int
    articles: tuple[str, ...]

    @property
    def summary(self) -> str:
        """The first answers that say something by themselves: who, what and where."""
        telling = [answer for _, answer in self.said if _says_something(answer)]
        first, *rest = telling[:_SUMMARY] or ["een vraag"]
        return ", ".join([first, *(f"{answer[:1].lower()}{answer[1:]}" for answer in rest)])


@dataclass(frozen=True, slots=True)
class ReplayGroup:
    """The cases with one outcome before and another after. None is: a question must still be answered."""

    before: Outcome | None
    after: Outcome | None
    cases: tuple[ReplayedCase, ...]

    @property
    def times(self) -> int:
        """How often these were asked."""
        return sum(case.times for case in self.cases)

    @property
    def shown(self) -> tuple[ReplayedCase, ...]:
        """The cases that were asked most."""
        return tuple(sorted(self.cases, key=lambda case: -case.times))[:_SHOWN]

    @property
    def more(self) -> int:
        """How many cases are not shown."""
        return len(self.cases) - len(self.shown)


@dataclass(frozen=True, slots=True)
class Replay:
    """The questions of the last year, held against the working version.

    ``asked`` counts questions; ``unreadable`` those whose facts one of the two does not know.
    """

    asked: int
    groups: tuple[ReplayGroup, ...]
    unreadable: int = 0

    @property
    def different(self) -> int:
        """How many questions would get another answer."""
        return sum(group.times for group in self.groups)


def _says_something(answer: str) -> bool:
    """Whether an answer can do without its question."""
    return not answer.isdecimal() and answer.partition(",")[0] not in {"Ja", "Nee"}


def replay(actor: Actor, working: WorkingVersion, day: date) -> Replay | None:
    """Hold the last year's questions against the working version.

    Returns None when there is nothing to compare with. The working version must be without errors.
    """
    if working.current is None or "facts" not in working.current.content:
        return None
    after = compile_book(working.content, working.choices)
    cases = cases_since(actor.school_id, day - timedelta(days=REPLAYED_DAYS))
    return compared(working.current.norms, after, cases)


def compared(before: Book, after: Book, cases: Iterable[Case]) -> Replay:
    """The cases that two books answer differently, grouped by outcome."""
    groups: dict[tuple[Outcome | None, Outcome | None], list[ReplayedCase]] = {}
    asked = unreadable = 0
    for case in cases:
        asked += case.times
        old, new = _verdict(before, case.facts), _verdict(after, case.facts)
        if old is None or new is None:
            unreadable += case.times
        elif old.outcome is not new.outcome:
            articles = tuple(dict.fromkeys((*new.articles, *old.articles)))
            told = ReplayedCase(_said(after, case.facts), case.times, articles)
            groups.setdefault((old.outcome, new.outcome), []).append(told)
    found = [ReplayGroup(before, after, tuple(told)) for (before, after), told in groups.items()]
    return Replay(asked, tuple(sorted(found, key=lambda group: -group.times)), unreadable)


def _verdict(book: Book, facts: Mapping[str, Any]) -> Verdict | None:
    try:
        return advise(book, read_facts(book, facts)).verdict
    except FactError:
        return None


def _said(book: Book, facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The facts as questions with their answers, in the order in which they are asked."""
    known = read_facts(book, facts).known
    return tuple(
        (fact.question, fact.label(known[name])) for name, fact in book.facts.items() if name in known
    )
