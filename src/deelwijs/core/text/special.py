"""Special categories of data (GDPR article 9), only where they are said of a person. A hint, no verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deelwijs.core.text.found import Found
from deelwijs.core.text.lexicon import Lexicon
from deelwijs.core.text.model import MatchKind
from deelwijs.core.text.tokens import Words

_CATEGORIES = (
    ("health", MatchKind.SPECIAL_HEALTH),
    ("religion", MatchKind.SPECIAL_RELIGION),
    ("other", MatchKind.SPECIAL_OTHER),
)
_ARTICLE = re.compile(r"(?:\b(?:de|het|een|the|a|an|zijn|haar|his|her|heeft|has|is|slikt) )+\Z")


@dataclass(frozen=True, slots=True)
class SpecialRules:
    """Compiled patterns for the three categories and for the frame around them."""

    terms: tuple[tuple[re.Pattern[str], MatchKind], ...]
    weak: frozenset[str]
    frame: frozenset[str]
    theme: frozenset[str]
    pronouns: frozenset[str]
    someone: re.Pattern[str]
    author: re.Pattern[str]


def special_rules(lexicon: Lexicon) -> SpecialRules:
    """Patterns for this lexicon."""
    return SpecialRules(
        terms=tuple(
            (re.compile(rf"(?<![\w-]){lexicon.either(f'special.{name}')}(?![\w-])"), kind)
            for name, kind in _CATEGORIES
        ),
        weak=lexicon.words("special.health_weak"),
        frame=lexicon.words("special.frame_words"),
        theme=lexicon.words("special.theme_before"),
        pronouns=lexicon.words("special.pronouns"),
        someone=re.compile(rf"(?<!\w){lexicon.either('special.persons_said')}(?!\w)"),
        author=re.compile(rf"(?<!\w){lexicon.either('special.author_says')}(?!\w)"),
    )


def find_special(words: Words, people: list[tuple[int, int]], rules: SpecialRules) -> Iterator[Found]:
    """Health, religion, orientation, union, politics and origin, near the people at these places."""
    text = words.folded.text
    if not people and not rules.someone.search(text) and not rules.author.search(text):
        return
    taken: list[tuple[int, int]] = []
    for pattern, kind in rules.terms:
        for found in pattern.finditer(text):
            start, end = found.span()
            if any(a < end and start < b for a, b in (*taken, *people)):
                continue
            sentence = words.sentence(words.sentence_at(start))
            if _said_of_someone(words, sentence, start, people, rules) and _framed(
                text, sentence, start, end, rules
            ):
                taken.append((start, end))
                lead = _ARTICLE.search(text[sentence[0] : start])
                yield Found(start - (len(lead[0]) if lead else 0), end, kind, certain=False)


def _said_of_someone(
    words: Words,
    sentence: tuple[int, int],
    start: int,
    people: list[tuple[int, int]],
    rules: SpecialRules,
) -> bool:
    text = words.folded.text
    lower, upper = sentence
    around = text[lower:upper]
    if any(lower <= a < upper for a, _ in people) or rules.someone.search(around):
        return True
    said = re.findall(r"\w+", around)
    if rules.pronouns.intersection(said):
        # "Daan komt morgen niet. Hij heeft griep.": the person stands in the sentence before.
        previous = words.sentence(max(0, words.sentence_at(lower) - 1))
        if any(previous[0] <= a < lower for a, _ in people) or rules.someone.search(
            text[previous[0] : lower]
        ):
            return True
    found = rules.author.search(around)
    return found is not None and 0 <= start - (lower + found.end()) <= 25


def _framed(text: str, sentence: tuple[int, int], start: int, end: int, rules: SpecialRules) -> bool:
    """Said as a quality of somebody, not as the subject of a talk or a collection."""
    before = re.findall(r"[\w-]+", text[sentence[0] : start])
    close = before[-7:]
    if rules.theme.intersection(before[-9:]) and {
        "over",
        "about",
        "voor",
        "for",
        "tegen",
        "against",
        "naar",
        "van",
        "rond",
        "op",
        "on",
        "les",
    }.intersection(before[-4:]):
        return False
    if close and close[-1] in {"over", "about", "against", "geen", "no"} | (rules.theme - {"les", "over"}):
        return False
    if text[start:end] in rules.weak:
        behind = re.findall(r"[\w-]+", text[end : sentence[1]])[:3]
        return bool(
            rules.frame.intersection(close) or {"is", "gemeld", "zijn", "wordt", "heeft"}.intersection(behind)
        )
    return True
