"""The demo school's people as the text check sees them, and the marked posts about them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from deelwijs.core.people import Affiliation, Name, Person
from deelwijs.core.text import (
    AuthorContext,
    AuthorRole,
    ChannelKind,
    RosterIndex,
    SchoolNames,
    Setting,
    build_index,
)
from deelwijs.protocols.lexicon import load_lexicon

SCHOOL = SchoolNames(
    name="Het Kompas College",
    aliases=("Het Kompas", "Kompas College"),
    address="Windroosplein 1",
    postcode="4321 ZZ",
    city="Windmeer",
    phone="0118-555010",
    email_domain="hetkompas.example",
    generic_emails=("info@hetkompas.example",),
    handles=("@hetkompas",),
)
AUTHORS = {
    "pr": AuthorContext(None, AuthorRole.SCHOOL, Setting.WORK, ChannelKind.PUBLIC),
    "staff": AuthorContext(None, AuthorRole.EMPLOYEE, Setting.WORK, ChannelKind.INTERNAL),
    "private": AuthorContext(None, AuthorRole.EMPLOYEE, Setting.PRIVATE, ChannelKind.PUBLIC),
    "pupil": AuthorContext(None, AuthorRole.PUPIL, Setting.PRIVATE, ChannelKind.CHAT),
    "tiktok": AuthorContext(None, AuthorRole.PUPIL, Setting.PRIVATE, ChannelKind.PUBLIC),
    "parent": AuthorContext(None, AuthorRole.GUARDIAN, Setting.PRIVATE, ChannelKind.PUBLIC),
}


@cache
def people() -> tuple[Person, ...]:
    source = yaml.safe_load((files("deelwijs.demo") / "school.yaml").read_text(encoding="utf-8"))
    found = [_person(row, Affiliation.EMPLOYEE, 0) for row in source["employees"]]
    number = 700_100
    for family in source["families"]:
        found += [_person(row, Affiliation.GUARDIAN, 0) for row in family["guardians"]]
        for row in family["pupils"]:
            found.append(_person(row, Affiliation.PUPIL, number))
            number += 1
    return tuple(found)


def _person(row: dict[str, Any], tie: Affiliation, number: int) -> Person:
    name = Name(
        row["given"], row.get("infix", ""), row.get("family", ""), "", tuple(row.get("nicknames", ()))
    )
    return Person(
        id=row["id"],
        name=name,
        affiliations=frozenset({tie}),
        birth_date=date(2012, 1 + number % 12, 1 + number % 28) if number else None,
        groups=(row["group"],) if "group" in row else (),
        function=row.get("function", ""),
        email=f"{row['id']}@hetkompas.example",
        student_number=str(number) if number else "",
        staff_code=row.get("code", ""),
    )


@cache
def index() -> RosterIndex:
    return build_index(people(), SCHOOL, load_lexicon())


@dataclass(frozen=True)
class Post:
    author: AuthorContext
    labels: str
    text: str
    spans: tuple[tuple[str, int, int], ...]


@cache
def posts() -> tuple[Post, ...]:
    rows = yaml.safe_load((Path(__file__).parent / "posts.yaml").read_text(encoding="utf-8"))
    return tuple(Post(AUTHORS[who], labels, *_unmark(marked)) for who, labels, marked in rows)


def _unmark(marked: str) -> tuple[str, tuple[tuple[str, int, int], ...]]:
    text, spans, opened = "", [], []
    for piece in re.split(r"(<[A-Z_]+:|>)", marked):
        if piece == ">":
            kind, start = opened.pop()
            spans.append((kind, start, len(text)))
        elif piece.startswith("<") and piece.endswith(":"):
            opened.append((piece[1:-1], len(text)))
        else:
            text += piece
    return text, tuple(spans)
