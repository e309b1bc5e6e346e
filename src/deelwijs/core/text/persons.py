"""Members of the school named in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from deelwijs.core.people import Affiliation
from deelwijs.core.text.candidates import Candidate, find_candidates
from deelwijs.core.text.index import FormKind, RosterIndex
from deelwijs.core.text.model import AuthorContext
from deelwijs.core.text.score import ASK, SURE, Scorer
from deelwijs.core.text.tokens import Case, Words

_GIVEN_KINDS = {FormKind.GIVEN, FormKind.NICKNAME, FormKind.GIVEN_INITIAL, FormKind.GIVEN_PART}


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody of the roster at a place in the folded text, the likeliest person first."""

    start: int
    end: int
    people: tuple[str, ...]
    score: float
    kind: FormKind

    @property
    def certain(self) -> bool:
        """Whether the author is told rather than asked."""
        return self.score >= SURE


def find_mentions(words: Words, index: RosterIndex, author: AuthorContext) -> list[Mention]:
    """All members named in the text, in reading order and without overlap."""
    scorer = Scorer(words, index, author)
    public = _public_people(words, index)
    scored = [
        (scorer.score(candidate), candidate)
        for candidate in find_candidates(words, index)
        if not any(start < candidate.end and candidate.start < end for start, end in public)
    ]
    scored = _inherit(scored, words)
    kept = _without_overlap(scored)
    mentioned = {i for mention in kept if len(mention.people) == 1 for i in mention.people}
    return [_ranked(mention, mentioned, index, author) for mention in kept]


def _public_people(words: Words, index: RosterIndex) -> list[tuple[int, int]]:
    """Where public and historic people are named in full, unless somebody here bears that very name."""
    found = index.rules.structured.public_people.finditer(words.folded.text)
    return [place.span() for place in found if not _bears(re.split(r"[ -]", place[0]), index)]


def _bears(name: list[str], index: RosterIndex) -> bool:
    forms = index.phrases.get((name[0], name[1]), ()) if len(name) > 1 else ()
    return any(form.kind is FormKind.FULL and form.words == tuple(name) for form in forms)


def _inherit(scored: list[tuple[float, Candidate]], words: Words) -> list[tuple[float, Candidate]]:
    """A person named for sure lends that score to later mentions by a part of the name."""
    sure: dict[str, float] = {}
    for score, candidate in scored:
        if score >= SURE and len(candidate.people) <= 3:
            for person in candidate.people:
                sure[person] = max(sure.get(person, 0.0), score)
    result = []
    for score, candidate in scored:
        known = max((sure.get(person, 0.0) for person in candidate.people), default=0.0)
        capital = words.tokens[candidate.last].case is not Case.LOWER
        if known and capital and 0.3 <= score < known and not candidate.slips:
            result.append((min(known, score + 0.35), candidate))
        else:
            result.append((score, candidate))
    return result


def _without_overlap(scored: Iterable[tuple[float, Candidate]]) -> list[Mention]:
    """The best reading where readings meet: more words first, then the higher score."""
    chosen: list[Mention] = []
    kept = [(score, c) for score, c in scored if score >= ASK]
    for score, candidate in sorted(
        kept,
        key=lambda item: (
            -(item[1].last - item[1].first),
            item[1].slips,
            -item[0],
            item[1].start,
            item[1].kind,
        ),
    ):
        same = next((m for m in chosen if (m.start, m.end) == (candidate.start, candidate.end)), None)
        if same is not None:
            people = tuple(dict.fromkeys(same.people + candidate.people))
            chosen[chosen.index(same)] = Mention(same.start, same.end, people, same.score, same.kind)
        elif not any(m.start < candidate.end and candidate.start < m.end for m in chosen):
            chosen.append(Mention(candidate.start, candidate.end, candidate.people, score, candidate.kind))
    return sorted(chosen, key=lambda mention: mention.start)


def _ranked(mention: Mention, mentioned: set[str], index: RosterIndex, author: AuthorContext) -> Mention:
    """The author's own people first: who is named elsewhere, the author, classmates, then the others."""
    groups = {
        group
        for i in {*mentioned, author.person_id or ""}
        if i in index.people
        for group in index.people[i].groups
    }
    surname = mention.kind not in _GIVEN_KINDS

    def rank(person_id: str) -> tuple[bool, bool, bool, bool, str]:
        person = index.people[person_id]
        adult = not person.is_a(Affiliation.PUPIL)
        return (
            person_id not in mentioned,
            person_id != author.person_id,
            not groups.intersection(person.groups),
            adult != surname,
            person_id,
        )

    return Mention(
        mention.start, mention.end, tuple(sorted(mention.people, key=rank)), mention.score, mention.kind
    )


_CLASS = (
    r"(?:[a-z]{0,3}[1-6][a-z]{1,3}\d?|[1-6] ?(?:havo|vwo|mavo|vmbo|gym)|(?:havo|vwo|mavo|vmbo"
    r"|gym) ?[1-6][a-z]?)"
)
_CLASS_BEHIND = re.compile(
    rf"(?:(?:,? (?:en|and|&) |, )[^\W\d_][\w' .-]{{1,40}}?)??(?:'s)?(?:,? ?\(?|,? (?:(?:die|dat"
    rf"|who) )?(?:(?:zit|zitten|is|sits)? ?(?:nu )?(?:uit|van|in|from|of) )|: )(?:(?:de )?"
    rf"(?:brug)?klas |class |groep )?(?P<name>{_CLASS})\b(?! ?(?:%|euro|uur|min))"
)
_CLASS_BEFORE = re.compile(
    rf"(?P<name>{_CLASS})(?:['-]?(?:er|ers)| leerlingen?| pupil| student|-(?:leerling(?:e)?"
    rf"|klasgenoot|mentor|pupil|student))?(?:[ -](?:leerling(?:e)?))?(?:: | ?- ?| )\Z"
)


# "In 2B won Daan": a verb may stand between the class and the name.
_CLASS_CLAUSE = re.compile(rf"(?<!\w)(?:in|uit|van) (?:klas )?(?P<name>{_CLASS}) [a-z]+ \Z")


def class_span(mention: Mention, words: Words, index: RosterIndex) -> tuple[int, int, str] | None:
    """Where somebody stands together with a class ("Daan uit 2B", "2B-leerling Daan"), and that class."""
    text = words.folded.text
    found = _CLASS_BEHIND.match(text, mention.end)
    if found is not None and _is_class(found["name"], index):
        return mention.start, found.end(), _class_key(found["name"])
    start, _ = words.sentence(words.sentence_at(mention.start))
    lead = max(start, mention.start - 30)
    before = text[lead : mention.start]
    found = _CLASS_BEFORE.search(before) or _CLASS_CLAUSE.search(before)
    if found is not None and _is_class(found["name"], index):
        return lead + found.start("name"), mention.end, _class_key(found["name"])
    return None


def _class_key(written: str) -> str:
    return re.sub(r"\W", "", written)


def _is_class(written: str, index: RosterIndex) -> bool:
    key = _class_key(written)
    return key in index.groups or bool(
        re.fullmatch(
            r"[a-z]{0,2}[1-6][a-z]|[1-6](?:havo|vwo|mavo|vmbo|gym)|(?:havo|vwo|mavo|vmbo)[1-6][a-z]?", key
        )
    )
