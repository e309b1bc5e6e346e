"""What authors say of their own position: employee, function (B2, C3), own opinion (C4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from deelwijs.core.text.lexicon import Lexicon
from deelwijs.core.text.model import AuthorContext, AuthorRole, ChannelKind, Disclosure, SchoolNames, Setting
from deelwijs.core.text.normalise import plain
from deelwijs.core.text.tokens import Words

_GAP = r"(?:[\w'/&+-]+,? ){0,%d}"


@dataclass(frozen=True, slots=True)
class DisclosureRules:
    """Compiled frames, each over one sentence of folded text."""

    function: re.Pattern[str]
    school: re.Pattern[str]
    employee: tuple[re.Pattern[str], ...]
    teaching: re.Pattern[str]
    work_noun: re.Pattern[str]
    closing: re.Pattern[str]
    signature: re.Pattern[str]
    third_person: re.Pattern[str]
    not_anymore: re.Pattern[str]
    not_staff: re.Pattern[str]
    opinion: re.Pattern[str]
    not_opinion: re.Pattern[str]


def disclosure_rules(lexicon: Lexicon, school: SchoolNames, functions: Iterable[str]) -> DisclosureRules:
    """Frames for this lexicon, the school's names and the functions in the roster."""
    part = lexicon.either
    own = sorted(
        {re.escape(plain(function)) for function in functions if function}, key=lambda f: (-len(f), f)
    )
    function = "(?:" + "|".join([*own, part("disclosure.functions")]) + ")"
    place = (
        "(?:(?:het |de |the |onze |our |mijn |my )?"
        + _names(school)
        + "|"
        + part("disclosure.own_school")
        + ")"
    )
    at = rf"(?:{part('disclosure.prepositions')}) ?{place}(?!\w)"
    work = part("disclosure.work")
    teach = f"(?:{part('disclosure.teaching')}|{part('disclosure.teaching_en')})"
    job = rf"(?:{function}|{work}|{teach})"
    me = r"(?<!\w)(?:ik|i|i'm|ikzelf|wij|we)(?!\w)"
    gap = _GAP % 7
    here = rf"(?:{at}|@ ?{_names(school)})"
    frames = (
        rf"{me}[ ,(]+{_GAP % 4}{job}\b[ ,(]*{gap}{here}",
        rf"{me}[ ,(]+{gap}{here}[ ,]*{gap}{job}(?!\w)",
        rf"{here}[ ,]*{_GAP % 2}(?:ben|werk|geef|am|werken)[ ,]*(?:ik|i)(?!\w)",
        rf"{here},? (?:waar|where) (?:ik|i) {_GAP % 4}{job}",
        rf"(?:^|[^\w])(?:als|as|zelf|werkend als|werkzaam als|working as|disclosure:|disclaimer:"
        rf"|ps:|nb:) ?(?:een |a |an |de |the |zijnde )?(?:[\w-]+ ){{0,2}}{job}\b[ ,(]*{gap}{here}",
        rf"^\W*{job}\b[ ,(]*{_GAP % 4}{here}"
        r"(?! (?:is|was|heeft|had|has|won|wint|gaat|zoekt|vertelt|zijn|zegt|says)\b)",
        rf"(?:geef|doceer|werk|teach|work) (?:ik|i) {_GAP % 4}{here}",
        rf"(?:werk(?:end|zaam)|working|teaching|in dienst|employed|lesgevend) {_GAP % 3}{here}",
        rf"(?:mijn|my) (?:eigen )?(?:werkgever|employer|werkplek|workplace"
        rf"|baas)\b[ ,(:]*{_GAP % 3}{place}|{place}[ ,(]*{_GAP % 2}(?:mijn|my) (?:werkgever"
        rf"|employer)",
        rf"{place},? (?:is )?(?:mijn|my) (?:werkgever|employer)|(?:mijn|my|onze) (?:baan|werk"
        rf"|job|lessen|mentorklas|lokaal|vaksectie|sectie|collega'?s?|team|leerlingen|students"
        rf"|pupils|colleagues|classroom) {_GAP % 2}{at}",
        rf"(?:ik|i) {_GAP % 5}{function}[ ,(]*{_GAP % 3}(?:hier|here)(?: op school"
        rf"| at school)?\b|(?:hier|here)[ ,]*{_GAP % 2}{function}",
        rf"(?:^|[^\w])(?:ik|i|als|as) {_GAP % 4}{function} (?:en|and|,) ?{gap}{here}",
        rf"{_names(school)}[ -](?:docent|medewerker|leraar|mentor|collega|personeelslid|teacher|employee)\b",
    )
    return DisclosureRules(
        function=re.compile(rf"(?<!\w){function}(?!\w)"),
        school=re.compile(rf"(?<!\w){place}(?!\w)"),
        employee=tuple(re.compile(frame) for frame in frames),
        teaching=re.compile(teach),
        work_noun=re.compile(rf"(?<!\w){work}(?!\w)"),
        closing=re.compile(rf"(?<!\w){part('disclosure.closings')}(?!\w)[^\n]{{0,12}}\n?[^\n]{{0,60}}\Z"),
        signature=re.compile(
            rf"[,|/(\n-] ?(?:[\w-]+ )?(?P<function>{function})(?: [\w/&-]+){{0,3}}(?:[ ,(]*{at})?[\W]*\Z"
        ),
        third_person=re.compile(rf"(?<!\w){part('disclosure.third_person')}(?!\w)"),
        not_anymore=re.compile(rf"(?<!\w){part('disclosure.not_anymore')}(?!\w)"),
        not_staff=re.compile(rf"(?<!\w){part('disclosure.not_staff')}(?!\w)"),
        opinion=re.compile(r"(?<!\w)" + part("disclosure.opinion").replace("{school}", _names(school))),
        not_opinion=re.compile(rf"(?<!\w){part('disclosure.not_opinion')}(?!\w)"),
    )


def _names(school: SchoolNames) -> str:
    names = {plain(name) for name in (school.name, *school.aliases) if name}
    names |= {name.removeprefix("het ").removeprefix("de ") for name in names}
    names |= {plain(handle).lstrip("@") for handle in school.handles}
    return "(?:" + "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n))) + ")"


def find_disclosure(
    words: Words, people: list[tuple[int, int]], rules: DisclosureRules, author: AuthorContext
) -> Disclosure:
    """What the author discloses anywhere in the text; a denial or somebody else's job does not count.

    ``people`` are the places of names in the folded text: signatures hold one.
    """
    employee = function = False
    for number in range(len(words.sentence_starts)):
        start, end = words.sentence(number)
        said = words.folded.text[start:end].strip()
        if _says_employee(said, rules, author):
            employee = True
            function = function or _names_function(said, rules)
    if _signed(words, people, rules, author):
        employee = function = True
    return Disclosure(employee, employee and function, _own_opinion(words, rules))


def _says_employee(said: str, rules: DisclosureRules, author: AuthorContext) -> bool:
    if rules.school.search(said) is None and "hier" not in said and "here" not in said:
        return False
    if rules.not_anymore.search(said) or rules.not_staff.search(said):
        return False
    for frame in rules.employee:
        found = frame.search(said)
        if found is None:
            continue
        if rules.third_person.search(said[: found.end()]) or _somebody_else(found[0]):
            continue
        # Pupils speak of their school too: "mijn school" and a teacher in one sentence say nothing of them.
        return author.role is not AuthorRole.PUPIL or bool(
            re.search(r"\b(?:ik|i) (?:ben|werk|am|work|teach|geef)\b", found[0])
        )
    return False


_SOMEBODY = re.compile(
    r"\b(?:ik|i|we|wij) (?:heb|had|hebben|krijg|kreeg|kregen|vind|vond|ken|zie|zag|haat|mis"
    r"|spreek|sprak|vroeg|vraag|hoor|hoorde|wil|zoek|zoeken|zit|have|had|got|know|think|like"
    r"|saw|met|asked|love|hate|miss|go|zocht|bedank|dank) "
    r"(?!als |bij het )(?:\w+ ){0,3}(?:een|de|mijn|die|onze|a|the|my|our|van|this|zijn|haar|jouw|dat)\b"
)


def _somebody_else(frame: str) -> bool:
    """ "Ik heb een docent op het Atlas die ...": the job is somebody else's."""
    return _SOMEBODY.search(frame) is not None and not re.search(
        r"\b(?:als|as|zelf)\b|werkgever|employer", frame
    )


def _names_function(said: str, rules: DisclosureRules) -> bool:
    return rules.function.search(said) is not None or rules.teaching.search(said) is not None


def _signed(
    words: Words, people: list[tuple[int, int]], rules: DisclosureRules, author: AuthorContext
) -> bool:
    """A function in the signature: enough inside the school, outside only with the school's name."""
    text = words.folded.text.rstrip()
    offset = max(0, len(text) - 160)
    found = rules.signature.search(text[offset:])
    if (
        found is None
        or author.role in {AuthorRole.PUPIL, AuthorRole.GUARDIAN}
        or rules.not_anymore.search(found[0])
    ):
        return False
    place = offset + found.start()
    starts = {*words.sentence_starts, *(at + 1 for at in range(offset, place) if text[at] in "\n-|")}
    # A signature is a greeting, or a name that a line or sentence starts with.
    named = any(end <= place < end + 4 and (start in starts or start - 1 in starts) for start, end in people)
    if not named and rules.closing.search(text[max(0, place - 100) : place]) is None:
        return False
    inside = author.channel is ChannelKind.INTERNAL or (
        author.channel is ChannelKind.CHAT and author.setting is Setting.WORK
    )
    return inside or rules.school.search(found[0]) is not None


def _own_opinion(words: Words, rules: DisclosureRules) -> bool:
    for number in range(len(words.sentence_starts)):
        start, end = words.sentence(number)
        said = words.folded.text[start:end].strip()
        found = rules.opinion.search(said)
        if found is not None:
            denied = rules.not_opinion.search(said)
            if denied is None or not (
                denied.start() <= found.start() < denied.end()
                or found.start() <= denied.start() < found.end()
            ):
                return True
    return False
