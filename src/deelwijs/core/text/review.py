"""Signs that a human should read a text before it goes out. A hint: it proves nothing, and misses much."""

from __future__ import annotations

import re
from dataclasses import dataclass

from deelwijs.core.text.lexicon import Lexicon
from deelwijs.core.text.tokens import Words

CATEGORIES = (
    "threat",
    "insult",
    "bullying",
    "sexting",
    "stalking",
    "hacking",
    "meme",
    "discrimination",
    "radicalisation",
    "selfharm",
)
# What a match, a game or a lesson about the theme explains away.
_EXPLAINED_BY_PLAY = {"threat", "insult"}
_MARK = "\x00"


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """One pattern per category; names of people in the text are replaced by a mark before matching."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    play: re.Pattern[str]
    theme: re.Pattern[str]


def review_rules(lexicon: Lexicon) -> ReviewRules:
    """Patterns for this lexicon."""
    who = (
        rf"(?:{_MARK}|jou|je|jij|u|hem|haar|hen|ze|zij|hij|jullie|you|ya|him|her|them|she|he|die \w+|dat \w+)"
    )
    slur = lexicon.either_word("review.slur")
    patterns = tuple((category, _pattern(lexicon, category, who, slur)) for category in CATEGORIES)
    return ReviewRules(
        patterns,
        re.compile(rf"(?<!\w){lexicon.either_word('review.figurative')}(?!\w)"),
        re.compile(rf"(?<!\w){lexicon.either_word('review.theme')}(?!\w)"),
    )


def _pattern(lexicon: Lexicon, category: str, who: str, slur: str) -> re.Pattern[str]:
    phrases = lexicon.either(f"review.{category}").replace("{who}", who).replace("{slur}", slur)
    return re.compile(rf"(?<!\w){phrases}(?!\w)")


def find_review(words: Words, people: list[tuple[int, int]], rules: ReviewRules) -> tuple[str, ...]:
    """The categories that a human should look at, in the order of CATEGORIES."""
    text = words.folded.text
    for start, end in reversed(people):
        text = text[:start] + _MARK + text[end:]
    theme = rules.theme.search(text) is not None
    play = rules.play.search(text) is not None
    return tuple(
        category
        for category, pattern in rules.patterns
        if not theme and not (play and category in _EXPLAINED_BY_PLAY) and pattern.search(text)
    )
