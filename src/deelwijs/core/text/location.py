"""Where somebody is now or always comes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deelwijs.core.text.found import Found
from deelwijs.core.text.lexicon import Lexicon
from deelwijs.core.text.model import MatchKind
from deelwijs.core.text.tokens import Words


@dataclass(frozen=True, slots=True)
class LocationRules:
    """The pattern for a place with its preposition, and the words that put somebody there."""

    place: re.Pattern[str]
    stance: frozenset[str]
    habit: frozenset[str]
    school: frozenset[str]
    pronouns: frozenset[str]


def location_rules(lexicon: Lexicon) -> LocationRules:
    """Patterns for this lexicon."""
    places = lexicon.either_word("special.places")
    # Long nouns make compounds (fietsenstalling, voetbalveld); "opa" in "Europa" does not.
    compounds = "|".join(re.escape(w) for w in sorted(lexicon.words("special.places")) if len(w) >= 4)
    prepositions = lexicon.either_word("special.place_prepositions")
    article = "(?:(?:de|het|een|'t|die|the|a|mijn|zijn|haar|his|her) )?"
    noun = rf"{article}(?:[\w-]+ )?(?:{places}|[\w-]+(?:{compounds}))(?:'s)?(?!\w)"
    return LocationRules(
        place=re.compile(
            rf"(?<!\w)(?:{prepositions}) (?P<place>{noun}(?: (?:{prepositions}|van|of) {noun})*"
            rf"(?: (?:in|van|op|te|aan|of) (?:de |het |the )?[\w-]+)?)"
        ),
        stance=lexicon.words("special.stance_verbs"),
        habit=lexicon.words("special.habit_words"),
        school=lexicon.words("special.school_places"),
        pronouns=lexicon.words("special.pronouns"),
    )


def find_locations(words: Words, people: list[tuple[int, int]], rules: LocationRules) -> Iterator[Found]:
    """Places where the people at these spots can be met: who, a verb such as "staat", and a place."""
    text = words.folded.text
    end_before = 0
    for found in rules.place.finditer(text):
        start = found.start("place")
        if start < end_before:
            continue
        number = words.sentence_at(start)
        lower, upper = words.sentence(number)
        said = [token.text for token in words.tokens if token.sentence == number]
        here = any(lower <= a < upper for a, _ in people)
        if not here and rules.pronouns.intersection(said):
            previous, _ = words.sentence(max(0, number - 1))
            here = any(previous <= a < lower for a, _ in people)
        before = set(re.findall(r"\w+", text[lower:start]))
        placed = bool(rules.stance & before) or (
            bool(rules.stance.intersection(said)) and bool(rules.habit.intersection(said))
        )
        if here and placed and not rules.school.intersection(re.findall(r"\w+", found["place"])):
            end_before = found.end()
            yield Found(start, found.end(), MatchKind.LOCATION, certain=False)
