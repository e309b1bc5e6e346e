"""The files that ``deelwijs check`` reads. Each mistake names the file and the row."""

from __future__ import annotations

import csv
import io
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
    """What a person said about one place in one photo. ``where`` is the row that says so."""

    where: str
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
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileProblem(
            f"{path.name} is niet in UTF-8 opgeslagen. Bewaar het bestand als CSV UTF-8 of tekst UTF-8."
        ) from error
    except OSError as error:
        raise FileProblem(f"{path}: dit bestand kan niet worden geopend. Controleer de naam.") from error
    return text


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
    where = _row(path, number)
    decided_by = row.get("decided_by") or row["person_id"]
    by_self = decided_by == row["person_id"]
    given_on = _date(where, row.get("decided_on", ""), day)
    capacity = row.get("capacity") or (Capacity.SELF.value if by_self else Capacity.GUARDIAN.value)
    return ConsentDecision(
        id=f"{path.name}:{number}",
        person_id=row["person_id"],
        purpose=row.get("purpose") or PURPOSE_IMAGE,
        channel=row["channel"],
        answer=_word(where, "answer", _as_answer(row["answer"]), Answer),
        decided_by=decided_by,
        capacity=_word(where, "capacity", capacity, Capacity),
        # The row number keeps the order of the file within a day.
        decided_at=datetime.combine(given_on, time(microsecond=min(number, 999_999))),
    )


def _row(path: Path, number: int) -> str:
    return f"Rij {number} van {path.name}"


def _as_answer(text: str) -> str:
    return {"ja": "yes", "nee": "no"}.get(text.strip().lower(), text.strip().lower())


def _date(where: str, text: str, otherwise: date) -> date:
    if not text:
        return otherwise
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise FileProblem(f"{where}: ‘{text}’ is geen datum. Schrijf 2026-11-23.") from error


def _word(where: str, column: str, text: str, words: type[Words]) -> Words:
    try:
        return words(text)
    except ValueError as error:
        known = ", ".join(words)
        raise FileProblem(f"{where}: ‘{text}’ kan niet bij {column}. Kies uit: {known}.") from error


def _plain(where: str, column: str, value: object) -> str:
    """A value as text; nothing is an empty text."""
    if isinstance(value, dict | list):
        raise FileProblem(f"{where}: {column} moet één tekst zijn.")
    text = "" if value is None else str(value)
    try:
        text.encode()
    except UnicodeEncodeError as error:  # half of a character, as \ud83d alone
        raise FileProblem(f"{where}: {column} bevat iets dat geen leesteken is.") from error
    return text


def _csv_rows(path: Path, required: set[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its number, as a spreadsheet counts: the heading is row 1."""
    text = read_text(path)
    first_line = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in first_line else ",")
    number = 1
    try:
        missing = required - set(reader.fieldnames or ())
        if missing:
            raise FileProblem(f"In {path.name} ontbreekt de kolom {', '.join(sorted(missing))}.")
        for number, row in enumerate(reader, start=2):
            yield number, _filled(path, number, row, required)
    except csv.Error as error:
        raise FileProblem(
            f"{_row(path, number)} of de rij erna is niet te lezen. Controleer de aanhalingstekens."
        ) from error


def _filled(path: Path, number: int, row: dict[str, Any], required: set[str]) -> dict[str, str]:
    # Cells beyond the heading come as a list under no name.
    filled = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
    empty = sorted(column for column in required if not filled.get(column))
    if empty:
        raise FileProblem(f"{_row(path, number)}: de kolom {', '.join(empty)} is leeg.")
    return filled


def read_post(path: Path) -> Post:
    """A text file whose first line is the title, or a YAML or JSON file with named parts."""
    kind = path.suffix.lower()
    if kind not in {".yaml", ".yml", ".json"}:
        title, _, body = read_text(path).partition("\n")
        return Post(title.strip(), body.strip())
    parts = _json(path) if kind == ".json" else _yaml(path)
    if not isinstance(parts, dict):
        raise FileProblem(f"{path.name} moet namen met waarden hebben, zoals title en text.")
    return _post(path.name, parts)


def _json(path: Path) -> Any:
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise FileProblem(f"Regel {error.lineno} van {path.name} is geen geldige JSON.") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, a thousand brackets
        raise FileProblem(f"{path.name} is geen geldige JSON.") from error


def _yaml(path: Path) -> Any:
    """Every value as it was written; YAML itself would make a truth value of a title like "Yes"."""
    text = read_text(path)
    try:
        return yaml.BaseLoader(text).get_single_data()
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"Regel {mark.line + 1} van {path.name}" if mark else path.name
        raise FileProblem(f"{where} is geen geldige YAML. Controleer de inspringing.") from error


def _post(where: str, parts: dict[Any, Any]) -> Post:
    known = {"title", "text", "act", "standing", "lesson", "lesson_permission", "lesson_granted_by"}
    strange = sorted(str(key) for key in parts.keys() - known)
    if strange:
        raise FileProblem(f"{where}: {', '.join(strange)} is onbekend. Kies uit: {', '.join(sorted(known))}.")
    granted = parts.get("lesson_granted_by") or []
    grantors = granted if isinstance(granted, list) else [granted]
    word = {key: _plain(where, key, parts[key]) for key in parts if key != "lesson_granted_by"}
    return Post(
        title=word.get("title", ""),
        text=word.get("text", ""),
        act=_word(where, "act", word.get("act") or Act.PUBLISH, Act),
        standing=_word(where, "standing", word.get("standing") or Standing.WORK, Standing),
        lesson=LessonFacts(
            _word(where, "lesson", word.get("lesson") or Lesson.NO, Lesson),
            _word(
                where,
                "lesson_permission",
                word.get("lesson_permission") or LessonPermission.NONE,
                LessonPermission,
            ),
            frozenset(
                _word(where, "lesson_granted_by", _plain(where, "lesson_granted_by", grantor), Grantor)
                for grantor in grantors
            ),
        ),
    )


def read_tags(path: Path) -> tuple[TagRow, ...]:
    """A CSV with photo, x, y, width, height, person, tag and covered; or JSON: a list of the same, in which
    ``box`` may stand for the four numbers. A row with a person needs no tag."""
    if path.suffix.lower() == ".json":
        return tuple(_tag(_row(path, number), row) for number, row in _json_rows(path))
    needed = {"photo", "x", "y", "width", "height"}
    return tuple(_tag(_row(path, number), dict(row)) for number, row in _csv_rows(path, needed))


def _json_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    rows = _json(path)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise FileProblem(f"{path.name} moet een lijst zijn met per gezicht een photo en een box.")
    for number, row in enumerate(rows, start=1):
        box = row.get("box")
        if isinstance(box, list) and len(box) == 4:
            row |= dict(zip(("x", "y", "width", "height"), box, strict=True))
        yield number, row


def _tag(where: str, row: dict[str, Any]) -> TagRow:
    try:
        box = Box(*(round(float(row[name])) for name in ("x", "y", "width", "height")))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise FileProblem(f"{where}: het vak heeft vier getallen nodig.") from error
    if min(box.width, box.height) < 1:
        raise FileProblem(f"{where}: het vak is leeg. Breedte en hoogte zijn minstens 1.")
    person = _plain(where, "person", row.get("person")) or None
    tag = _plain(where, "tag", row.get("tag")) or (Tag.PERSON if person else Tag.UNTAGGED)
    covered = _plain(where, "covered", row.get("covered")).lower() in {"1", "true", "ja", "yes"}
    photo = _plain(where, "photo", row.get("photo"))
    return TagRow(where, photo, box, _word(where, "tag", tag, Tag), person, covered)
