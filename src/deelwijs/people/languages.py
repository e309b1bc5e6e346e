"""The languages in which somebody can get letters and questions, by the code of ISO 639-1."""

from __future__ import annotations

DUTCH = "nl"
# In the order of the list on screen; the school reads Dutch.
LANGUAGES = {
    DUTCH: "Nederlands",
    "en": "Engels",
    "ar": "Arabisch",
    "uk": "Oekraïens",
    "pl": "Pools",
    "ti": "Tigrinya",
    "tr": "Turks",
}


def language_name(code: str) -> str:
    """A language, in Dutch; the code itself where the list does not have it."""
    return LANGUAGES.get(code, code)
