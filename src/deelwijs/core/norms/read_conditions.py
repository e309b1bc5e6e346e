"""Conditions as they are written in the corpus, read into sets of accepted answers.

A condition is a mapping that must hold as a whole. Its keys are facts, with an answer, a list of answers, or
a comparison (``onder``, ``vanaf``, ``niet``, ``bevat``, ``bevat_niet``), and the words ``een_van`` (a list of
conditions), ``niet`` (a condition), ``begrip`` (named conditions) and ``lezing`` (choices of the school).
``$naam`` stands for a parameter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from deelwijs.core.norms.conditions import ALWAYS, NEVER, AllOf, AnyOf, Condition, Test, negate
from deelwijs.core.norms.model import Fact, FactType, Reading, Value
from deelwijs.core.norms.problems import ConditionError, unknown


@dataclass(slots=True)
class ConditionReader:
    """Reads conditions against one vocabulary, its parameters and the readings of one school.

    ``used_readings`` collects the readings that the last conditions rested on.
    """

    facts: Mapping[str, Fact]
    readings: Mapping[str, Reading]
    parameters: Mapping[str, str | int]
    terms: Mapping[str, Any]
    domains: Mapping[str, frozenset[Value]] = field(init=False)
    used_readings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.domains = {name: domain(fact) for name, fact in self.facts.items()}

    def read(self, data: Any) -> Condition:
        """A condition from its data.

        Raises:
            ConditionError: for a fact, answer, term, reading or parameter that does not exist.
        """
        if not isinstance(data, Mapping):
            raise ConditionError(f"hier hoort een voorwaarde met feiten, niet {data}")
        parts = []
        for key, value in data.items():
            try:
                parts.append(self._part(str(key), value))
            except ConditionError as error:
                raise error.under(str(key)) from error
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _part(self, key: str, value: Any) -> Condition:
        words: Mapping[str, Callable[[Any], Condition]] = {
            "een_van": lambda parts: AnyOf(tuple(self.read(part) for part in parts)),
            "niet": lambda part: negate(self.read(part), self.domains),
            "begrip": self._term,
            "lezing": self._reading,
        }
        if key in words:
            return words[key](value)
        if key not in self.facts:
            raise ConditionError(unknown("het feit", key, [*self.facts, *words]))
        return Test(key, self._accepted(self.facts[key], value))

    def _term(self, value: Any) -> Condition:
        names = value if isinstance(value, list) else [value]
        for name in names:
            if name not in self.terms:
                raise ConditionError(unknown("het begrip", name, self.terms))
        return AllOf(tuple(self.read(self.terms[name]) for name in names))

    def _reading(self, value: Mapping[str, str]) -> Condition:
        for name, choice in value.items():
            if name not in self.readings:
                raise ConditionError(unknown("de lezing", name, self.readings))
            reading = self.readings[name]
            if choice not in reading.choices:
                raise ConditionError(unknown("de keuze", choice, reading.choices), name)
            self.used_readings.append(name)
            if reading.chosen != choice:
                return NEVER
        return ALWAYS

    def _accepted(self, fact: Fact, value: Any) -> frozenset[Value]:
        if fact.type is FactType.DATE:
            raise ConditionError(f"{fact.name} is een datum; gebruik de leeftijd die eruit volgt")
        if isinstance(value, Mapping):
            return self._compared(fact, value)
        if fact.type is FactType.LIST:
            if value == []:
                return frozenset({frozenset()})
            raise ConditionError("dit feit is een lijst; schrijf bevat, bevat_niet of []")
        return frozenset(
            self._known(fact, entry) for entry in (value if isinstance(value, list) else [value])
        )

    def _compared(self, fact: Fact, comparison: Mapping[str, Any]) -> frozenset[Value]:
        everything = accepted = self.domains[fact.name]
        tests = _LIST_TESTS if fact.type is FactType.LIST else _PLAIN_TESTS[fact.type]
        for word, value in comparison.items():
            if word not in tests:
                raise ConditionError(unknown("de vergelijking", word, tests), str(word))
            wanted = [self._known(fact, entry) for entry in (value if isinstance(value, list) else [value])]
            accepted &= frozenset(entry for entry in everything if tests[word](entry, wanted))
        return accepted

    def _known(self, fact: Fact, value: Any) -> Value:
        if isinstance(value, str) and value.startswith("$"):
            if value[1:] not in self.parameters:
                raise ConditionError(unknown("de parameter", value[1:], self.parameters))
            value = self.parameters[value[1:]]
        if fact.type is FactType.NUMBER:
            if not isinstance(value, int) or value not in self.domains[fact.name]:
                raise ConditionError(f"{value} is geen getal dat bij {fact.name} past")
            return value
        words = [answer.value for answer in fact.answers]
        if value not in words:
            raise ConditionError(unknown("het antwoord", value, words))
        return str(value)


_LIST_TESTS: Mapping[str, Callable[[Any, list[Any]], bool]] = {
    "bevat": lambda entry, wanted: any(word in entry for word in wanted),
    "bevat_niet": lambda entry, wanted: not any(word in entry for word in wanted),
    "niet": lambda entry, wanted: bool(entry) or bool(wanted),
}
_PLAIN_TESTS: Mapping[FactType, Mapping[str, Callable[[Any, list[Any]], bool]]] = {
    FactType.NUMBER: {
        "onder": lambda entry, wanted: entry < wanted[0],
        "vanaf": lambda entry, wanted: entry >= wanted[0],
    },
    FactType.CHOICE: {"niet": lambda entry, wanted: entry not in wanted},
}


def domain(fact: Fact) -> frozenset[Value]:
    """Every answer that a fact can have; none for a date, which only serves to derive an age."""
    words = [answer.value for answer in fact.answers]
    if fact.type is FactType.NUMBER:
        return frozenset(range(fact.minimum, fact.maximum + 1))
    if fact.type is FactType.LIST:
        sizes = range(len(words) + 1)
        return frozenset(frozenset(some) for size in sizes for some in combinations(words, size))
    return frozenset(words) if fact.type is FactType.CHOICE else frozenset()
