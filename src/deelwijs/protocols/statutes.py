"""What statute asks of a protocol: dated rules as data, with their source. Advice, no judgement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

COUNCIL_CONSENT = "instemming_raad"
AGE_OF_CONSENT = "leeftijd_toestemming"


@dataclass(frozen=True, slots=True)
class StatuteRule:
    """One rule on one day: its sentence, its source, and the figures and words that it brings along."""

    code: str
    since: date
    source: str
    sentence: str
    details: Mapping[str, Any]

    @property
    def key(self) -> str:
        """By which a decision names the rule that it was taken under."""
        return f"{self.code} {self.since.isoformat()}"


def rule_on(code: str, day: date) -> StatuteRule | None:
    """The rule as it holds on a day, or None when there is none then.

    Raises:
        KeyError: for a code that does not exist.
    """
    for entry in _pack()[code]:
        if entry["van"] <= day <= entry.get("tot_en_met", date.max):
            return StatuteRule(code, entry["van"], entry["bron"], entry["zin"], entry)
    return None


@cache
def _pack() -> dict[str, list[dict[str, Any]]]:
    text = (files("deelwijs.protocols") / "statutes.yaml").read_text(encoding="utf-8")
    pack: dict[str, list[dict[str, Any]]] = yaml.safe_load(text)
    return pack
