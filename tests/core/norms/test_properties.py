"""What holds for any facts: a verdict never changes when more becomes known."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deelwijs.core.norms import Book, Facts, FactType, advise, evaluate, read_facts
from deelwijs.core.norms.read_conditions import domain
from deelwijs.protocols import corpus
from tests.core.norms.school import model

COMPLETIONS = 12
OPTIONAL = frozenset(entry["id"] for entry in corpus.load()["articles"]["articles"] if entry.get("optioneel"))
# Ages are tried around each limit; any age behaves as one of these.
AGES = [0, 12, 15, 16, 17, 18, 130]


def answers(book: Book) -> dict[str, list[Any]]:
    return {
        name: AGES if fact.type is FactType.NUMBER else sorted(domain(fact), key=str)
        for name, fact in book.facts.items()
        if fact.type is not FactType.DATE
    }


def some_facts(chance: random.Random, book: Book) -> dict[str, Any]:
    """Part of the facts, never the same part twice: between nothing and nearly everything."""
    share = chance.random()
    return {name: chance.choice(values) for name, values in answers(book).items() if chance.random() < share}


def completed(chance: random.Random, book: Book, known: dict[str, Any]) -> Facts:
    rest = {name: chance.choice(values) for name, values in answers(book).items() if name not in known}
    return Facts({**rest, **known})


def check(book: Book, chance: random.Random) -> bool:
    """Whether some partial facts gave a verdict; fails when a completion of them says otherwise."""
    known = some_facts(chance, book)
    found = advise(book, Facts(known)).verdict
    if found.outcome is None:
        return False
    for _ in range(COMPLETIONS):
        whole = completed(chance, book, known)
        assert evaluate(book, whole).outcome is found.outcome, (known, whole)
    return True


def run(sets: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (repeatable, not secret)
    decided = [check(book, chance) for book in (model(), model(OPTIONAL)) for _ in range(sets // 2)]
    assert 0.2 < sum(decided) / len(decided) < 0.98  # the property was really tried


def test_a_verdict_on_part_of_the_facts_holds_for_all() -> None:
    run(600, seed=1)


@pytest.mark.faults
def test_a_verdict_on_part_of_the_facts_holds_for_all_at_length() -> None:
    run(5000, seed=2)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_complete_facts_always_give_a_verdict(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    assert evaluate(model(), completed(chance, model(), {})).outcome is not None


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_a_question_is_about_something_not_known_yet(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    known = some_facts(chance, model())
    found = advise(model(), Facts(known))
    if found.question is None:
        assert found.verdict.outcome is not None
        return
    assert not known.keys() & set(found.screen)
    assert found.screen[0] == found.question


def test_the_order_of_facts_does_not_matter() -> None:
    chance = random.Random(3)  # noqa: S311
    for _ in range(100):
        known = some_facts(chance, model())
        shuffled = dict(chance.sample(sorted(known.items()), len(known)))
        assert advise(model(), Facts(known)) == advise(model(), Facts(shuffled))


def test_an_unknown_fact_counts_as_missing_but_is_not_asked_again() -> None:
    asked = advise(model(), read_facts(model(), {"rol": "ouder"}))
    again = advise(model(), read_facts(model(), {"rol": "ouder", asked.question or "": None}))
    assert again.verdict.outcome is None
    assert asked.question not in again.screen
