"""An interview that lives in its address: what was answered, screen by screen, and what was not known.

Nothing is kept on the server, so an answer can be shared, printed and gone back on by its address, and it
works without script. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

STEP = "stap"  # the facts of one screen, joined by dots; once per screen, in order
UNKNOWN = "weet_niet"  # a fact that somebody does not know

Answers = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Interview:
    """What was answered so far. ``looked_up`` are facts that the school's own registers know."""

    answers: Answers = field(default_factory=dict)
    steps: tuple[tuple[str, ...], ...] = ()
    unknown: tuple[str, ...] = ()

    @classmethod
    def read(cls, pairs: list[tuple[str, str]], known: frozenset[str]) -> Interview:
        """From the pairs of an address; what the vocabulary does not know is passed over."""
        answers: dict[str, tuple[str, ...]] = {}
        steps: list[tuple[str, ...]] = []
        unknown: list[str] = []
        for name, value in pairs:
            if name in known and value in {UNKNOWN, ""}:  # a box that was left empty says the same
                unknown.append(name)
            elif name == STEP:
                steps.append(tuple(part for part in value.split(".") if part in known))
            elif name == UNKNOWN and value in known:
                unknown.append(value)
            elif name in known:
                answers[name] = (*answers.get(name, ()), value)
        return cls(answers, tuple(step for step in steps if step), tuple(dict.fromkeys(unknown)))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The interview as the pairs of an address."""
        return [
            *((name, value) for name, values in self.answers.items() for value in values),
            *((UNKNOWN, name) for name in self.unknown),
            *((STEP, ".".join(step)) for step in self.steps),
        ]

    @property
    def query(self) -> str:
        """The interview as the part of an address after the question mark."""
        return urlencode(self.pairs)

    @property
    def missing(self) -> tuple[str, ...]:
        """What the last screen asked and nobody answered."""
        last = self.steps[-1] if self.steps else ()
        return tuple(name for name in last if name not in self.answers and name not in self.unknown)

    def back(self) -> Interview:
        """Without the last screen."""
        if not self.steps:
            return Interview()
        *kept, last = self.steps
        return replace(
            self,
            answers={name: values for name, values in self.answers.items() if name not in last},
            steps=tuple(kept),
            unknown=tuple(name for name in self.unknown if name not in last),
        )
