"""The consent question in the language of whoever answers it; the Dutch text is the one that counts."""

from __future__ import annotations

from string import Formatter
from typing import Any

import pytest

from deelwijs.consents.languages import Language, language
from deelwijs.protocols import corpus

CONTENT = corpus.load()
CATALOGUES: dict[str, dict[str, Any]] = CONTENT["languages"]
DUTCH = CATALOGUES[corpus.BINDING]
OTHERS = [code for code in CATALOGUES if code != corpus.BINDING]
VALUES = {"voornaam": "Sami", "kanaal": "x", "klas": "2C", "nummer": 1, "totaal": 3}


def gaps(text: str) -> set[str]:
    """The names of what is filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def spoken(code: str) -> Language:
    return language(CATALOGUES, code)


def test_dutch_comes_first_and_stands_in_for_what_is_not_there() -> None:
    assert next(iter(CATALOGUES)) == corpus.BINDING
    assert spoken("en").offered[0] == ("nl", "Nederlands")
    assert spoken("xx").code == "nl"
    own = {"id": "eigen", "vraag": "Mag {voornaam}?"}
    assert not spoken("en").speaks(own)
    assert spoken("en").purpose(own) == own


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_every_word(code: str) -> None:
    words = CATALOGUES[code]
    assert words["bindend"].strip()
    assert words["richting"] in {"ltr", "rtl"}
    assert words["kanalen"].keys() == DUTCH["kanalen"].keys()
    needed = {key for key in DUTCH["scherm"] if not key.endswith("_je")}
    assert needed <= words["scherm"].keys() <= DUTCH["scherm"].keys()
    for key in needed - {"nu_tekst_zelf"}:
        assert gaps(words["scherm"][key]) <= gaps(DUTCH["scherm"][key]), key
        assert spoken(code).phrase(key, **VALUES).strip(), key


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_asks_every_question(code: str) -> None:
    for purpose in CONTENT["purposes"]:
        assert spoken(code).speaks(purpose)
        body = spoken(code).purpose(purpose)
        assert gaps(body["vraag"]) == {"voornaam", "kanaal"}
        assert gaps(body["vraag_zelf"]) == gaps(body["vraag_medewerker"]) == {"kanaal"}
        assert len(body["gevolgen"]) == len(purpose["gevolgen"])
        for line, dutch in zip(body["gevolgen"], purpose["gevolgen"], strict=True):
            assert line["pictogram"] == dutch["pictogram"]
            assert line["tekst"] != dutch["tekst"]


def test_arabic_runs_from_right_to_left() -> None:
    assert spoken("ar").direction == "rtl"
