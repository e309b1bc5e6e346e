"""How likely it is that a candidate is the person of the roster: a base per form, plus and minus cues.

The weights were set by hand on development posts. They are not probabilities; two thresholds are all
that counts: from ``ASK`` the author is asked, from ``SURE`` the author is told.
"""

from __future__ import annotations

import re

from deelwijs.core.people import Affiliation
from deelwijs.core.text.candidates import Candidate
from deelwijs.core.text.index import FormKind, RosterIndex
from deelwijs.core.text.model import AuthorContext, AuthorRole, ChannelKind
from deelwijs.core.text.tokens import Case, Token, Words

ASK = 0.5
SURE = 0.8

_BASE = {
    FormKind.FULL: 0.95,
    FormKind.REVERSED: 0.9,
    FormKind.JOINED: 0.9,
    FormKind.INITIALS: 0.9,
    FormKind.GIVEN_INITIAL: 0.85,
    FormKind.INFIX_FAMILY: 0.6,
    FormKind.NICKNAME: 0.72,
    FormKind.GIVEN: 0.75,
    FormKind.FAMILY: 0.55,
    FormKind.FAMILY_PART: 0.4,
    FormKind.GIVEN_PART: 0.35,
    FormKind.CODE: 0.75,
}
_WHOLE = {FormKind.FULL, FormKind.REVERSED, FormKind.JOINED, FormKind.INITIALS, FormKind.GIVEN_INITIAL}
_SURNAMES = {FormKind.INFIX_FAMILY, FormKind.FAMILY, FormKind.FAMILY_PART}
_NAME_INFIXES = {"de", "van", "der", "den", "ten", "ter", "t"}
_ARTICLES = {"de", "het", "een", "the", "a", "an"}
# Unknown words with these endings behind a name are taken for its verb: schilderde, tekent, painted.
_VERB_ENDINGS = ("de", "te", "ed", "t")
_ROMAN = re.compile(r"(?:i{1,3}|iv|vi{0,3}|ix|xi{0,3}|xiv|xvi?)\Z")
_CLASS_NEXT = re.compile(
    r"[,:]? ?\(?(?:(?:uit|van|in|from|of) )?(?:klas |class |groep )?"
    r"(?:[a-z]{0,3}[1-6][a-z]{1,2}\d?|[1-6] ?(?:havo|vwo|mavo|vmbo|gym)|(?:havo|vwo|mavo|vmbo"
    r"|gym) ?[1-6])\b"
)


class Scorer:
    """Scores the candidates of one text. Holds what is the same for all of them."""

    def __init__(self, words: Words, index: RosterIndex, author: AuthorContext) -> None:
        self.words = words
        self.tokens = words.tokens
        self.index = index
        self.lexicon = index.lexicon
        self.author = author
        # Small letters mean little in a pupil's chat, and much in the school's own newsletter.
        self.loose = words.all_lower or author.channel is ChannelKind.CHAT or author.role is AuthorRole.PUPIL

    def score(self, candidate: Candidate) -> float:
        """Between 0 (no name at all) and 1."""
        if self._impossible(candidate):
            return 0.0
        value = _BASE[candidate.kind]
        if candidate.kind in _WHOLE:
            value += self._whole(candidate)
        elif candidate.kind is FormKind.CODE:
            value += self._code(candidate)
        else:
            value += self._part(candidate)
        if candidate.slips:
            value -= 0.1 * candidate.slips if candidate.kind is FormKind.FULL else 0.15
        if candidate.hidden:
            value -= 0.1
        return max(0.0, min(1.0, value))

    def has(self, key: str, word: str) -> bool:
        """Whether the word is in a list of persons.yaml."""
        return word in self.lexicon.words(f"persons.{key}")

    def before(self, candidate: Candidate, back: int = 1) -> Token | None:
        """The word ``back`` places before the candidate, in the same sentence."""
        at = candidate.first - back
        if at < 0 or self.tokens[at].sentence != self.tokens[candidate.first].sentence:
            return None
        return self.tokens[at]

    def after(self, candidate: Candidate) -> Token | None:
        """The word behind the candidate (past a possessive s), in the same sentence."""
        at = candidate.last + 1
        if at < len(self.tokens) and self.tokens[at].text == "s" and self.tokens[at].gap.strip() == "'":
            at += 1
        if at >= len(self.tokens) or self.tokens[at].sentence != self.tokens[candidate.last].sentence:
            return None
        return self.tokens[at]

    def _impossible(self, candidate: Candidate) -> bool:
        """Part of a longer word (Jan-Willem, @daan, daan.nl), a house number behind it, a king's number."""
        text = self.words.folded.text
        start, end = candidate.start, candidate.end
        # A hashtag may be a name; an address, a file or an account may not.
        if start and (
            text[start - 1] in "@_/\\" or (text[start - 1] == "." and start > 1 and text[start - 2].isalnum())
        ):
            return True
        tail = text[end : end + 2]
        if tail[:1] in {"@", "_"} or (tail[:1] in {".", "/"} and tail[1:].isalnum()):
            return tail[:1] != "/" or candidate.kind not in _WHOLE
        if candidate.kind in _WHOLE:
            return False
        if (
            start > 1
            and text[start - 1] == "-"
            and text[start - 2].isalpha()
            and not self._class_glued(start)
        ):
            return True
        if tail[:1] == "-" and tail[1:].isalpha():
            return True
        following = self.after(candidate)
        return (
            following is not None
            and following.gap == " "
            and bool(
                _ROMAN.match(following.text)
                and following.case in {Case.UPPER, Case.CAPITAL}
                and following.text != "i"
            )
        )

    def _class_glued(self, start: int) -> bool:
        return bool(re.search(r"\b[a-z]{0,2}\d[a-z]?-$", self.words.folded.text[max(0, start - 5) : start]))

    def _whole(self, candidate: Candidate) -> float:
        value = 0.0
        used = self.tokens[candidate.first : candidate.last + 1]
        lower = all(token.case is Case.LOWER for token in used)
        if candidate.kind in {FormKind.INITIALS, FormKind.GIVEN_INITIAL} and not self._initials_written(
            candidate, used
        ):
            return -0.9
        if candidate.kind is FormKind.GIVEN_INITIAL and self._unknown_name(self.after(candidate)):
            value -= 0.5
        if (
            lower
            and candidate.kind is not FormKind.JOINED
            and all(t.text in self.lexicon.ordinary for t in used)
        ):
            value -= 0.3 if self.loose else 0.5
        if candidate.kind is FormKind.JOINED and len(used[0].text) < 7:
            value -= 0.3
        following = self.after(candidate)
        if following is not None and following.gap == " " and self.has("street_endings", following.text):
            value -= 0.5
        if candidate.slips and any(t.case is Case.LOWER for t in used[:1]) and not self.loose:
            value -= 0.3
        previous = self.before(candidate)
        if (
            candidate.kind is FormKind.FULL
            and candidate.slips
            and previous is not None
            and previous.gap == ""
            and previous.case is Case.CAPITAL
        ):
            value -= 0.1
        return value

    def _initials_written(self, candidate: Candidate, used: tuple[Token, ...]) -> bool:
        """Initials carry a capital or a full stop; "a boer" is no initial."""
        ends = used if candidate.kind is FormKind.INITIALS else used[::-1]
        letter = ends[0]
        if letter.case is not Case.LOWER:
            return True
        following = self.words.folded.text[letter.end : letter.end + 1]
        return following == "." and (candidate.kind is FormKind.INITIALS or self.loose)

    def _code(self, candidate: Candidate) -> float:
        token = self.tokens[candidate.first]
        if token.text in self.lexicon.words("structured.acronyms") or self.words.all_upper:
            return -0.6
        neighbours = [
            n for n in (self.before(candidate), self.after(candidate)) if n is not None and n.text.isalpha()
        ]
        if neighbours and all(n.case is Case.UPPER for n in neighbours):
            return -0.5
        value = -0.2 if token.text in self.lexicon.ordinary or len(token.text) == 2 else 0.0
        previous, following = self.before(candidate), self.after(candidate)
        if previous is not None and (
            self.has("titles", previous.text)
            or previous.text
            in {"bij", "van", "met", "door", "aan", "en", "of", "with", "by", "from", "ask", "vraag"}
        ):
            value += 0.2
        if following is not None and self.has("verbs", following.text):
            value += 0.2
        return value

    def _part(self, candidate: Candidate) -> float:
        """One name of somebody: the form, the words around it, the rest of the sentence."""
        token = self.tokens[candidate.last]
        used = self.tokens[candidate.first : candidate.last + 1]
        ordinary = all(t.text in self.lexicon.ordinary or self.has("infixes", t.text) for t in used)
        value = self._writing(candidate, token, ordinary=ordinary)
        value += self._left(candidate, ordinary=ordinary)
        value += self._right(candidate, ordinary=ordinary)
        if candidate.kind in _SURNAMES and token.text in self.lexicon.words("persons.places"):
            # "van Houten" may be a town, "Van Houten" inside a sentence is somebody.
            named = (
                candidate.kind is FormKind.INFIX_FAMILY and used[0].case is Case.CAPITAL and not used[0].first
            )
            value -= 0.0 if named else 0.35
        if candidate.kind in _SURNAMES and not candidate.slips and self._other_school(token.sentence):
            value -= 0.8
        if ordinary and candidate.possessive and token.case is Case.LOWER:
            value -= 0.5
        return value

    def _writing(self, candidate: Candidate, token: Token, *, ordinary: bool) -> float:
        """What capitals say."""
        # In "De Wit" the capital W counts, wherever the sentence starts.
        first = self.tokens[
            candidate.last if candidate.kind is FormKind.INFIX_FAMILY else candidate.first
        ].first
        capital = token.case is Case.CAPITAL or (token.case is Case.UPPER and not self.words.all_upper)
        if candidate.kind is FormKind.NICKNAME and token.case is Case.UPPER:
            capital = True
        short = -0.1 if len(token.text) <= 2 else 0.0
        if not ordinary:
            if capital:
                return 0.1 + short if not first else 0.05 + short
            if candidate.kind in _SURNAMES and not self.loose:
                return -0.3
            return (-0.1 if self.loose else -0.2) + short * (1 if self.loose else 2)
        bare = token.text in self.lexicon.words("words.bare_words")
        common = token.text in self.lexicon.words("words.common")
        if capital and not first:
            return (-0.1 if common else 0.0) - (0.1 if candidate.kind is FormKind.FAMILY else 0.0) + short
        if capital:
            return (-0.4 if bare or common else -0.3) + short
        return (-0.45 if self.loose else -0.7) - (0.2 if common else 0.05 if bare else 0.0)

    def _left(self, candidate: Candidate, *, ordinary: bool) -> float:
        previous = self.before(candidate)
        if previous is None or any(c in self.tokens[candidate.first].gap for c in ',;:()"\n'):
            return 0.0
        surname = candidate.kind in _SURNAMES
        capital = self.tokens[candidate.last].case is not Case.LOWER
        titled = self.has("titles", previous.text) or self.has("household", previous.text)
        if titled and (capital or self.loose):
            return self._titled(candidate, previous.text, surname=surname)
        if previous.text in _NAME_INFIXES and surname and candidate.kind is not FormKind.INFIX_FAMILY:
            return -0.6
        known = self._left_word(previous.text, ordinary=ordinary, surname=surname, capital=capital)
        if known is not None:
            return known
        return self._left_name(candidate, previous, ordinary=ordinary, surname=surname, capital=capital)

    def _left_word(self, word: str, *, ordinary: bool, surname: bool, capital: bool) -> float | None:
        """The weight of a known word before the name; the first list that holds it decides."""
        weights = (
            ("pets", -0.6),
            ("royals", -0.6),
            ("kin", None if surname else 0.1 if ordinary and capital else -0.05),
            ("roles", 0.35 if capital or not ordinary else 0.1),
            ("determiners", -0.6 if ordinary else -0.2 if word in _ARTICLES else 0.0),
            ("demonstratives", 0.0 if not ordinary else -0.1 if capital else -0.6),
            ("frozen_before", -0.3 if ordinary else None),
        )
        return next((weight for key, weight in weights if weight is not None and self.has(key, word)), None)

    def _left_name(
        self, candidate: Candidate, previous: Token, *, ordinary: bool, surname: bool, capital: bool
    ) -> float:
        """Another name before it makes this the surname of somebody else."""
        if previous.case is Case.CAPITAL and self.tokens[candidate.first].gap == " ":
            unknown = previous.text not in self.lexicon.ordinary
            if surname and (unknown or (capital and not previous.first)):
                return -0.5 if previous.first else -0.6 if unknown else -0.3
            if unknown and not previous.first and not self.index.knows(previous.text):
                return -0.4
        if capital and self.has("person_prepositions", previous.text):
            return 0.1
        # "bruine beer", "mooie roos": an adjective before it makes it a noun.
        adjective = previous.case is Case.LOWER and previous.text.endswith("e") and len(previous.text) > 3
        return -0.3 if adjective and ordinary and not capital and not surname else 0.0

    def _titled(self, candidate: Candidate, title: str, *, surname: bool) -> float:
        if not surname:
            return 0.3
        if self.has("household", title):
            return 0.5
        adults = [i for i in candidate.people if not self.index.people[i].is_a(Affiliation.PUPIL)]
        return 0.6 if adults else 0.0 if candidate.kind is FormKind.INFIX_FAMILY else -0.1

    def _right(self, candidate: Candidate, *, ordinary: bool) -> float:
        text = self.words.folded.text
        if _CLASS_NEXT.match(text, candidate.end):
            return 0.55 if text[candidate.end : candidate.end + 1] in " ,(:" else 0.0
        following = self.after(candidate)
        possessive = text.startswith("'s ", candidate.end) or candidate.possessive
        value = 0.1 if possessive and not (ordinary and candidate.possessive) else 0.0
        if following is None:
            return value
        if following.gap == " " and self.has("street_endings", following.text):
            return -0.5
        if self._unknown_name(following) or self._infixed_name(candidate):
            return -0.6 if not self.loose or following.case is Case.CAPITAL else -0.2
        if following.gap == " " and self._verb(following):
            value += self._before_verb(candidate, following) if ordinary else 0.1
        return value

    def _before_verb(self, candidate: Candidate, verb: Token) -> float:
        """What a verb behind it says of a name that is a word too."""
        token = self.tokens[candidate.last]
        weak = self.has("weak_verbs", verb.text)
        value = 0.35 if not weak else 0.05 if token.text in self.lexicon.words("words.bare_words") else 0.25
        return value + (0.1 if token.case is Case.LOWER and self.before(candidate) is None else 0.0)

    def _verb(self, token: Token) -> bool:
        if self.has("verbs", token.text):
            return True
        new = token.case is Case.LOWER and len(token.text) >= 5 and token.text not in self.lexicon.ordinary
        return new and token.text.endswith(_VERB_ENDINGS)

    def _unknown_name(self, token: Token | None) -> bool:
        """A capitalised word right behind a name: the surname of somebody who is not in the roster."""
        return (
            token is not None
            and token.gap in {" ", "-"}
            and token.case is Case.CAPITAL
            and len(token.text) > 1
            and token.text not in self.lexicon.words("words.common")
            and not self.words.all_upper
        )

    def _infixed_name(self, candidate: Candidate) -> bool:
        """ "Roos van Dijk" when no Roos in the roster is called so."""
        at = candidate.last + 1
        while (
            at < len(self.tokens) and self.tokens[at].gap == " " and self.has("infixes", self.tokens[at].text)
        ):
            at += 1
        if at == candidate.last + 1 or at >= len(self.tokens):
            return False
        token = self.tokens[at]
        name = plain_school_words(self.index)
        return (
            self._unknown_name(token)
            and token.text not in name
            and self.tokens[candidate.last + 1].text
            not in {
                "in",
                "op",
                "aan",
                "bij",
                "uit",
                "over",
                "voor",
                "onder",
                "s",
                "a",
                "el",
                "al",
            }
        )

    def _other_school(self, sentence: int) -> bool:
        start, end = self.words.sentence(sentence)
        text = self.words.folded.text[start:end]
        if any(phrase in text for phrase in self.lexicon.patterns("persons.other_school_phrases")):
            return True
        schools = self.lexicon.words("persons.other_school")
        return any(t.text in schools for t in self.tokens if t.sentence == sentence)


def plain_school_words(index: RosterIndex) -> frozenset[str]:
    """Words of the school's own names and its town: no surname when they follow a name."""
    return index.rules.structured.school_words
