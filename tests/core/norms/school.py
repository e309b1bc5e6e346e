"""The corpus as the tests use it: its book, cases filled with ordinary values, interviews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from deelwijs.core.finding import Outcome
from deelwijs.core.norms import Advice, Book, Choices, advise, compile_book, read_facts
from deelwijs.protocols import corpus

# What a worked case leaves unsaid. The engine knows none of this.
ORDINARY: dict[str, Any] = {
    "situatie": "elders", "verband_met_school": "ja", "publiek": "openbaar", "afgebeelden": [],
    "herkenbaar": "ja", "opname_uit_les": "nee", "persoonsgegevens": "nee", "kan_schaden": "nee",
    "schaadt_naam_school": "nee", "strijdig_met_fatsoen": "nee", "mogelijk_strafbaar": "nee",
    "strijdig_met_missie": "nee", "vermeldt_medewerker": "nee", "vermeldt_functie": "nee",
    "disclaimer": "nee", "dreigt_te_ontsporen": "nee", "twijfel": "nee", "lestoestemming": "geen",
    "lestoestemming_van": [], "toestemming": "geen", "toestemming_dekt_kanaal": "ja",
    "professionele_groep": "ja", "overigen_bereikt": "niet_nodig", "grensoverschrijdend": "nee",
    "meldt_bij": "schoolleiding", "overtreding": "ja", "evenredig": "ja", "protocol_verstrekt": "ja",
}  # fmt: skip


@cache
def model(optional: frozenset[str] = frozenset()) -> Book:
    return compile_book(corpus.load(), Choices(optional=optional))


def filled(case: Mapping[str, Any]) -> dict[str, Any]:
    """A worked case with ordinary values for what it leaves unsaid, but for what it says is unknown."""
    unknown = case.get("onbekend", [])
    given: dict[str, Any] = dict(case["feiten"])
    if unknown == "alles":
        return given
    return {**{name: value for name, value in ORDINARY.items() if name not in unknown}, **given}


def outcome(book: Book | None = None, **facts: Any) -> Outcome | None:
    """The outcome on ordinary facts but for those given."""
    return advice(book, **facts).verdict.outcome


def advice(book: Book | None = None, **facts: Any) -> Advice:
    chosen = book or model()
    return advise(chosen, read_facts(chosen, {**ORDINARY, **facts}))


@dataclass
class Interview:
    """What was asked, screen by screen, until there was an outcome."""

    outcome: Outcome | None = None
    screens: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def asked(self) -> set[str]:
        return {name for screen in self.screens for name in screen}


def interview(book: Book, answers: Mapping[str, Any]) -> Interview:
    """From nothing, each question answered; who has no answer says so."""
    known: dict[str, Any] = {}
    talk = Interview()
    while True:
        said = advise(book, read_facts(book, known))
        if said.question is None:
            talk.outcome = said.verdict.outcome
            return talk
        talk.screens.append(said.screen)
        assert not known.keys() & set(said.screen), "asked twice"
        known |= {name: answers.get(name) for name in said.screen}
