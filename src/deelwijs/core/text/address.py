"""Streets with a house number, and postcodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deelwijs.core.text.found import Found
from deelwijs.core.text.lexicon import Lexicon
from deelwijs.core.text.model import MatchKind, SchoolNames
from deelwijs.core.text.normalise import plain
from deelwijs.core.text.tokens import Words

_NUMBER = (
    r"(?P<number>[1-9]\d{0,3}(?: ?[a-z](?![\w'])|-[1-9]\d{0,2}(?!\d)| ?(?:bis|hs|i{1,3})(?!\w))?"
    r"(?![\w%€]|[.:,]\d|(?: ?(?:uur|km|euro|kilometer|jaar|meter|personen|keer|leerlingen)\b)))"
)
_POSTCODE = r"(?<![\w.,-])[1-9]\d{3} ?[a-z]{2}(?![\w'])"
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class AddressRules:
    """Patterns for the ways to write an address, and the school's own, folded and without blanks."""

    lexicon: Lexicon
    dutch: re.Pattern[str]
    english: re.Pattern[str]
    cued: re.Pattern[str]
    with_code: re.Pattern[str]
    own: tuple[str, ...]


def address_rules(lexicon: Lexicon, school: SchoolNames) -> AddressRules:
    """Patterns for this lexicon; the school's address and postcode are never found."""
    endings = lexicon.either_word("structured.street_endings")
    english = lexicon.either_word("structured.english_streets")
    cues = lexicon.either_word("structured.address_cues")
    tail = rf"(?:,? ?\(?(?P<postcode>{_POSTCODE}))?"
    return AddressRules(
        lexicon,
        dutch=re.compile(rf"(?<![\w-])(?P<street>[\w'-]*{endings}) {_NUMBER}{tail}"),
        english=re.compile(
            rf"(?<![\w.,-])\d{{1,4}}[a-z]? (?P<street>[a-z'-]+ (?:[a-z'-]+ )?{english})(?!\w)"
        ),
        cued=re.compile(
            rf"(?<!\w){cues}(?:adres)?(?: (?:nu|is|at|op|aan|in|de|het|van|naar|thuis))*:? "
            rf"(?P<street>(?:[\w'-]+ ){{1,3}}?){_NUMBER}{tail}"
        ),
        with_code=re.compile(rf"(?P<street>(?<![\w'.-])[a-z][\w'.-]+) {_NUMBER},? (?P<postcode>{_POSTCODE})"),
        own=tuple(plain(entry).replace(" ", "") for entry in (school.address, school.postcode) if entry),
    )


_LONE_POSTCODE = re.compile(_POSTCODE)


def find_addresses(words: Words, rules: AddressRules) -> Iterator[Found]:
    """Addresses and lone postcodes."""
    text = words.folded.text
    if _DIGIT.search(text) is None:
        return
    lexicon, own = rules.lexicon, rules.own
    places: list[tuple[int, int]] = []
    for pattern in (rules.with_code, rules.dutch, rules.cued, rules.english):
        for found in pattern.finditer(text):
            start, end = _widened(words, found, lexicon)
            if any(start < b and a < end for a, b in places):
                continue
            if pattern is rules.with_code and not _is_address_line(words, found, lexicon):
                continue
            if pattern in {rules.dutch, rules.english} and not _is_street(
                words, found, lexicon, english=pattern is rules.english
            ):
                continue
            if pattern is rules.cued and not words.folded.cased[found.start("street")].isupper():
                continue
            places.append((start, end))
            yield Found(start, end, None if _is_own(text[start:end], own) else MatchKind.ADDRESS)
    for found in _LONE_POSTCODE.finditer(text):
        if not any(found.start() < b and a < found.end() for a, b in places) and _is_postcode(
            words, found, found.start(), lexicon
        ):
            yield Found(found.start(), found.end(), None if _is_own(found[0], own) else MatchKind.POSTCODE)


def _is_address_line(words: Words, found: re.Match[str], lexicon: Lexicon) -> bool:
    """A name, a number and a postcode: "In 1936, 1940 en" has the form and is none."""
    if found["street"] in lexicon.words("words.common") or not found["street"][:1].isalpha():
        return False
    code = _LONE_POSTCODE.match(found["postcode"])
    return code is not None and _is_postcode(words, code, found.start("postcode"), lexicon)


def _is_own(address: str, own: tuple[str, ...]) -> bool:
    compact = address.replace(" ", "")
    return any(entry in compact for entry in own)


def _widened(words: Words, found: re.Match[str], lexicon: Lexicon) -> tuple[int, int]:
    """The street with the words of its name before it and the town behind it."""
    cased = words.folded.cased
    start = found.start("street")
    lead = re.search(
        r"(?:[A-Z][\w'.-]* (?:(?:van|de|der|den|het|'t|ten|ter) )*){1,3}\Z", cased[max(0, start - 50) : start]
    )
    if lead is not None and cased[start].isupper() | (lead[0].count(" ") > 0):
        first = lead[0].split(" ")[0].lower()
        offset = len(lead[0].split(" ")[0]) + 1 if first in lexicon.words("words.common") else 0
        start = max(0, start - 50) + lead.start() + offset
    end = found.end()
    town = re.match(r",? (?:te |in )?([A-Z][\w'-]+(?: (?:aan|op|van|de|den|der) [\w-]+){0,2})", cased[end:])
    if town is not None and found.groupdict().get("postcode"):
        end += town.end()
    return start, end


def _is_street(words: Words, found: re.Match[str], lexicon: Lexicon, *, english: bool) -> bool:
    street = found["street"]
    cased = words.folded.cased
    capital = cased[found.start("street")].isupper()
    if english:
        return capital
    if street in lexicon.words("structured.no_street"):
        # "Grote Markt 5": an ordinary word with a capital behind another one is a name after all.
        before = cased[max(0, found.start() - 20) : found.start()]
        return capital and re.search(r"(?:[A-Z]\w+|het|Het) \Z", before) is not None
    if street in lexicon.words("structured.street_endings") or len(street) < 6 or street.isdigit():
        return False
    if capital:
        # Short endings (es, kamp, lei) make all kinds of words; then only a capital inside a sentence counts.
        return not _short_ending(street) or not _starts_sentence(words, found.start("street"))
    return not _short_ending(street)


def _short_ending(street: str) -> bool:
    return not re.search(
        r"(?:straat|laan|weg|plein|pad|dijk|kade|gracht|singel|dreef|steeg|plantsoen|boulevard|hof)$", street
    )


def _starts_sentence(words: Words, place: int) -> bool:
    return words.sentence(words.sentence_at(place))[0] == place


def _is_postcode(words: Words, found: re.Match[str], place: int, lexicon: Lexicon) -> bool:
    letters = found[0][-2:]
    if letters in {"sa", "sd", "ss"}:
        return False
    written = words.folded.cased[place : place + len(found[0])]
    year = found[0][:2] in {"19", "20"} and " " in found[0]
    if letters in lexicon.words("structured.not_postcode_letters"):
        return written[-2:].isupper() and not year
    if written[-2:].isupper():
        return not year or letters not in lexicon.words("structured.acronyms")
    return " " not in found[0] or "postcode" in words.folded.text[max(0, place - 20) : place]
