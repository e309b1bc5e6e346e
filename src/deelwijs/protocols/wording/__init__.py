"""How findings, ways out and verdicts are said. Part of the product, not of what a school adopts."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def wording() -> dict[str, Any]:
    """The Dutch wording by the codes of the core."""
    text = (files(__package__) / "findings.yaml").read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words
