"""Sentences that lack a verb.

This is no grammar. It looks for three breaks that editing leaves behind, and keeps silent when a word that it
does not know could be the verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from deelwijs.core.protocol_text.model import Hint, Paragraph, ProtocolText, TextFinding
from deelwijs.core.protocol_text.notes import without_marks
from deelwijs.core.protocol_text.rules import Rules

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_CLAUSE_END = re.compile(r"[.;:?!…]")
_LONGEST_QUOTE = 12  # words
_SHORTEST_SENTENCE = 5  # words
_SHORTEST_CLAUSE = 5  # words; "indien nodig" and the like need no verb
_VERB_ENDINGS = ("t", "en", "de", "te", "den", "ten")


def unfinished(protocol: ProtocolText, rules: Rules) -> Iterator[TextFinding]:
    """Sentences without a verb, clauses without one, and passives without "worden"."""
    sentences = _Sentences(rules)
    for article in protocol.articles:
        for source in article.sources:
            for code, offset, values in sentences.breaks(source):
                place = source.place_at(offset)
                yield TextFinding(code, "vorm", place, rules.message(code, **values), article.id)


class _Sentences:
    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        words = rules.words
        self._finite, self._not_verbs = words["finite"], words["not_verbs"]
        self._participles, self._infinitives = words["participles"], words["infinitives"]
        self._modals, self._subordinators = words["modals"], words["subordinators"]
        self._echoes = words["echoes"]
        self._openers = self._subordinators | words["openers"]
        self._relatives, self._followers = words["relatives"], words["relative_followers"]

    def breaks(self, paragraph: Paragraph) -> Iterator[tuple[str, int, dict[str, str]]]:
        """What is broken in a paragraph: (code, offset, values)."""
        if paragraph.hint is Hint.NOTE:
            return
        start = 0
        for sentence in self._rules.pattern("sentence_end").split(paragraph.text):
            offset = paragraph.text.index(sentence, start)
            start = offset + len(sentence)
            plain = without_marks(sentence, self._rules)
            for code, values in self._in_sentence(plain):
                yield code, offset, values

    def _in_sentence(self, sentence: str) -> Iterator[tuple[str, dict[str, str]]]:
        for clause in _CLAUSE_END.split(sentence):
            written = _WORD.findall(clause)
            words = [word.casefold() for word in written]
            yield from self._clauses(words, written)
            yield from self._passive(words, written)
        words = _WORD.findall(sentence)
        if sentence.rstrip().endswith(".") and ":" not in sentence and self._is_verbless(words):
            yield "sentence_without_verb", {"quote": _quote(words)}

    def _clauses(self, words: Sequence[str], written: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
        """After "mits" and the like, each clause that opens needs a verb."""
        for index, word in enumerate(words):
            if word not in self._subordinators:
                continue
            rest = words[index + 1 :]
            opened = 1 + sum(1 for at in range(1, len(rest)) if self._opens_relative(rest, at))
            verbs = sum(1 for at in range(len(rest)) if self._may_be_verb(rest, at))
            if len(rest) >= _SHORTEST_CLAUSE and verbs < opened:
                yield "clause_without_verb", {"word": word, "quote": _quote(written[index:])}
                return

    def _opens_relative(self, words: Sequence[str], at: int) -> bool:
        if words[at] not in self._relatives or at + 1 >= len(words):
            return False
        before = words[at - 1]
        after_noun = len(before) > 3 and before not in self._followers and before not in self._subordinators
        return after_noun and words[at + 1] in self._followers

    def _passive(self, words: Sequence[str], written: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
        """ "kan ... gemeld" without "worden"."""
        for index, word in enumerate(words):
            if word not in self._modals:
                continue
            rest = self._own_clause(words[index + 1 :])
            before = words[max(0, index - 2) : index]
            participle = next((at for at, other in enumerate(rest) if other in self._participles), None)
            if participle is None or rest[participle + 1 : participle + 2] == ["door"]:
                continue
            if not any(
                self._may_be_infinitive(other) for other in (*before, *rest) if other != rest[participle]
            ):
                yield "passive_without_verb", {
                    "word": word, "participle": rest[participle], "quote": _quote(written[index:]),
                }  # fmt: skip
                return

    def _own_clause(self, words: Sequence[str]) -> Sequence[str]:
        """The words up to where another clause opens."""
        end = next((at for at, word in enumerate(words) if word in self._openers), len(words))
        return words[:end]

    def _may_be_infinitive(self, word: str) -> bool:
        if word in self._infinitives:
            return True
        return (
            word.endswith("n")
            and len(word) > 3
            and word not in self._not_verbs
            and word not in self._participles
        )

    def _is_verbless(self, words: Sequence[str]) -> bool:
        if len(words) < _SHORTEST_SENTENCE:
            return False
        folded = [word.casefold() for word in words]
        first = folded[0]
        if folded[-1] in self._echoes:
            return False  # "Een foto ook."
        if first not in self._not_verbs and first not in self._followers:
            return False  # it may be an order: "Vraag het eerst"
        return not any(self._may_be_verb(folded, at, careful=True) for at in range(len(folded)))

    def _may_be_verb(self, words: Sequence[str], at: int, *, careful: bool = False) -> bool:
        """Whether a word can be the verb of its clause. ``careful`` lets a participle be one too."""
        word = words[at]
        if word in self._finite or word in self._infinitives:
            return True
        if word in self._not_verbs or len(word) < 3:
            return False
        if not careful and word in self._participles:
            return False
        return word.endswith(_VERB_ENDINGS) and not word.endswith(
            ("ingen", "heid", "heden", "iteit", "schap")
        )


def _quote(words: Sequence[str]) -> str:
    return " ".join(words[:_LONGEST_QUOTE]) + (" …" if len(words) > _LONGEST_QUOTE else "")
