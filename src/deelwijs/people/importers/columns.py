"""What the columns of a list hold, from their names: known names come from data, the rest is asked."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

_FILE: Final = Path(__file__).parent / "data" / "headers.yaml"
KINDS: Final = ("pupil", "guardian", "employee")
GUARDIANS: Final = range(1, 7)
_SYSTEMS: Final = ("magister", "somtoday", "hand", "english")
# Either the kind of row stands in a column, or the whole list is of one kind.
MIXED: Final = "mixed"


@cache
def known() -> dict[str, Any]:
    """Everything in ``headers.yaml``."""
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return data


@cache
def plain(text: str) -> str:
    """A name without capitals, accents and punctuation."""
    split = unicodedata.normalize("NFKD", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).casefold())
    letters = "".join(char for char in split if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", letters).split())


@cache
def _fields() -> dict[str, tuple[str, int]]:
    """Plain name -> field, and how early it stands in the list of names of that field."""
    found: dict[str, tuple[str, int]] = {}
    for name, entry in known()["fields"].items():
        names = [plain(one) for system in _SYSTEMS for one in entry.get(system, ())]
        for rank, one in enumerate(dict.fromkeys(names)):
            found.setdefault(one, (name, rank))
    return found


@cache
def never(header: str) -> str:
    """What a column holds that is never kept, or nothing."""
    words = plain(header)
    for what, names in known()["never"].items():
        if words in {plain(name) for name in names}:
            return str(what)
    # "BSN leerling" and "Geboorteland moeder" as well: a word is enough for what is never harmless.
    surely = {
        "bsn",
        "burgerservicenummer",
        "sofinummer",
        "etniciteit",
        "nationaliteit",
        "wachtwoord",
        "password",
    }
    hit = surely & set(words.split())
    return next(iter(sorted(hit)), "") or ("herkomst" if words.startswith("geboorteland") else "")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it seems to hold, and some cells of it to look at.

    ``never`` says what it holds that is not kept; then there are no samples.
    """

    header: str
    guess: str = ""
    never: str = ""
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListMapping:
    """How a list is read: of whom it is, and which column holds what."""

    kind: str
    fields: Mapping[str, str] = field(default_factory=dict)  # header -> field

    def problems(self) -> list[str]:
        """What is wrong with the choice, in words. Nothing wrong: an empty list."""
        return [*self._twice(), *self._missing()]

    def _twice(self) -> Iterable[str]:
        taken: dict[str, str] = {}
        for header, name in self.fields.items():
            if name in taken:
                label = field_label(name)
                yield f"De kolommen “{taken[name]}” en “{header}” wijzen allebei naar {label}. Kies er één."
            taken.setdefault(name, header)

    def _missing(self) -> Iterable[str]:
        has = set(self.fields.values())
        if self.kind not in (*KINDS, MIXED):
            yield "Kies van wie deze lijst is: leerlingen, ouders of medewerkers."
        elif self.kind == MIXED and "role" not in has:
            yield "Wijs de kolom aan die zegt of het een leerling, ouder of medewerker is."
        if not has & {"given", "full_name", "initials", "family"}:
            yield "Wijs de kolom met de voornaam of de hele naam aan."
        if self.kind == "guardian" and "ward" not in has:
            yield "Wijs de kolom met het leerlingnummer van het kind aan."
        if self.kind == "pupil" and not has & {"number", "email", "birth_date"}:
            yield "Wijs het leerlingnummer aan, of anders het e-mailadres of de geboortedatum."


def fingerprint(headers: Sequence[str]) -> str:
    """A sign of a heading: the same columns in the same order."""
    return hashlib.sha256(json.dumps([plain(header) for header in headers]).encode()).hexdigest()


def field_label(name: str) -> str:
    """A field in words: "Verzorger 2: e-mailadres"."""
    who, _, what = name.rpartition(".")
    label = str(known()["fields"][what]["label"])
    if not who:
        return label
    number = int(who.removeprefix("guardian"))
    people = {5: "Moeder", 6: "Vader"}
    return f"{people.get(number, f'Verzorger {number}')}: {label[0].lower()}{label[1:]}"


def field_named(text: str) -> str:
    """The field with this name or these words, as somebody types it; nothing when there is none."""
    wanted = plain(text)
    for name, label in field_choices(""):
        if wanted in {plain(name), plain(label)} or text == name:
            return name
    return ""


def field_choices(kind: str) -> list[tuple[str, str]]:
    """The fields that a list of this kind can have, with their words."""
    names = [name for name in known()["fields"] if name not in _foreign(kind)]
    choices = [(name, field_label(name)) for name in names]
    if kind in {"pupil", MIXED, ""}:
        beside = [f"guardian{slot}.{name}" for slot in GUARDIANS for name in known()["guardian_fields"]]
        choices += [(name, field_label(name)) for name in beside]
    return choices


def _foreign(kind: str) -> set[str]:
    """Fields that a kind of list has no use for."""
    return {
        "pupil": {"ward", "code", "function", "mentor_of", "custody", "relation", "role"},
        "guardian": {"number", "birth_date", "group", "courses", "function", "mentor_of", "role"},
        "employee": {"number", "birth_date", "group", "courses", "ward", "custody", "relation", "role"},
    }.get(kind, set())


# --- Guessing -------------------------------------------------------------------------------------
def guess(headers: Sequence[str], name: str) -> ListMapping:
    """What the columns hold and of whom the list is, as far as names tell; ``name`` is that of the list."""
    found = {header: _meaning(header) for header in headers if not never(header)}
    kind = _kind({meaning[0] for meaning in found.values() if meaning}, plain(name))
    ranked: dict[str, list[tuple[int, str]]] = {}
    for header, meaning in found.items():
        if meaning and (chosen := _in_list(meaning[0], kind)):
            ranked.setdefault(chosen, []).append((meaning[1], header))
    best: dict[str, str] = {}
    for chosen, columns in ranked.items():
        lowest = min(rank for rank, _ in columns)
        # Equal names are no choice to make by guessing: both are kept, and the school is asked.
        best |= {header: chosen for rank, header in columns if rank == lowest}
    return ListMapping(kind, {header: best[header] for header in headers if header in best})


def _meaning(header: str) -> tuple[str, int] | None:
    words = plain(re.sub(r"\s\(\d+\)$", "", header))
    if words in _fields():
        return _fields()[words]
    slot, rest = _guardian(words)
    if slot is None:
        rest = _without(words, known()["pupil_words"])
        return _fields().get(rest) if rest != words else None
    what = _fields().get(rest, ("", 0)) if rest else ("full_name", 0)
    return (f"guardian{slot}.{what[0]}", what[1]) if what[0] in known()["guardian_fields"] else None


def _guardian(words: str) -> tuple[int | None, str]:
    """Which guardian a column is about (0: not said), and what is left of its name."""
    for name, slot in known()["guardian_names"].items():
        if name in words.split():
            return slot, _without(words, [name])
    for name in known()["guardian_words"]:
        if found := re.search(rf"(?:^|\s){name}s?\s?(\d)?(?=\s|$)", words):
            rest = (words[: found.start()] + words[found.end() :]).split()
            number = found[1] or next((part for part in rest if part in {"1", "2", "3", "4"}), "0")
            left = " ".join(part for part in rest if part not in {number, "van"})
            return int(number), "" if left == "naam" else left
    return None, words


def _without(words: str, which: Iterable[str]) -> str:
    return " ".join(part for part in words.split() if part not in set(which))


def _kind(meanings: set[str], name: str) -> str:
    if "role" in meanings:
        return MIXED
    if any(meaning.startswith("guardian") and not meaning.startswith("guardian0") for meaning in meanings):
        return "pupil"
    lists: dict[str, list[str]] = known()["list_words"]
    hinted = [kind for kind, words in lists.items() if any(word in name for word in words)]
    if len(hinted) == 1:
        return hinted[0]
    own = {meaning.removeprefix("guardian0.") for meaning in meanings}
    for kind, signs in (
        ("guardian", {"ward", "custody", "relation"}),
        ("pupil", {"group", "birth_date", "courses"}),
        ("employee", {"code", "function", "mentor_of"}),
        ("pupil", {"number"}),
    ):
        if own & signs:
            return kind
    return ""


def _in_list(meaning: str, kind: str) -> str:
    """The field in a list of this kind: in a list of parents the pupil's number says whose parent it is."""
    if meaning.startswith("guardian0."):
        what = meaning.removeprefix("guardian0.")
        return what if kind == "guardian" else f"guardian1.{what}"
    if kind == "guardian" and meaning == "number":
        return "ward"
    return "" if meaning in _foreign(kind) else meaning


def word_for(text: str, words: Mapping[str, Sequence[str]]) -> str:
    """Which of some words a cell says."""
    said = plain(text)
    return next((key for key, names in words.items() if said in {plain(name) for name in names}), "")
