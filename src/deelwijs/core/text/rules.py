"""All patterns of the check, compiled once per index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from deelwijs.core.text.disclosure import DisclosureRules, disclosure_rules
from deelwijs.core.text.lexicon import Lexicon
from deelwijs.core.text.location import LocationRules, location_rules
from deelwijs.core.text.model import SchoolNames
from deelwijs.core.text.review import ReviewRules, review_rules
from deelwijs.core.text.special import SpecialRules, special_rules
from deelwijs.core.text.structured import StructuredRules, structured_rules


@dataclass(frozen=True, slots=True)
class Rules:
    """The patterns per part of the check."""

    structured: StructuredRules
    special: SpecialRules
    location: LocationRules
    disclosure: DisclosureRules
    review: ReviewRules


def compile_rules(lexicon: Lexicon, school: SchoolNames, functions: Iterable[str]) -> Rules:
    """Patterns for this lexicon and this school; ``functions`` are the staff's own, as in the roster."""
    return Rules(
        structured=structured_rules(lexicon, school),
        special=special_rules(lexicon),
        location=location_rules(lexicon),
        disclosure=disclosure_rules(lexicon, school, functions),
        review=review_rules(lexicon),
    )
