"""The days on which reminders go, from the dated rules in ``reminders.yaml``."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files

import yaml

from deelwijs.core.reminding import Rhythm


def rhythm_on(day: date) -> Rhythm:
    """The rule for a hand-out that began on a day; the oldest rule for anything before it."""
    rules = _rules()
    started = [rhythm for since, rhythm in rules if since <= day]
    return started[-1] if started else rules[0][1]


@cache
def _rules() -> list[tuple[date, Rhythm]]:
    content = yaml.safe_load((files(__package__) / "reminders.yaml").read_text(encoding="utf-8"))
    rules = [(entry["vanaf"], Rhythm(tuple(entry["dagen"]), entry["ertussen"])) for entry in content]
    return sorted(rules, key=lambda rule: rule[0])
