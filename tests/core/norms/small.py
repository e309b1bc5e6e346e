"""A small protocol of two facts and one article, to spoil in many ways."""

from __future__ import annotations

import copy
from typing import Any

from deelwijs.core.norms import NO_CHOICES, Book, Choices, compile_book

_CONTENT: dict[str, Any] = {
    "facts": {
        "schermen": [{"id": "wat", "ronde": 1, "titel": "Wat?"}],
        "feiten": [
            {
                "naam": "handeling",
                "scherm": "wat",
                "vraag": "Wat?",
                "antwoorden": {"publiceren": "Plaatsen", "opnemen": "Opnemen"},
            },
            {
                "naam": "disclaimer",
                "scherm": "wat",
                "vraag": "Erbij?",
                "antwoorden": {"ja": "Ja", "nee": "Nee"},
            },
            {
                "naam": "wie",
                "soort": "lijst",
                "scherm": "wat",
                "vraag": "Wie?",
                "antwoorden": {"leerling": "Leerlingen", "ouder": "Ouders"},
            },
            {
                "naam": "leeftijd",
                "soort": "getal",
                "van": 0,
                "tot": 130,
                "scherm": "wat",
                "vraag": "Hoe oud?",
            },
        ],
    },
    "answers": {
        "uitkomsten": {
            outcome: outcome
            for outcome in ("buiten_bereik", "verboden", "overleg", "toegestaan_mits", "toegestaan")
        },
        "uitkomsten_je": {},
        "voorwaarden": {"disclaimer": "Zet het erbij."},
        "plichten": {"contact": "Neem contact op."},
    },
    "examples": {"gewoon": {"disclaimer": "nee"}},
    "articles": {"parameters": {"grens": {"waarde": 16}}, "articles": []},
}


def content(*norms: dict[str, Any], **article: Any) -> dict[str, Any]:
    """A protocol with one article X1 that has these norms."""
    whole = copy.deepcopy(_CONTENT)
    whole["articles"]["articles"] = [{"id": "X1", "titel": "Proef", "normen": list(norms), **article}]
    return whole


def book(*norms: dict[str, Any], choices: Choices = NO_CHOICES, **article: Any) -> Book:
    return compile_book(content(*norms, **article), choices)
