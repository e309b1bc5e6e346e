"""Numbers, addresses and accounts: a pattern finds them, a validator or a word beside them decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberType
from stdnum import iban as stdnum_iban
from stdnum.exceptions import ValidationError
from stdnum.nl import bsn as stdnum_bsn

from deelwijs.core.text.address import AddressRules, address_rules, find_addresses
from deelwijs.core.text.found import Found
from deelwijs.core.text.lexicon import Lexicon
from deelwijs.core.text.model import MatchKind, SchoolNames
from deelwijs.core.text.normalise import plain
from deelwijs.core.text.tokens import Words

_REGION = "NL"
_DIGIT = re.compile(r"\d")
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?:@| ?[\[(](?:at|apenstaartje|@)[\])] ?)[\w-]+(?:(?:\.| ?[\[(]"
    r"(?:dot|punt)[\])] ?)[\w-]+)*"
    r"(?:\.| ?[\[(](?:dot|punt)[\])] ?)[a-z]{2,}(?![\w@])"
    r"|(?<![\w.+-])[\w.+-]{2,64} ?[\[(](?:at|apenstaartje)[\])] ?[\w-]+(?: (?:dot|punt) [\w-]+)+"
    r"|(?<![\w.+-])[\w.+-]{2,64} (?:at|apenstaartje) [\w-]{2,} (?:dot|punt) (?:com|nl|org|net|eu|be)\b"
)
_PHONE = re.compile(
    r"(?<![\w.,/-])(?:(?:\+|00) ?[1-9]\d{0,2}(?:[ .()/-]{0,3}\d){7,12}|\(?0"
    r"(?:[ .()/-]{0,3}\d){9})(?![\d]|[.,]\d)"
)
_BSN = re.compile(r"(?<![\w.,@-])\d(?:[ .]?\d){7,8}(?![\w@]|[.,-]\d)")
_IBAN = re.compile(r"(?<![a-z0-9])[a-z]{2}\d{2}(?:[ -]?[a-z0-9]){11,30}")
_NUMBER = re.compile(r"(?<![\w.,€@+-])\d{4,10}(?![\w@]|[.,]\d)")
_PLATE = re.compile(
    r"(?<![\w-])(?=[a-z -]{0,7}\d)([a-z]{1,3}|\d{1,3})([ -]?)(?:(?<=[a-z])(?=[\d -])|(?<=\d)"
    r"(?=[a-z -])|(?<=[ -]))"
    r"([a-z]{1,3}|\d{2,3})\2(?:(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])|(?<=[ -]))([a-z]{1,3}|\d{1,3})(?![\w-])"
)
# The series of Dutch plates (RDW sidecodes): L a letter, D a digit.
_PLATE_SERIES = frozenset(
    [
        "LL-DD-DD",
        "DD-DD-LL",
        "DD-LL-DD",
        "LL-DD-LL",
        "LL-LL-DD",
        "DD-LL-LL",
        "DD-LLL-D",
        "D-LLL-DD",
        "LL-DDD-L",
        "L-DDD-LL",
        "LLL-DD-L",
        "D-LL-DDD",
        "DDD-LL-D",
        "L-DD-LLL",
        "LLL-D-DD",
        "DDD-L-DD",
    ]
)
_HANDLE = re.compile(r"(?<![\w@.])@(?=[\w.]*[a-z_])[\w.]*\w")
_PROFILE = re.compile(
    r"(?:instagram|tiktok|snapchat|twitter|facebook|x|threads|twitch)\.(?:com|net|tv)/(?:add/)?(@?[\w.-]*\w)"
)


@dataclass(frozen=True, slots=True)
class StructuredRules:
    """Compiled patterns and the school's own data, folded, by which nothing is ever found."""

    lexicon: Lexicon
    birth: re.Pattern[str]
    birth_cue: re.Pattern[str]
    handle_cue: re.Pattern[str]
    public_people: re.Pattern[str]
    school_words: frozenset[str]
    own_emails: frozenset[str]
    own_handles: frozenset[str]
    own_numbers: frozenset[str]
    addresses: AddressRules


def structured_rules(lexicon: Lexicon, school: SchoolNames) -> StructuredRules:
    """Patterns for this lexicon, with the school's own data set apart."""
    months = lexicon.either_word("structured.months")
    networks = lexicon.either_word("structured.handle_networks")
    famous = "|".join(
        re.escape(n).replace(r"\ ", "[ -]")
        for n in sorted(lexicon.patterns("persons.public_people"), key=len, reverse=True)
    )
    names = " ".join(plain(n) for n in (school.name, *school.aliases, school.city))
    return StructuredRules(
        lexicon=lexicon,
        birth=re.compile(
            rf"(?<![\w.,/-])(?:(?P<d>\d{{1,2}}) ?[-/. ] ?(?P<m>\d{{1,2}}) ?[-/. ] ?(?P<y>\d{{4}}|'?\d{{2}})"
            rf"|(?P<y2>\d{{4}})[-/.](?P<m2>\d{{1,2}})[-/.](?P<d2>\d{{1,2}})"
            rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th|e)?(?: of)? (?P<m3>{months})\.?,? (?P<y3>\d{{4}}|'\d{{2}})"
            rf"|(?P<m4>{months})\.? (?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y4>\d{{4}}))(?![\w]|[-/]\d)"
        ),
        birth_cue=re.compile(rf"\b{lexicon.either_word('structured.birth_cues')}\b"),
        handle_cue=re.compile(
            rf"(?<!\w){networks}(?:naam|-?account|name|tag)?(?: (?:is|heet|van \w+ is|van \w+"
            rf"|account|name|naam|als|as|op|me))?(?: ?: ?| is | )(?P<name>[\w.#-]*[\w#])"
        ),
        public_people=re.compile(rf"(?<!\w)(?:{famous})(?!\w)"),
        school_words=frozenset(re.findall(r"\w+", names)),
        own_emails=frozenset(plain(mail) for mail in school.generic_emails),
        own_handles=frozenset(plain(handle).lstrip("@") for handle in school.handles),
        own_numbers=frozenset(_digits(n)[-9:] for n in (school.phone, school.iban) if n),
        addresses=address_rules(lexicon, school),
    )


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def find_structured(
    words: Words, rules: StructuredRules, students: Mapping[str, str], emails: Mapping[str, str]
) -> list[Found]:
    """All structured data in a text, without overlap; what comes first in this list of finders prevails."""
    finders: list[Callable[[], Iterator[Found]]] = [
        lambda: _emails(words, rules, emails),
        lambda: _handles(words, rules),
    ]
    # Everything else holds a digit, and most posts have none.
    numbers: list[Callable[[], Iterator[Found]]] = [
        lambda: _ibans(words, rules),
        lambda: find_addresses(words, rules.addresses),
        lambda: _phones(words, rules),
        lambda: _student_numbers(words, rules, students),
        lambda: _bsns(words, rules),
        lambda: _births(words, rules),
        lambda: _plates(words, rules),
    ]
    taken: list[Found] = []
    for finder in finders + numbers if _DIGIT.search(words.folded.text) else finders:
        taken += [f for f in finder() if not any(f.start < t.end and t.start < f.end for t in taken)]
    # The school's own mail and accounts hold their place, so that no name is read into them.
    return sorted(taken, key=lambda f: f.start)


def _emails(words: Words, rules: StructuredRules, emails: Mapping[str, str]) -> Iterator[Found]:
    text = words.folded.text
    if (
        "@" not in text
        and " at " not in text
        and "(at)" not in text
        and "[at]" not in text
        and "apenstaart" not in text
    ):
        return
    for found in _EMAIL.finditer(text):
        mail = found[0]
        own = mail in rules.own_emails or re.split(r"[@ \[(]", mail)[0] in rules.lexicon.words(
            "structured.generic_mailboxes"
        )
        owner = emails.get(mail)
        yield Found(found.start(), found.end(), None if own else MatchKind.EMAIL, (owner,) if owner else ())


def _handles(words: Words, rules: StructuredRules) -> Iterator[Found]:
    text = words.folded.text
    everyone = rules.lexicon.words("structured.handle_everyone")
    for found in _HANDLE.finditer(text):
        name = found[0][1:]
        if (
            len(name) >= 2
            and name not in everyone
            and not re.fullmatch(r"\d{1,2}(?:u|uur|h|am|pm|x)?|\d+\w{0,1}", name)
        ):
            own = name in rules.own_handles or name in rules.school_words
            yield Found(found.start(), found.end(), None if own else MatchKind.HANDLE)
    for found in _PROFILE.finditer(text):
        own = found[1].lstrip("@") in rules.own_handles
        yield Found(found.start(1), found.end(1), None if own else MatchKind.HANDLE)
    for found in rules.handle_cue.finditer(text):
        if _account_name(found["name"]) and found["name"] not in rules.own_handles:
            yield Found(found.start("name"), found.end("name"), MatchKind.HANDLE)


def _account_name(name: str) -> bool:
    """Whether a word behind "insta:" is an account: letters with a digit, an underscore or a dot inside."""
    mixed = re.search(r"[a-z]", name) and re.search(r"[\d_#]|\w\.\w", name)
    return bool(mixed) and len(name) > 4 and not re.fullmatch(r"\d+\w{1,3}|\w{1,2}\d\w?|\d+\.\d+\w*", name)


def _ibans(words: Words, rules: StructuredRules) -> Iterator[Found]:
    text = words.folded.text
    for found in _IBAN.finditer(text):
        # The pattern is greedy: shorten by words until the check digits agree.
        for end in _shorter_ends(found[0]):
            compact = re.sub(r"[ -]", "", found[0][:end]).upper()
            if _valid(lambda compact=compact: stdnum_iban.validate(compact)):  # type: ignore[misc]
                own = _digits(compact)[-9:] in rules.own_numbers
                yield Found(found.start(), found.start() + end, None if own else MatchKind.IBAN)
                break


def _shorter_ends(text: str) -> list[int]:
    return [len(text), *(at for at in range(len(text) - 1, 14, -1) if text[at] in " -")]


def _valid(check: Callable[[], object]) -> bool:
    try:
        check()
    except ValidationError:
        return False
    return True


def _phones(words: Words, rules: StructuredRules) -> Iterator[Found]:
    for found in _PHONE.finditer(words.folded.text):
        written = found[0]
        try:
            number = phonenumbers.parse(re.sub(r"\(0\)", "", written).lstrip("("), _REGION)
        except phonenumbers.NumberParseException:
            continue
        if not phonenumbers.is_valid_number(number) or _cue_before(
            words, found.start(), rules, "number_is_something_else"
        ):
            continue
        public = phonenumbers.number_type(number) in {
            PhoneNumberType.TOLL_FREE,
            PhoneNumberType.PREMIUM_RATE,
            PhoneNumberType.SHARED_COST,
            PhoneNumberType.UAN,
        }
        own = _digits(written)[-9:] in rules.own_numbers
        yield Found(found.start(), found.end(), None if own or public else MatchKind.PHONE)


def _student_numbers(words: Words, rules: StructuredRules, students: Mapping[str, str]) -> Iterator[Found]:
    for found in _NUMBER.finditer(words.folded.text):
        owner = students.get(found[0])
        if owner is not None and not _cue_before(words, found.start(), rules, "number_is_something_else"):
            yield Found(found.start(), found.end(), MatchKind.STUDENT_NUMBER, (owner,))
        elif (
            owner is None
            and len(found[0]) >= 5
            and _cue_before(words, found.start(), rules, "student_number_cues", near=18)
        ):
            yield Found(found.start(), found.end(), MatchKind.STUDENT_NUMBER, certain=False)


def _bsns(words: Words, rules: StructuredRules) -> Iterator[Found]:
    for found in _BSN.finditer(words.folded.text):
        digits = _digits(found[0])
        cue = _cue_before(words, found.start(), rules, "bsn_cues", near=30)
        if not _valid(lambda digits=digits: stdnum_bsn.validate(digits)):  # type: ignore[misc]
            continue
        if cue or (
            len(digits) == 9 and not _cue_before(words, found.start(), rules, "number_is_something_else")
        ):
            yield Found(found.start(), found.end(), MatchKind.BSN, certain=cue)


def _births(words: Words, rules: StructuredRules) -> Iterator[Found]:
    text = words.folded.text
    for found in rules.birth.finditer(text):
        near = text[max(0, found.start() - 40) : found.start()]
        behind = text[found.end() : found.end() + 12]
        cue = rules.birth_cue.search(re.split(r"[.!?\n] ", near)[-1]) or re.match(
            r"[ ,(]{1,2}(?:geboren|geb\b|born)", behind
        )
        yield Found(found.start(), found.end(), MatchKind.DOB if cue else None, date=_date(found))


def _date(found: re.Match[str]) -> tuple[int, str, int]:
    """Day, month as written and year, to compare with the birthdays in the roster."""
    parts = {name[0]: value for name, value in found.groupdict().items() if value}
    year = int(parts["y"].lstrip("'"))
    return int(parts["d"]), parts["m"], year if year > 99 else 2000 + year


def _plates(words: Words, rules: StructuredRules) -> Iterator[Found]:
    text = words.folded.text
    for found in _PLATE.finditer(text):
        groups = found.group(1, 3, 4)
        series = "-".join(("L" if group.isalpha() else "D") * len(group) for group in groups)
        letters = {group for group in groups if group.isalpha()}
        if series not in _PLATE_SERIES or letters == {"vwo"}:
            continue
        strict = found[2] == "-"
        said = set(re.findall(r"\w+", text[max(0, found.start() - 60) : found.end() + 40]))
        wordlike = letters & (rules.lexicon.words("structured.acronyms") | rules.lexicon.ordinary)
        if not strict and wordlike and not said & rules.lexicon.words("structured.plate_words"):
            continue
        if strict or said & rules.lexicon.words("structured.plate_cues"):
            yield Found(found.start(), found.end(), MatchKind.LICENSE_PLATE, certain=strict)


def _cue_before(words: Words, start: int, rules: StructuredRules, key: str, near: int = 24) -> bool:
    """Whether a word of the list stands shortly before, in the same sentence."""
    before = words.folded.text[max(0, start - near) : start]
    return bool(
        rules.lexicon.words(f"structured.{key}")
        & set(re.findall(r"\w+", re.split(r"[!?\n]|\. ", before)[-1]))
    )
