"""The text check: members of the school, structured data, special categories, disclosure, review."""

from __future__ import annotations

from collections.abc import Iterator

from deelwijs.core.people import Affiliation, Person
from deelwijs.core.text.disclosure import find_disclosure
from deelwijs.core.text.found import Found
from deelwijs.core.text.index import FormKind, RosterIndex
from deelwijs.core.text.location import find_locations
from deelwijs.core.text.model import AuthorContext, MatchKind, TextCheck, TextMatch
from deelwijs.core.text.normalise import Folded, fold
from deelwijs.core.text.persons import Mention, class_span, find_mentions
from deelwijs.core.text.review import find_review
from deelwijs.core.text.special import find_special
from deelwijs.core.text.structured import find_structured
from deelwijs.core.text.tokens import Words, split_words

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari february",
            "mrt maart mar march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "aug augustus august",
            "sep sept september",
            "okt oktober oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}


def check_text(text: str, index: RosterIndex, *, author: AuthorContext) -> TextCheck:
    """Check one text against the roster. Never raises on any text; the same text gives the same answer.

    Spans count code points of ``text`` as given, whatever it holds of accents and unseen characters.
    """
    words = split_words(fold(text))
    structured = find_structured(words, index.rules.structured, index.students, index.emails)
    mentions = [m for m in find_mentions(words, index, author) if not _inside(m, structured)]
    people = [(mention.start, mention.end) for mention in mentions]
    special = list(find_special(words, people, index.rules.special))
    matches = [
        *_person_matches(mentions, words, index),
        *_found_matches([*_births_kept(structured, mentions, index)], words.folded),
        *_found_matches(special, words.folded),
        *_found_matches(_locations(words, people, [*structured, *special], index), words.folded),
    ]
    return TextCheck(
        tuple(sorted(matches, key=lambda match: (match.span.start, -match.span.end, match.kind))),
        find_disclosure(words, people, index.rules.disclosure, author),
        find_review(words, people, index.rules.review),
    )


def _inside(mention: Mention, structured: list[Found]) -> bool:
    return any(
        found.start < mention.end and mention.start < found.end
        for found in structured
        if found.kind not in {MatchKind.DOB, MatchKind.STUDENT_NUMBER}
    )


def _person_matches(mentions: list[Mention], words: Words, index: RosterIndex) -> Iterator[TextMatch]:
    for mention in mentions:
        candidates, certain = mention.people, mention.certain
        together = class_span(mention, words, index)
        if together is not None:
            start, end, group = together
            members = index.groups.get(group, frozenset())
            candidates = tuple(i for i in candidates if i in members) or candidates
            span = words.folded.span(start, end)
            given = index.people[candidates[0]].name.given
            yield TextMatch(span, MatchKind.CLASS_PERSON, candidates, certain, suggestion=given)
        span = words.folded.span(mention.start, mention.end)
        yield TextMatch(
            span, MatchKind.PERSON, candidates, certain, _shorter(mention, index.people[candidates[0]])
        )


def _shorter(mention: Mention, person: Person) -> str | None:
    """The first name for a pupil named in full; nothing shorter exists for a first name alone."""
    if mention.kind in {FormKind.FULL, FormKind.REVERSED, FormKind.JOINED} and person.is_a(Affiliation.PUPIL):
        return person.name.given
    return None


def _births_kept(structured: list[Found], mentions: list[Mention], index: RosterIndex) -> Iterator[Found]:
    """A date is a birthday by the words beside it, or when a person of the text was born on that day."""
    named = {i for mention in mentions for i in mention.people}
    for found in structured:
        if found.date is None:
            if found.kind is not None:
                yield found
            continue
        born = tuple(sorted(i for i in named if _born_on(index.people[i], found.date)))
        if born or found.kind is MatchKind.DOB:
            yield Found(found.start, found.end, MatchKind.DOB, born)


def _born_on(person: Person, date: tuple[int, str, int]) -> bool:
    born = person.birth_date
    if born is None or born.year != date[2]:
        return False
    month = int(date[1]) if date[1].isdigit() else _MONTHS.get(date[1], 0)
    return (born.day, born.month) in {(date[0], month), (month, date[0])}


def _locations(
    words: Words, people: list[tuple[int, int]], taken: list[Found], index: RosterIndex
) -> Iterator[Found]:
    for found in find_locations(words, people, index.rules.location):
        if not any(found.start < other.end and other.start < found.end for other in taken):
            yield found


def _found_matches(found: Iterator[Found] | list[Found], folded: Folded) -> Iterator[TextMatch]:
    for place in found:
        if place.kind is not None:
            yield TextMatch(
                folded.span(place.start, place.end), place.kind, place.people, place.certain, suggestion=""
            )
