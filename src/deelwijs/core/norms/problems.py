"""What is wrong with a protocol as data: every problem, each with its article, place and way out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from deelwijs.core.norms.reading import nearest


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. ``where`` is the article with the keys that lead to it: ``A5 normen.1.als.kanaal``."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class NormError(ValueError):
    """A protocol that cannot be compiled; ``problems`` names everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ConditionError(ValueError):
    """One condition that cannot be understood, with the keys that lead to it."""

    def __init__(self, message: str, *keys: str) -> None:
        super().__init__(message)
        self.keys = keys

    def under(self, key: str) -> ConditionError:
        """The same problem, seen from one key higher."""
        return ConditionError(str(self), key, *self.keys)


def unknown(kind: str, word: object, known: Iterable[str]) -> str:
    """The message for a word that does not exist."""
    near = nearest(word, known)
    return f"{kind} {word} bestaat niet" + (f"; bedoelt u {near}?" if near else ".")
