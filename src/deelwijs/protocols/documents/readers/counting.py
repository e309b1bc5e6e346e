"""Numbers that a text program writes in front of paragraphs, counted as it would."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_LEVEL = re.compile(r"%(\d)")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Level:
    """One depth of a list. ``style`` is decimal, letter, LETTER, roman, ROMAN, bullet or none.

    ``pattern`` holds %1 for the number at depth 1 and so on; "%1." gives "3.".
    """

    style: str
    pattern: str
    start: int = 1

    @property
    def counts(self) -> bool:
        """Whether this depth has numbers rather than bullets."""
        return self.style not in {"bullet", "none"}


@dataclass
class Counter:
    """The state of one list while its document is read."""

    levels: Mapping[int, Level]
    values: dict[int, int] = field(default_factory=dict)

    def next(self, depth: int) -> str:
        """The label of the next paragraph at a depth (from 1)."""
        level = self.levels[depth]
        self.values[depth] = self.values.get(depth, level.start - 1) + 1
        for deeper in [key for key in self.values if key > depth]:
            del self.values[deeper]
        return _LEVEL.sub(lambda found: self._shown(int(found[1])), level.pattern).strip()

    def _shown(self, depth: int) -> str:
        level = self.levels.get(depth, Level("decimal", ""))
        return shown(self.values.get(depth, level.start), level.style)


def shown(value: int, style: str) -> str:
    """A number in the style of a list."""
    if style.lower() == "letter":
        text = chr(ord("a") + (value - 1) % 26)
    elif style.lower() == "roman":
        text = _roman(value)
    else:
        return str(value)
    return text.upper() if style.isupper() else text


def _roman(value: int) -> str:
    text = ""
    for amount, sign in _ROMAN:
        text, value = text + sign * (value // amount), value % amount
    return text
