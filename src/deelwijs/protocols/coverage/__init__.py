"""What Deelwijs does for each article, as data beside the code. No claim without a test that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml


class Service(StrEnum):
    """In which way an article is served. The values are the corpus's own words."""

    ENFORCES = "bewaakt"
    GUIDES = "helpt"
    RECORDS = "legt_vast"
    NOT_YET = "nog_niet"


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that Deelwijs does for an article, where, and the tests that show it."""

    service: Service
    sentence: str
    place: str = ""  # the name of an address
    tests: tuple[str, ...] = ()


@cache
def coverage() -> dict[str, tuple[Claim, ...]]:
    """The claims by article."""
    content = yaml.safe_load((files(__package__) / "coverage.yaml").read_text(encoding="utf-8"))
    return {
        article: tuple(
            Claim(Service(entry["hoe"]), entry["zin"], entry.get("waar", ""), tuple(entry.get("tests", ())))
            for entry in entries
        )
        for article, entries in content.items()
    }
