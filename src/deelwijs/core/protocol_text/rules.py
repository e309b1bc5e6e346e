"""The patterns, words and messages by which a text is read, as one frozen object.

They are data (Dutch, and different per kind of school); reading them from disk is for a room above.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


class RulesError(ValueError):
    """A rule is missing or has another form than expected."""


Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A part of a protocol: how its headings are called and how its articles are numbered."""

    key: str
    prefix: str
    patterns: Patterns
    single: bool = False  # one article without number, such as the introduction
    particulars: bool = False  # lines "label: value" instead of articles


@dataclass(frozen=True, slots=True)
class Norm:
    """What an article of the model protocol is about, so that a school's own article can be laid beside it.

    ``signs`` are (pattern, weight). ``ages`` are the model's own ages in years; ``conditional``, ``stance``
    and ``people`` are what its text says. All of these serve to tell differences.
    """

    id: str
    role: str
    signs: tuple[tuple[re.Pattern[str], float], ...]
    text: str = ""
    ages: frozenset[int] = frozenset()
    people: frozenset[str] = frozenset()
    conditional: bool = False
    stance: str = ""


@dataclass(frozen=True, slots=True)
class ArticleTest:
    """What the text of one article holds (``when``, all) and does not hold (``unless``, any)."""

    norm: str
    when: Patterns
    unless: Patterns

    def first(self, text: str) -> int | None:
        """The offset of the first sign when the test holds for a text, else None."""
        found = [pattern.search(text) for pattern in self.when]
        if not all(found) or any(pattern.search(text) for pattern in self.unless):
            return None
        return found[0].start() if found and found[0] else 0


@dataclass(frozen=True, slots=True)
class ContentRule:
    """A defect in what an article says, alone or beside others. A remark is milder than a finding."""

    code: str
    family: str
    message: str
    tests: tuple[ArticleTest, ...]
    unless_anywhere: Patterns = ()
    remark: bool = False


@dataclass(frozen=True, slots=True)
class NeededPart:
    """Something that a protocol must hold somewhere, with the words by which it is known."""

    code: str
    message: str
    patterns: Patterns


@dataclass(frozen=True, slots=True)
class Notation:
    """One way of writing a placeholder; ``mixes`` tells whether it counts when notations are mixed."""

    name: str
    pattern: re.Pattern[str]
    mixes: bool = True


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that reading, judging and matching a text need to know about Dutch and about protocols."""

    roles: tuple[Role, ...]
    notations: tuple[Notation, ...]
    known_names: frozenset[str]
    parts: tuple[NeededPart, ...]
    topics: tuple[NeededPart, ...]
    content: tuple[ContentRule, ...]
    norms: tuple[Norm, ...]
    ladders: tuple[tuple[Patterns, ...], ...]
    channels: Mapping[str, re.Pattern[str]]
    people: Mapping[str, re.Pattern[str]]
    messages: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    patterns: Mapping[str, re.Pattern[str]] = field(default_factory=dict)

    def message(self, code: str, **values: object) -> str:
        """The Dutch sentence of a code, filled. Raises RulesError for an unknown code."""
        try:
            return self.messages[code].format(**values)
        except KeyError as error:
            raise RulesError(f"no message for {code}, or it lacks {error}") from None

    def pattern(self, key: str) -> re.Pattern[str]:
        """A named pattern. Raises RulesError when there is none."""
        try:
            return self.patterns[key]
        except KeyError:
            raise RulesError(f"no pattern {key!r}") from None


def parse_rules(
    files: Mapping[str, Any], *, norm_texts: Mapping[str, str], parameters: Mapping[str, object]
) -> Rules:
    """Rules from parsed documents (file name -> content) and the model protocol.

    ``norm_texts`` are the model's articles by id; ``parameters`` its values by name, of which whole
    numbers are ages in years. Names of parameters are no placeholders when they stand in a text.

    Raises:
        RulesError: a part is missing or has another form.
    """
    try:
        reading, judging, words = files["reading"], files["judging"], files["words"]
        return Rules(
            roles=tuple(_role(entry) for entry in reading["roles"]),
            notations=tuple(
                Notation(entry["name"], _compiled(entry["pattern"]), entry.get("mixes", True))
                for entry in judging["placeholders"]
            ),
            known_names=frozenset(parameters),
            parts=_parts(judging["parts"]),
            topics=_parts(judging["topics"]),
            content=tuple(_content(entry) for entry in files["content"]),
            norms=tuple(_norm(entry, norm_texts, parameters) for entry in files["norms"]["norms"]),
            ladders=tuple(tuple(_all(rung) for rung in ladder) for ladder in judging["ladders"]),
            channels={name: _compiled(text) for name, text in files["norms"]["channels"].items()},
            people={name: _compiled(text) for name, text in files["norms"]["people"].items()},
            messages=dict(judging["messages"]),
            words={name: frozenset(text.split()) for name, text in words.items()},
            patterns={
                name: _compiled(text)
                for source in (reading["patterns"], judging["patterns"], files["norms"]["patterns"])
                for name, text in source.items()
            },
        )
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise RulesError(f"the rules cannot be read: {error!r}") from error


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _all(patterns: str | Iterable[str] | None) -> Patterns:
    if patterns is None:
        return ()
    entries = [patterns] if isinstance(patterns, str) else patterns
    return tuple(_compiled(entry) for entry in entries)


def _role(entry: Mapping[str, Any]) -> Role:
    return Role(
        entry["role"], entry["prefix"], _all(entry["headings"]),
        single=entry.get("single", False), particulars=entry.get("particulars", False),
    )  # fmt: skip


def _parts(entries: Mapping[str, Any]) -> tuple[NeededPart, ...]:
    return tuple(NeededPart(code, entry["message"], _all(entry["signs"])) for code, entry in entries.items())


def _content(entry: Mapping[str, Any]) -> ContentRule:
    tests = entry.get("articles") or [entry]
    return ContentRule(
        entry["code"], entry.get("family", "inhoud"), entry["message"],
        tuple(ArticleTest(test["article"], _all(test["when"]), _all(test.get("unless"))) for test in tests),
        unless_anywhere=_all(entry.get("unless_anywhere")), remark=entry.get("remark", False),
    )  # fmt: skip


def _norm(entry: Mapping[str, Any], texts: Mapping[str, str], parameters: Mapping[str, object]) -> Norm:
    signs = tuple((_compiled(pattern), float(weight)) for pattern, weight in entry["signs"].items())
    return Norm(
        entry["id"], entry["role"], signs,
        text=texts.get(entry["id"], ""),
        ages=frozenset(
            age for name in entry.get("ages", ()) if isinstance(age := parameters.get(name), int)
        ),
        people=frozenset(entry.get("people", ())),
        conditional=entry.get("conditional", False), stance=entry.get("stance", ""),
    )  # fmt: skip
