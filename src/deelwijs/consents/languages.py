"""The words of a consent question in the language of whoever answers it.

Dutch is binding (GDPR art. 7(2) asks for plain language, not for a translation); another language helps to
understand it. What was on the screen is what a decision points at, so the translated words are a text of
their own. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deelwijs.protocols.corpus import BINDING

_TRANSLATED = ("naam", "vraag", "vraag_zelf", "vraag_medewerker", "zo_ziet_dat_eruit")
_JE = "_je"


@dataclass(frozen=True, slots=True)
class Language:
    """One language: ``phrases`` are the words around a question, ``notice`` says what is binding."""

    code: str
    name: str
    direction: str
    notice: str
    phrases: Mapping[str, str]
    channels: Mapping[str, str]
    of_the_school: str
    purposes: Mapping[str, Mapping[str, Any]]
    offered: tuple[tuple[str, str], ...]  # what can be chosen: code, and name in the language itself

    @property
    def is_binding(self) -> bool:
        """Whether this is the language of the protocol itself."""
        return self.code == BINDING

    def speaks(self, purpose: Mapping[str, Any]) -> bool:
        """Whether this language has the words of a purpose; a school may add one that has none yet."""
        return self.is_binding or purpose["id"] in self.purposes

    def purpose(self, purpose: Mapping[str, Any]) -> Mapping[str, Any]:
        """A purpose in this language; in Dutch where the words are not there."""
        if self.is_binding or purpose["id"] not in self.purposes:
            return purpose
        words = self.purposes[purpose["id"]]
        consequences = [
            {**{key: value for key, value in line.items() if key != f"tekst{_JE}"}, "tekst": text}
            for line, text in zip(purpose["gevolgen"], words["gevolgen"], strict=True)
        ]
        return {**purpose, **{key: words[key] for key in _TRANSLATED}, "gevolgen": consequences}

    def channel(self, name: str) -> str:
        """A channel as it is said in a sentence: "de website", but "Instagram"."""
        return self.of_the_school.format(kanaal=self.channels.get(name.lower(), name))

    def phrase(self, key: str, *, je: bool = False, **values: object) -> str:
        """A phrase with its values; to a pupil in the form for pupils, where the language has one."""
        found = self.phrases.get(f"{key}{_JE}") if je else None
        return (found or self.phrases[key]).format(**values)


def language(catalogues: Mapping[str, Mapping[str, Any]], code: str) -> Language:
    """The language with this code, or the binding one when the protocol does not have it."""
    chosen = code if code in catalogues else BINDING
    words = catalogues[chosen]
    return Language(
        code=chosen,
        name=words["naam"],
        direction=words["richting"],
        notice=words.get("bindend", ""),
        phrases=words["scherm"],
        channels=words["kanalen"],
        of_the_school=words["van_de_school"],
        purposes=words.get("doelen", {}),
        offered=tuple((code, one["naam"]) for code, one in catalogues.items()),
    )
