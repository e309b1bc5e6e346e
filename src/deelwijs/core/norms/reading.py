"""What somebody says about a case, checked against the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from deelwijs.core.norms.model import Book, Fact, Facts, FactType, Value
from deelwijs.core.people import age_on


class FactError(ValueError):
    """A fact or an answer that the vocabulary does not know, with the nearest one that it does know."""

    def __init__(self, code: str, message: str, fact: str, value: object = None, nearest: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.fact = fact
        self.value = value
        self.nearest = nearest


def read_facts(book: Book, given: Mapping[str, Any]) -> Facts:
    """Facts as they come from outside: words, whole numbers, lists of words, dates as YYYY-MM-DD.

    ``None`` means that somebody was asked and does not know.

    Raises:
        FactError: for a fact or an answer that the vocabulary does not know.
    """
    known: dict[str, Value] = {}
    dates: dict[str, str] = {}
    for name, value in given.items():
        fact = book.facts.get(name)
        if fact is None:
            near = nearest(name, book.facts)
            raise FactError(
                "unknown_fact", f"Het feit {name} bestaat niet. Bedoelt u {near}?", name, None, near
            )
        if value is None:
            continue
        if fact.type is FactType.DATE:
            dates[name] = _day(fact, value)
        else:
            known[name] = _value(fact, value)
    if dates:
        known |= _ages(book, dates)
    unknown = frozenset([name for name, value in given.items() if value is None and name not in known])
    return Facts(known, unknown, dates)


def nearest(word: object, known: Iterable[str]) -> str:
    """The known word that looks most like this one."""
    written = str(word).casefold()
    return max(known, key=lambda name: SequenceMatcher(None, written, name.casefold()).ratio(), default="")


def _value(fact: Fact, value: object) -> Value:
    if fact.type is FactType.CHOICE:
        return _word(fact, value)
    if fact.type is FactType.NUMBER:
        if isinstance(value, int) and not isinstance(value, bool) and fact.minimum <= value <= fact.maximum:
            return value
        limits = f"een heel getal van {fact.minimum} tot en met {fact.maximum}"
        raise FactError(
            "unknown_value", f"{value} past niet bij {fact.name}. Geef {limits}.", fact.name, value
        )
    if not isinstance(value, list | tuple | set | frozenset):
        message = f"{fact.name} is een lijst. Schrijf de antwoorden tussen haken, ook als het er één is."
        raise FactError(
            "not_a_list", message, fact.name, value, nearest(value, [answer.value for answer in fact.answers])
        )
    return frozenset([_word(fact, entry) for entry in value])


def _word(fact: Fact, value: object) -> str:
    if isinstance(value, str) and value in fact.words:
        return value
    near = nearest(value, [answer.value for answer in fact.answers])
    message = f"{value} is geen antwoord op {fact.name}. Bedoelt u {near}?"
    raise FactError("unknown_value", message, fact.name, value, near)


def _day(fact: Fact, value: object) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        message = f"{value} is geen datum. Schrijf {fact.name} als jaar-maand-dag, zoals 2026-09-01."
        raise FactError("unknown_value", message, fact.name, value) from error


def _ages(book: Book, dates: Mapping[str, str]) -> dict[str, Value]:
    """Ages that follow from a date of birth and a day; they go before an age that was said."""
    ages: dict[str, Value] = {}
    for fact in book.facts.values():
        if fact.age_of and all(name in dates for name in fact.age_of):
            born, day = (date.fromisoformat(dates[name]) for name in fact.age_of)
            age = age_on(born, day)
            if not fact.minimum <= age <= fact.maximum:
                message = (
                    f"Met {fact.age_of[0]} en {fact.age_of[1]} komt de leeftijd op {age}. Controleer ze."
                )
                raise FactError("unknown_value", message, fact.age_of[0], dates[fact.age_of[0]])
            ages[fact.name] = age
    return ages
