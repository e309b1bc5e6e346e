"""Parameters in a sentence: ``{leeftijd_groepsapp}`` becomes 16."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def filled(sentence: str, parameters: Mapping[str, str | int]) -> str:
    """The sentence with the values of its parameters. Other braces stay what they are: text of a school."""
    return _NAME.sub(lambda found: str(parameters.get(found[1], found[0])), sentence)


def named_in(sentence: str) -> list[str]:
    """The names that stand between braces."""
    return _NAME.findall(sentence)
