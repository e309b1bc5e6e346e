"""The roster as a dictionary of words: every form in which a member can be named."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from deelwijs.core.people import Affiliation, Person
from deelwijs.core.text.lexicon import Lexicon
from deelwijs.core.text.model import SchoolNames
from deelwijs.core.text.normalise import plain, unaccented
from deelwijs.core.text.rules import Rules, compile_rules

_PART = re.compile(r"[^\W_]+")


class FormKind(IntEnum):
    """How a member is named, the most telling way first."""

    FULL = 0
    REVERSED = 1
    JOINED = 2
    INITIALS = 3
    GIVEN_INITIAL = 4
    INFIX_FAMILY = 5
    NICKNAME = 6
    GIVEN = 7
    FAMILY = 8
    FAMILY_PART = 9
    GIVEN_PART = 10
    CODE = 11


@dataclass(frozen=True, slots=True)
class Form:
    """Words in a row that name one or more members."""

    words: tuple[str, ...]
    kind: FormKind
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RosterIndex:
    """Everything the check knows of a school. Build it anew when the roster changes."""

    people: Mapping[str, Person]
    # One word -> the forms of that word; the first two words -> longer forms, the longest first.
    # By two words, because half a roster starts with "de".
    forms: Mapping[str, tuple[Form, ...]]
    phrases: Mapping[tuple[str, str], tuple[Form, ...]]
    # A word less one letter -> words of the roster, to find slips of the pen without trying them all.
    near: Mapping[str, tuple[str, ...]]
    given_of: Mapping[str, frozenset[str]]
    family_of: Mapping[str, frozenset[str]]
    students: Mapping[str, str]
    emails: Mapping[str, str]
    groups: Mapping[str, frozenset[str]]
    lexicon: Lexicon
    school: SchoolNames
    rules: Rules

    def knows(self, word: str) -> bool:
        """Whether the folded word is part of anybody's name."""
        return word in self.given_of or word in self.family_of


def build_index(people: Iterable[Person], school: SchoolNames, lexicon: Lexicon) -> RosterIndex:
    """Index a school's members for ``check_text``; about 0.1 ms a person. ``people`` may be in any order."""
    roster = {person.id: person for person in sorted(people, key=lambda person: person.id)}
    forms: dict[tuple[FormKind, tuple[str, ...]], list[str]] = defaultdict(list)
    given_of: dict[str, set[str]] = defaultdict(set)
    family_of: dict[str, set[str]] = defaultdict(set)
    for person in roster.values():
        for kind, words in dict.fromkeys(_forms(person)):
            forms[kind, words].append(person.id)
        for name in (person.name.given, *person.name.nicknames):
            for word in {*_words(name), "".join(_words(name))}:
                given_of[word].add(person.id)
        for word in _words(person.name.family):
            family_of[word].add(person.id)
    return RosterIndex(
        people=roster,
        forms=_single(forms),
        phrases=_phrases(forms),
        near=_near({*given_of, *family_of}),
        given_of={word: frozenset(ids) for word, ids in given_of.items()},
        family_of={word: frozenset(ids) for word, ids in family_of.items()},
        students={person.student_number: person.id for person in roster.values() if person.student_number},
        emails={person.email.lower(): person.id for person in roster.values() if person.email},
        groups=_groups(roster.values()),
        lexicon=lexicon,
        school=school,
        rules=compile_rules(lexicon, school, [person.function for person in roster.values()]),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(_PART.findall(plain(text)))


def _single(forms: Mapping[tuple[FormKind, tuple[str, ...]], list[str]]) -> dict[str, tuple[Form, ...]]:
    by_word: dict[str, list[Form]] = defaultdict(list)
    for (kind, words), ids in forms.items():
        if len(words) == 1:
            by_word[words[0]].append(Form(words, kind, tuple(ids)))
    return {word: tuple(sorted(found, key=_telling)) for word, found in by_word.items()}


def _phrases(
    forms: Mapping[tuple[FormKind, tuple[str, ...]], list[str]],
) -> dict[tuple[str, str], tuple[Form, ...]]:
    by_words: dict[tuple[str, str], list[Form]] = defaultdict(list)
    for (kind, words), ids in forms.items():
        if len(words) > 1:
            by_words[words[0], words[1]].append(Form(words, kind, tuple(ids)))
    return {words: tuple(sorted(found, key=_telling)) for words, found in by_words.items()}


def _telling(form: Form) -> tuple[int, FormKind]:
    return -len(form.words), form.kind


def _groups(people: Iterable[Person]) -> dict[str, frozenset[str]]:
    members: dict[str, set[str]] = defaultdict(set)
    for person in people:
        for group in person.groups:
            members["".join(_words(group))].add(person.id)
    return {group: frozenset(ids) for group, ids in members.items()}


def _near(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    near: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        if len(word) >= 3:
            for key in deletions(word):
                near[key].append(word)
    return {key: tuple(found) for key, found in near.items()}


def deletions(word: str) -> set[str]:
    """The word itself and the word less any one letter."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _forms(person: Person) -> Iterator[tuple[FormKind, tuple[str, ...]]]:
    name = person.name
    infix, family, given = _words(name.infix), _words(name.family), _words(name.given)
    if given:
        yield from _given_forms(given, name.nicknames)
    if family:
        yield from _family_forms(name.family, infix, family)
    if given and family:
        yield from _whole_forms(person, infix, family)
    if person.staff_code and person.is_a(Affiliation.EMPLOYEE):
        # Codes are told from words by their capitals, so they keep them here.
        yield FormKind.CODE, (unaccented(person.staff_code),)


def _given_forms(
    given: tuple[str, ...], nicknames: tuple[str, ...]
) -> Iterator[tuple[FormKind, tuple[str, ...]]]:
    yield FormKind.GIVEN, given
    if len(given) > 1:
        yield FormKind.GIVEN, ("".join(given),)
        if len(given[0]) >= 4:
            yield FormKind.GIVEN_PART, given[:1]
    for nickname in nicknames:
        if words := _words(nickname):
            yield FormKind.NICKNAME, words


def _family_forms(
    written: str, infix: tuple[str, ...], family: tuple[str, ...]
) -> Iterator[tuple[FormKind, tuple[str, ...]]]:
    if infix:
        yield FormKind.INFIX_FAMILY, infix + family
    yield FormKind.FAMILY, family
    for part in _parts(written):
        yield FormKind.FAMILY_PART, part


def _parts(family: str) -> list[tuple[str, ...]]:
    """The names in a double surname: Jansen-de Boer -> jansen, de boer."""
    if "-" not in family:
        return []
    parts = [_words(part) for part in family.split("-")]
    return [part for part in parts if part and len(part[-1]) >= 4]


def _whole_forms(
    person: Person, infix: tuple[str, ...], family: tuple[str, ...]
) -> Iterator[tuple[FormKind, tuple[str, ...]]]:
    name = person.name
    parts = _parts(name.family)
    surnames = dict.fromkeys([infix + family, family, *(infix + part for part in parts), *parts])
    firsts = [words for first in (name.given, *name.nicknames) if (words := _words(first))]
    for first in firsts:
        for surname in surnames:
            yield FormKind.FULL, first + surname
            yield FormKind.REVERSED, surname + first
        if len(first) > 1:
            yield FormKind.FULL, ("".join(first), *infix, *family)
        yield FormKind.JOINED, ("".join(first + infix + family),)
        yield FormKind.JOINED, ("".join(first + family),)
        yield FormKind.GIVEN_INITIAL, (*first, family[0][0])
        if infix:
            yield FormKind.REVERSED, family + first + infix
            yield FormKind.REVERSED, family + infix + first
            yield FormKind.GIVEN_INITIAL, (*first, *infix, family[0][0])
            yield FormKind.GIVEN_INITIAL, (*first, *(word[0] for word in infix), family[0][0])
    yield from _initial_forms(name.initials or name.given[:1], infix, family)


def _initial_forms(
    initials: str, infix: tuple[str, ...], family: tuple[str, ...]
) -> Iterator[tuple[FormKind, tuple[str, ...]]]:
    letters = tuple("".join(_words(initials)))
    for start in {letters, letters[:1], ("".join(letters),)}:
        if start and start[0]:
            yield FormKind.INITIALS, (*start, *infix, *family)
            yield FormKind.INITIALS, (*start, *family)
