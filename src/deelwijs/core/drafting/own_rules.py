"""A school's own rule, put together from a few choices; there is no language to write one in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class RuleKind(StrEnum):
    """What a rule does. The values are the corpus's own words for a norm."""

    FORBIDDEN = "verbod"
    CONSULT = "overleg"
    ONLY_IF = "eis"
    REMINDER = "mededeling"


@dataclass(frozen=True, slots=True)
class OwnRule:
    """One rule. Empty ``who``, ``where`` or ``about`` leaves that open: it then holds for all.

    ``act`` is the one thing that must be named, so that no rule can hold for everybody and everything.
    ``only_if`` is the code of what makes it allowed; ``advice`` is what somebody can do instead.
    """

    kind: RuleKind
    act: str
    sentence: str
    who: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    only_if: str = ""
    advice: str = ""

    def as_data(self) -> dict[str, Any]:
        """The rule as it is kept beside its norm, so that the form can show it again."""
        return {
            "soort": self.kind.value,
            "wat": self.act,
            "zin": self.sentence,
            "wie": list(self.who),
            "waar": list(self.where),
            "over": list(self.about),
            "alleen_als": self.only_if,
            "doe": self.advice,
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> OwnRule:
        """The rule from what is kept of it."""
        return cls(
            kind=RuleKind(data["soort"]),
            act=data["wat"],
            sentence=data["zin"],
            who=tuple(data["wie"]),
            where=tuple(data["waar"]),
            about=tuple(data["over"]),
            only_if=data["alleen_als"],
            advice=data["doe"],
        )


@dataclass(frozen=True, slots=True)
class About:
    """The fact that says whom an act is about, and whether it is a list of people."""

    fact: str
    is_list: bool


@dataclass(frozen=True, slots=True)
class Kit:
    """The facts that a rule is built from: who, what and where; whom it is about, per act.

    ``only_if`` gives for each code the fact and the answer that fulfil it.
    """

    who: str
    act: str
    where: str
    about: Mapping[str, About]
    only_if: Mapping[str, tuple[str, str]]


def norm_of(rule: OwnRule, kit: Kit) -> dict[str, Any]:
    """The rule as a norm.

    Raises:
        KeyError: for an act that is about nobody, or a code that the kit does not have.
    """
    norm: dict[str, Any] = {"soort": rule.kind.value, "als": _condition(rule, kit), "zin": rule.sentence}
    if rule.kind is RuleKind.ONLY_IF:
        fact, answer = kit.only_if[rule.only_if]
        norm |= {"vereist": {fact: answer}, "voorwaarden": [rule.only_if]}
    if rule.advice:
        norm["doe"] = [rule.advice]
    return norm


def _condition(rule: OwnRule, kit: Kit) -> dict[str, Any]:
    condition: dict[str, Any] = {}
    if rule.who:
        condition[kit.who] = list(rule.who)
    condition[kit.act] = rule.act
    if rule.where:
        condition[kit.where] = list(rule.where)
    if rule.about:
        about = kit.about[rule.act]
        people = list(rule.about)
        condition[about.fact] = {"bevat": people} if about.is_list else people
    return condition
