"""Words and sentences of a folded text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from deelwijs.core.text.normalise import Folded

_WORD = re.compile(r"[^\W_]+")
# A stop ends a sentence only before a blank and not after one letter or a short form ("mevr. Bakker").
_SENTENCE_END = re.compile(
    r"(?:(?<!\b\w)(?<!\bmw)(?<!\bdhr)(?<!\bmevr)(?<!\bfam)(?<!\bgeb)(?<!\bdr)(?<!\bmr)(?<!\bmrs)(?<!\bms)(?<!\bnr)(?<!\bst)[.]|[!?…])[)\"']*\s+|\n+"
)


class Case(StrEnum):
    """How a word is written."""

    LOWER = "lower"
    CAPITAL = "capital"
    UPPER = "upper"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters and digits. ``gap`` is what stands between it and the word before."""

    start: int
    end: int
    text: str
    case: Case
    gap: str
    sentence: int
    first: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A folded text with its words and the starts of its sentences."""

    folded: Folded
    tokens: tuple[Token, ...]
    sentence_starts: tuple[int, ...]
    # Without any capital, or with nothing else, case tells nothing about names.
    all_lower: bool
    all_upper: bool

    def sentence(self, number: int) -> tuple[int, int]:
        """Where sentence ``number`` starts and ends in the folded text."""
        last = number + 1 >= len(self.sentence_starts)
        end = len(self.folded.text) if last else self.sentence_starts[number + 1]
        return self.sentence_starts[number], end

    def sentence_at(self, place: int) -> int:
        """The number of the sentence around ``place``."""
        return bisect_right(self.sentence_starts, place) - 1


def split_words(folded: Folded) -> Words:
    """The words of a folded text, in order."""
    starts = (
        0,
        *(found.end() for found in _SENTENCE_END.finditer(folded.text) if found.end() < len(folded.text)),
    )
    tokens: list[Token] = []
    sentence, sentences, before, first_of = 0, len(starts), 0, -1
    for found in _WORD.finditer(folded.text):
        start, end = found.span()
        while sentence + 1 < sentences and starts[sentence + 1] <= start:
            sentence += 1
        first = first_of != sentence
        first_of = sentence
        written = folded.cased[start:end]
        tokens.append(Token(start, end, found[0], _case(written), folded.text[before:start], sentence, first))
        before = end
    cased = folded.cased
    return Words(
        folded,
        tuple(tokens),
        starts,
        all_lower=cased == folded.text,
        all_upper=len(cased) > 3 and cased.isupper(),
    )


def _case(written: str) -> Case:
    if written.islower():
        return Case.LOWER
    if not any(map(str.isalpha, written)):
        return Case.NUMBER
    if len(written) > 1 and written.isupper():
        return Case.UPPER
    return Case.CAPITAL if written[0].isupper() else Case.LOWER
