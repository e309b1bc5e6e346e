"""Parameters in sentences; other braces are text of a school."""

from __future__ import annotations

import pytest

from deelwijs.core.norms import filled, named_in


@pytest.mark.parametrize(
    ("sentence", "result"),
    [
        ("Vanaf {leeftijd} jaar.", "Vanaf 16 jaar."),
        ("{leeftijd} of {onbekend}", "16 of {onbekend}"),
        ("Een {naam school} en een losse { of }.", "Een {naam school} en een losse { of }."),
        ("Een smiley {-: en {{leeftijd}}", "Een smiley {-: en {16}"),
    ],
)
def test_only_known_names_are_filled_in(sentence: str, result: str) -> None:
    assert filled(sentence, {"leeftijd": 16}) == result


def test_what_is_named() -> None:
    assert named_in("{leeftijd} {naam school} {x} {") == ["leeftijd", "x"]
