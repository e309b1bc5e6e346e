"""Guardrails: what a school has to see before it adopts a changed protocol."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deelwijs.core.finding import Outcome
from deelwijs.core.norms.ask import advise
from deelwijs.core.norms.choices import NO_CHOICES, Choices, holding_articles
from deelwijs.core.norms.conditions import alternatives, as_condition, negate, within
from deelwijs.core.norms.model import Book, Clause, Norm, NormKind
from deelwijs.core.norms.parse import compile_book
from deelwijs.core.norms.problems import NormError
from deelwijs.core.norms.read_conditions import domain
from deelwijs.core.norms.reading import FactError, read_facts


@dataclass(frozen=True, slots=True)
class Guardrail:
    """One thing to look at before adoption.

    ``code`` is ``unknown``, ``never``, ``always``, ``contradiction`` or ``example``; ``where`` leads to the
    article, norm and key; ``message`` is for the reader.
    """

    code: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class ChangedVerdict:
    """A case that the changed protocol answers differently. None is: not certain yet."""

    case: str
    before: Outcome | None
    after: Outcome | None
    articles: tuple[str, ...]


def lint(content: Mapping[str, Any], choices: Choices = NO_CHOICES) -> tuple[Guardrail, ...]:
    """Everything in a protocol that its makers should look at; nothing when it is in order."""
    try:
        book = compile_book(content, choices)
    except NormError as error:
        return tuple(Guardrail("unknown", problem.where, problem.message) for problem in error.problems)
    return (*_useless(book), *_contradictions(book), *_wrong_examples(book, content, choices))


def changed_verdicts(
    before: Book, after: Book, cases: Iterable[tuple[str, Mapping[str, Any]]]
) -> tuple[ChangedVerdict, ...]:
    """The cases, as pairs of a name and its facts, that two protocols answer differently.

    Raises:
        FactError: when a case has a fact that one of the protocols does not know.
    """
    changed = []
    for name, given in cases:
        old = advise(before, read_facts(before, given)).verdict
        new = advise(after, read_facts(after, given)).verdict
        if old.outcome is not new.outcome:
            changed.append(ChangedVerdict(name, old.outcome, new.outcome, new.articles or old.articles))
    return tuple(changed)


def _useless(book: Book) -> Iterator[Guardrail]:
    domains = {name: domain(fact) for name, fact in book.facts.items()}
    for norm in (compiled.norm for compiled in book.norms):
        if not norm.when:
            yield Guardrail(
                "never", norm.id, "Deze regel kan nooit gelden: de voorwaarden sluiten elkaar uit."
            )
        elif not norm.breach:
            yield Guardrail("never", norm.id, "Aan deze regel is altijd voldaan. Hij verandert niets.")
        elif not alternatives(negate(as_condition(norm.when), domains)):
            yield Guardrail("always", norm.id, "Deze regel geldt altijd, voor iedereen en voor alles.")


def _contradictions(book: Book) -> Iterator[Guardrail]:
    """Norms that one can only follow by breaching another one."""
    norms = [compiled.norm for compiled in book.norms]
    forbidding = [norm for norm in norms if norm.kind is NormKind.PROHIBITION and norm.breach]
    for norm in norms:
        followed = _followed(norm)
        for other in forbidding:
            if followed and other is not norm and within(followed, other.breach):
                message = f"Wie zich aan {norm.article} houdt, overtreedt altijd {other.article}."
                yield Guardrail("contradiction", norm.id, message)


def _followed(norm: Norm) -> tuple[Clause, ...]:
    """When somebody does what a norm asks or permits."""
    if norm.kind in {NormKind.DUTY, NormKind.POWER}:
        return norm.when
    return norm.fulfilled if norm.kind is not NormKind.NOTICE else ()


def _wrong_examples(book: Book, content: Mapping[str, Any], choices: Choices) -> Iterator[Guardrail]:
    for article in holding_articles(content, choices):
        for number, example in enumerate(article.get("voorbeelden", []), start=1):
            message = _wrong(book, {**content["examples"]["gewoon"], **example["feiten"]}, example)
            if message:
                yield Guardrail("example", f"{article['id']} voorbeelden.{number}", message)


def _words(book: Book, outcome: str | None) -> str:
    return book.wording.outcomes[Outcome(outcome)].rstrip(".") if outcome else "nog geen oordeel"


def _wrong(book: Book, given: Mapping[str, Any], example: Mapping[str, Any]) -> str:
    """What is wrong with an example; empty when it holds."""
    try:
        verdict = advise(book, read_facts(book, given)).verdict
    except FactError as error:
        return str(error)
    if verdict.outcome != example["uitkomst"]:
        before, after = (_words(book, outcome) for outcome in (example["uitkomst"], verdict.outcome))
        return f"Het antwoord was «{before}» en wordt «{after}»."
    wanted = {"artikelen": verdict.articles, "voorwaarden": verdict.conditions, "plichten": verdict.duties}
    missing = [code for key, given_ in wanted.items() for code in example.get(key, []) if code not in given_]
    surplus = [code for code in example.get("niet", []) if code in verdict.articles]
    if missing:
        return f"Het antwoord noemt niet meer: {', '.join(missing)}."
    return f"Het antwoord noemt nu ook {', '.join(surplus)}, en dat was niet zo." if surplus else ""
