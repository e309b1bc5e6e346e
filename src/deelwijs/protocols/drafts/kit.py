"""What a school can build an own rule from, in the words of its protocol."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from deelwijs.core.drafting import About, Content, Kit

Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Offer:
    """The kit with the words for its choices; only what this protocol's own vocabulary knows."""

    kit: Kit
    who: Options
    acts: Options
    where: Options
    about: Options
    only_if: Options


def offer(content: Content) -> Offer:
    """What can be chosen in the form for an own rule."""
    data = _data()
    facts = {fact["naam"]: fact for fact in content["facts"]["feiten"]}
    codes = content["answers"]["voorwaarden"]
    only_if = {
        code: next(iter(needs.items()))
        for code, needs in data["alleen_als"].items()
        if code in codes and next(iter(needs)) in facts
    }
    act = data["wat"]["feit"]
    kit = Kit(
        who=data["wie"]["feit"],
        act=act,
        where=data["waar"]["feit"],
        about={
            what: About(name, facts[name].get("soort") == "lijst")
            for what, name in data["wat"]["over"].items()
            if name in facts
        },
        only_if=only_if,
    )
    return Offer(
        kit=kit,
        who=_labels(facts[kit.who], data["wie"]["antwoorden"]),
        acts=_labels(facts[act], data["wat"]["over"]),
        where=_labels(facts[kit.where], data["waar"]["antwoorden"]),
        about=list(data["over"].items()),
        only_if=[(code, codes[code]) for code in only_if],
    )


def _labels(fact: Mapping[str, Any], wanted: Iterable[str]) -> Options:
    return [(value, fact["antwoorden"][value]) for value in wanted if value in fact["antwoorden"]]


@cache
def _data() -> dict[str, Any]:
    text = (files(__package__) / "own_rules.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data
