"""Places in the text that may name somebody of the roster."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from deelwijs.core.text.index import Form, FormKind, RosterIndex, deletions
from deelwijs.core.text.tokens import Case, Token, Words

_PLAIN_GAP = re.compile(r"(?: {1,2}|['-]| ?- ?|\. ?| ')?\Z")
_COMMA_GAP = re.compile(r"(?: |, ?|-)\Z")
_STRETCHED = re.compile(r"(.)\1{2,}")
_LEET = str.maketrans("013457@$", "oieastas")
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_][ .\-*_]){3,}[^\W\d_](?![^\W_])")
_LEET_WORD = re.compile(r"(?<![^\W_])(?=\w*[013457])(?=\w*[^\W\d_])[^\W_]{3,}(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words ``first`` up to and including ``last`` of a text, and whom they may name.

    ``slips`` counts letters that differ from the name; ``hidden`` says that the name was written in a
    way that hides it (d4an, D A A N). ``start`` and ``end`` are places in the folded text.
    """

    first: int
    last: int
    start: int
    end: int
    kind: FormKind
    people: tuple[str, ...]
    slips: int = 0
    hidden: bool = False
    possessive: bool = False


def find_candidates(words: Words, index: RosterIndex) -> Iterator[Candidate]:
    """Every place where a form of the roster stands, exact ones and those with a slip of the pen."""
    tokens = words.tokens
    for at in range(len(tokens)):
        exact = False
        for candidate in _exact(tokens, at, index):
            exact = True
            yield candidate
        yield from _slipped(tokens, at, index, exact=exact)
    yield from _hidden(words, index)


def _exact(tokens: tuple[Token, ...], at: int, index: RosterIndex) -> Iterator[Candidate]:
    token = tokens[at]
    for form in index.forms.get(token.text, ()):
        yield _candidate(tokens, at, at, form)
    if at + 1 < len(tokens):
        yield from _exact_phrase(tokens, at, index)
    if token.text.endswith("s") and len(token.text) >= 4:
        yield from _possessive(tokens, at, index)
    if token.case is Case.UPPER:
        # Staff codes are in the index with their capitals, out of reach of folded words.
        for form in index.forms.get(token.text.upper(), ()):
            if form.kind is FormKind.CODE:
                yield _candidate(tokens, at, at, form)


def _exact_phrase(tokens: tuple[Token, ...], at: int, index: RosterIndex) -> Iterator[Candidate]:
    first, second = tokens[at].text, tokens[at + 1].text
    for form in index.phrases.get((first, second), ()):
        if (last := _follow(tokens, at, form)) is not None:
            yield _candidate(tokens, at, last, form)
        elif (found := _possessive_tail(tokens, at, form)) is not None:
            yield found
    if second.endswith("s"):
        for form in index.phrases.get((first, second[:-1]), ()):
            if (found := _possessive_tail(tokens, at, form)) is not None:
                yield found


def _possessive(tokens: tuple[Token, ...], at: int, index: RosterIndex) -> Iterator[Candidate]:
    """ "Daans fiets", unless the word with its s is a word or a name by itself."""
    token = tokens[at]
    if token.text in index.lexicon.ordinary or token.text in index.lexicon.words("persons.not_possessive"):
        return
    for form in index.forms.get(token.text[:-1], ()):
        if form.kind in _POSSESSIVE_KINDS:
            yield replace(_candidate(tokens, at, at, form), end=token.end - 1, possessive=True)


_POSSESSIVE_KINDS = {FormKind.GIVEN, FormKind.NICKNAME, FormKind.FAMILY, FormKind.JOINED}


def _possessive_tail(tokens: tuple[Token, ...], at: int, form: Form) -> Candidate | None:
    """The form with an s behind its last word: "Daan de Vries' tas", "Daan Bakkers tas"."""
    last = at + len(form.words) - 1
    if last >= len(tokens) or tokens[last].text != form.words[-1] + "s":
        return None
    shorter = Form(form.words[:-1], form.kind, form.people)
    if _follow(tokens, at, shorter) != last - 1 or not _PLAIN_GAP.match(tokens[last].gap):
        return None
    return replace(_candidate(tokens, at, last, form), end=tokens[last].end - 1, possessive=True)


def _follow(tokens: tuple[Token, ...], at: int, form: Form) -> int | None:
    """The last word of the form when it stands at ``at``."""
    last = at + len(form.words) - 1
    if last >= len(tokens):
        return None
    gaps = _COMMA_GAP if form.kind is FormKind.REVERSED else _PLAIN_GAP
    commas = 0
    for offset in range(1, len(form.words)):
        token = tokens[at + offset]
        if token.text != form.words[offset] or not (gaps.match(token.gap) or _PLAIN_GAP.match(token.gap)):
            return None
        commas += "," in token.gap
    if form.kind is FormKind.REVERSED and commas != 1:
        return None
    return last


def _candidate(tokens: tuple[Token, ...], at: int, last: int, form: Form) -> Candidate:
    return Candidate(at, last, tokens[at].start, tokens[last].end, form.kind, form.people)


def _slipped(tokens: tuple[Token, ...], at: int, index: RosterIndex, *, exact: bool) -> Iterator[Candidate]:
    """A given name and surname of one person with a letter wrong, or one long name with a letter wrong."""
    token = tokens[at]
    if len(token.text) < 3 or token.case is Case.NUMBER:
        return
    if token.text in index.lexicon.ordinary and token.text not in index.given_of:
        return
    givens = _near_names(token.text, index)
    given_names = {name: slips for name, slips in givens.items() if name in index.given_of}
    if given_names:
        yield from _slipped_pair(tokens, at, given_names, index)
    if exact or len(token.text) < 5 or token.text in index.lexicon.ordinary:
        return
    for name, slips in givens.items():
        if slips and len(name) >= (6 if name not in index.lexicon.ordinary else 7):
            people = tuple(
                sorted(index.given_of.get(name, frozenset()) | index.family_of.get(name, frozenset()))
            )
            kind = FormKind.GIVEN if name in index.given_of else FormKind.FAMILY
            yield Candidate(at, at, token.start, token.end, kind, people, slips)
    yield from _pet_names(tokens, at, index)
    stretched = _STRETCHED.sub(r"\1", token.text)
    if stretched != token.text:
        for form in index.forms.get(stretched, ()):
            if len(form.words) == 1:
                yield replace(_candidate(tokens, at, at, form), slips=1)


def _pet_names(tokens: tuple[Token, ...], at: int, index: RosterIndex) -> Iterator[Candidate]:
    token = tokens[at]
    for ending in sorted(index.lexicon.words("persons.pet_endings")):
        given = token.text.removesuffix(ending)
        if given != token.text and len(given) >= 3 and given not in index.lexicon.ordinary:
            for form in index.forms.get(given, ()):
                if form.kind is FormKind.GIVEN:
                    yield replace(_candidate(tokens, at, at, form), kind=FormKind.NICKNAME)


def _slipped_pair(
    tokens: tuple[Token, ...], at: int, givens: dict[str, int], index: RosterIndex
) -> Iterator[Candidate]:
    infixes = index.lexicon.words("persons.infixes")
    for last in range(at + 1, min(at + 5, len(tokens))):
        word = tokens[last]
        if not _PLAIN_GAP.match(word.gap):
            return
        if len(word.text) >= 3 and word.text not in infixes:
            yield from _pair(tokens, at, last, givens, index)
            if last > at + 1 or word.text in index.lexicon.ordinary:
                return
        elif word.text not in infixes:
            return


def _pair(
    tokens: tuple[Token, ...], at: int, last: int, givens: dict[str, int], index: RosterIndex
) -> Iterator[Candidate]:
    families = _near_names(tokens[last].text.removesuffix("s"), index) | _near_names(tokens[last].text, index)
    for family, family_slips in families.items():
        owners = index.family_of.get(family, frozenset())
        for given, given_slips in givens.items():
            slips = family_slips + given_slips
            people = owners & index.given_of[given]
            if people and 0 < slips <= (len(given) + len(family)) / 5:
                yield Candidate(
                    at, last, tokens[at].start, tokens[last].end, FormKind.FULL, tuple(sorted(people)), slips
                )


def _near_names(word: str, index: RosterIndex) -> dict[str, int]:
    """Names of the roster at most one slip away from ``word``, with the number of slips."""
    found = {word: 0} if index.knows(word) else {}
    if len(word) >= 3 and (not found or len(word) >= 5):
        for key in deletions(word):
            for name in index.near.get(key, ()):
                if name not in found and OSA.distance(word, name, score_cutoff=1) == 1:
                    found[name] = 1
    return found


def _hidden(words: Words, index: RosterIndex) -> Iterator[Candidate]:
    """Names written with blanks between the letters, or with digits for letters."""
    text = words.folded.text
    for found in _SPACED.finditer(text):
        joined = re.sub(r"[^\w]|_", "", found[0])
        yield from _hidden_name(joined, found.start(), found.end(), words, index)
    if any(map(text.__contains__, "013457")):
        for found in _LEET_WORD.finditer(text):
            yield from _hidden_name(found[0].translate(_LEET), found.start(), found.end(), words, index)


def _hidden_name(name: str, start: int, end: int, words: Words, index: RosterIndex) -> Iterator[Candidate]:
    if len(name) < 4 or name in index.lexicon.ordinary:
        return
    inside = [at for at, token in enumerate(words.tokens) if start <= token.start and token.end <= end]
    for form in index.forms.get(name, ()):
        if len(form.words) == 1 and form.kind in _POSSESSIVE_KINDS and inside:
            yield Candidate(inside[0], inside[-1], start, end, form.kind, form.people, hidden=True)
