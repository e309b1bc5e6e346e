"""The files that ``deelwijs check`` reads. Each mistake names the file and the row."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import yaml

from deelwijs.core.consent import Answer, Capacity, ConsentDecision
from deelwijs.core.geometry import Box
from deelwijs.core.publication import (
    PURPOSE_IMAGE,
    Act,
    Grantor,
    Lesson,
    LessonFacts,
    LessonPermission,
    Standing,
    Tag,
)

Words = TypeVar("Words", bound=StrEnum)


class FileProblem(Exception):  # noqa: N818 - named for what the reader sees
    """Something in a file that cannot be used, said in Dutch."""


@dataclass(frozen=True, slots=True)
class Post:
    """What is to be published."""

    title: str
    text: str
    act: Act = Act.PUBLISH
    standing: Standing = Standing.WORK
    lesson: LessonFacts = field(default_factory=LessonFacts)


@dataclass(frozen=True, slots=True)
class TagRow:
    """What a person said about one place in one photo."""

    photo: str
    box: Box
    tag: Tag
    person: str | None
    covered: bool


def read_text(path: Path) -> str:
    """The text of a file in UTF-8.

    Raises:
        FileProblem: when it is not there or in another encoding.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileProblem(
            f"{path.name} is niet in UTF-8 opgeslagen. Bewaar het bestand als CSV UTF-8 of tekst UTF-8."
        ) from error
    except OSError as error:
        raise FileProblem(f"{path}: dit bestand kan niet worden geopend. Controleer de naam.") from error


def read_consents(path: Path, day: date) -> tuple[ConsentDecision, ...]:
    """A CSV with person_id, purpose, channel, answer, decided_by, capacity and decided_on.

    Empty purpose means photos; empty decided_by means the person; empty capacity follows from that.
    Rows later in the file are later on the same day.
    """
    return tuple(
        _decision(path, number, row, day)
        for number, row in _csv_rows(path, {"person_id", "channel", "answer"})
    )


def _decision(path: Path, number: int, row: dict[str, str], day: date) -> ConsentDecision:
    decided_by = row.get("decided_by") or row["person_id"]
    by_self = decided_by == row["person_id"]
    given_on = _date(path, number, row.get("decided_on", ""), day)
    capacity = row.get("capacity") or (Capacity.SELF.value if by_self else Capacity.GUARDIAN.value)
    return ConsentDecision(
        id=f"{path.name}:{number}",
        person_id=row["person_id"],
        purpose=row.get("purpose") or PURPOSE_IMAGE,
        channel=row["channel"],
        answer=_word(path, number, "answer", _as_answer(row["answer"]), Answer),
        decided_by=decided_by,
        capacity=_word(path, number, "capacity", capacity, Capacity),
        # The row number keeps the order of the file within a day.
        decided_at=datetime.combine(given_on, time(microsecond=min(number, 999_999))),
    )


def _as_answer(text: str) -> str:
    return {"ja": "yes", "nee": "no"}.get(text.strip().lower(), text.strip().lower())


def _date(path: Path, number: int, text: str, otherwise: date) -> date:
    if not text:
        return otherwise
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise FileProblem(
            f"Rij {number} van {path.name}: ‘{text}’ is geen datum. Schrijf 2026-11-23."
        ) from error


def _word(path: Path, number: int, column: str, text: str, words: type[Words]) -> Words:
    try:
        return words(text)
    except ValueError as error:
        known = ", ".join(words)
        raise FileProblem(
            f"Rij {number} van {path.name}: ‘{text}’ kan niet in de kolom {column}. Kies uit: {known}."
        ) from error


def _csv_rows(path: Path, required: set[str]) -> Iterator[tuple[int, dict[str, str]]]:
    text = read_text(path)
    first_line = text.split("\n", 1)[0]
    reader = csv.DictReader(text.splitlines(), delimiter=";" if ";" in first_line else ",")
    missing = required - set(reader.fieldnames or ())
    if missing:
        raise FileProblem(
            f"In {path.name} ontbreekt de kolom {', '.join(sorted(missing))}. Er is niets gedaan."
        )
    for number, row in enumerate(reader, start=2):
        filled = {
            key: (value or "").strip() for key, value in row.items() if key and not isinstance(value, list)
        }
        empty = sorted(column for column in required if not filled.get(column))
        if empty:
            raise FileProblem(f"Rij {number} van {path.name}: de kolom {', '.join(empty)} is leeg.")
        yield number, filled


def read_post(path: Path) -> Post:
    """A text file whose first line is the title, or a YAML or JSON file with named parts."""
    text = read_text(path)
    if path.suffix.lower() not in {".yaml", ".yml", ".json"}:
        title, _, body = text.partition("\n")
        return Post(title.strip(), body.strip())
    try:
        parts = yaml.safe_load(text)  # JSON is YAML
    except yaml.YAMLError as error:
        raise FileProblem(f"{path.name} is geen geldige YAML of JSON. Controleer de inspringing.") from error
    if not isinstance(parts, dict):
        raise FileProblem(f"{path.name} moet namen met waarden hebben, zoals title en text.")
    return _post(path, parts)


def _post(path: Path, parts: dict[str, Any]) -> Post:
    known = {"title", "text", "act", "standing", "lesson", "lesson_permission", "lesson_granted_by"}
    strange = sorted(str(key) for key in parts.keys() - known)
    if strange:
        raise FileProblem(
            f"{path.name}: {', '.join(strange)} is onbekend. Kies uit: {', '.join(sorted(known))}."
        )
    word = {key: str(value) for key, value in parts.items() if not isinstance(value, list)}
    granted = parts.get("lesson_granted_by") or []
    return Post(
        title=word.get("title", ""),
        text=word.get("text", ""),
        act=_word(path, 1, "act", word.get("act", Act.PUBLISH), Act),
        standing=_word(path, 1, "standing", word.get("standing", Standing.WORK), Standing),
        lesson=LessonFacts(
            _word(path, 1, "lesson", word.get("lesson", Lesson.NO), Lesson),
            _word(
                path,
                1,
                "lesson_permission",
                word.get("lesson_permission", LessonPermission.NONE),
                LessonPermission,
            ),
            frozenset(_word(path, 1, "lesson_granted_by", str(grantor), Grantor) for grantor in granted),
        ),
    )


def read_tags(path: Path) -> tuple[TagRow, ...]:
    """A CSV with photo, x, y, width, height, person, tag and covered; or JSON: a list of the same, in which
    ``box`` may stand for the four numbers. A row with a person needs no tag."""
    if path.suffix.lower() == ".json":
        return tuple(_tag(path, number, row) for number, row in _json_rows(path))
    needed = {"photo", "x", "y", "width", "height"}
    return tuple(_tag(path, number, dict(row)) for number, row in _csv_rows(path, needed))


def _json_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        rows = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise FileProblem(f"Regel {error.lineno} van {path.name} is geen geldige JSON.") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise FileProblem(f"{path.name} moet een lijst zijn met per gezicht een photo en een box.")
    for number, row in enumerate(rows, start=1):
        box = row.get("box")
        if isinstance(box, list) and len(box) == 4:
            row |= dict(zip(("x", "y", "width", "height"), box, strict=True))
        yield number, row


def _tag(path: Path, number: int, row: dict[str, Any]) -> TagRow:
    try:
        box = Box(*(round(float(row[name])) for name in ("x", "y", "width", "height")))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise FileProblem(f"Rij {number} van {path.name}: het vak heeft vier getallen nodig.") from error
    person = str(row.get("person") or "") or None
    tag = str(row.get("tag") or "") or (Tag.PERSON if person else Tag.UNTAGGED)
    covered = str(row.get("covered", "")).lower() in {"1", "true", "ja", "yes"}
    return TagRow(str(row.get("photo", "")), box, _word(path, number, "tag", tag, Tag), person, covered)
