"""What a school chose where the protocol leaves a choice, and what a protocol then holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Choices:
    """What a school chose: readings and parameters by name, and the optional articles it switched on."""

    readings: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str | int] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Choices:
        """The choices that are kept with a protocol's content."""
        kept = content.get("choices", {})
        return cls(
            readings=kept.get("readings", {}),
            parameters=kept.get("parameters", {}),
            optional=frozenset(kept.get("optional", ())),
        )

    def as_data(self) -> dict[str, Any]:
        """The choices as they are kept with an adopted version."""
        return {
            "readings": dict(self.readings),
            "parameters": dict(self.parameters),
            "optional": sorted(self.optional),
        }


NO_CHOICES = Choices()


def holds(article: Mapping[str, Any], choices: Choices) -> bool:
    """Whether an article is part of the protocol: it is not optional, or it was switched on."""
    return not article.get("optioneel") or article["id"] in choices.optional


def holding_articles(content: Mapping[str, Any], choices: Choices) -> list[Mapping[str, Any]]:
    """The articles that are part of the protocol, in the order of the text."""
    return [article for article in content["articles"]["articles"] if holds(article, choices)]


def parameter_values(content: Mapping[str, Any], choices: Choices) -> dict[str, str | int]:
    """Every parameter with the value that the school gave it, or else its own."""
    own = {name: entry["waarde"] for name, entry in content["articles"]["parameters"].items()}
    return {name: choices.parameters.get(name, value) for name, value in own.items()}


def chosen_readings(articles: Sequence[Mapping[str, Any]], choices: Choices) -> dict[str, str]:
    """The readings that differ from their default: the school's own choice goes before what an optional
    article brings along."""
    brought = [article.get("kiest", {}) for article in articles]
    return {name: choice for some in (*brought, choices.readings) for name, choice in some.items()}
