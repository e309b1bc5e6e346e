"""``deelwijs check-text``: check posts from a file, to measure the text check or to look at an archive."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from deelwijs.core.people import Affiliation, Name, Person
from deelwijs.core.text import (
    AuthorContext,
    AuthorRole,
    ChannelKind,
    SchoolNames,
    Setting,
    TextCheck,
    build_index,
    check_text,
)
from deelwijs.protocols.lexicon import load_lexicon

_AFFILIATIONS = {"student": Affiliation.PUPIL, "staff": Affiliation.EMPLOYEE, "parent": Affiliation.GUARDIAN}
_ROLES = {
    "student": AuthorRole.PUPIL,
    "parent": AuthorRole.GUARDIAN,
    "teacher": AuthorRole.EMPLOYEE,
    "staff": AuthorRole.EMPLOYEE,
    "pr": AuthorRole.SCHOOL,
}
_CHATS = {"whatsapp", "snapchat", "discord", "telegram", "signal"}
_INTERNAL = {"mail", "intranet", "teams", "magister", "somtoday", "elo"}
_File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("check-text")
@click.option("--roster", required=True, type=_File, help="CSV met de mensen van de school.")
@click.option("--school", required=True, type=_File, help="JSON met de gegevens van de school zelf.")
@click.option("--posts", required=True, type=_File, help="Eén JSON-object met id en text per regel.")
def check_text_command(roster: Path, school: Path, posts: Path) -> None:
    """Wat geeft de tekst van elk bericht prijs? Schrijft per bericht één JSON-object."""
    index = build_index(read_roster(roster), read_school(school), load_lexicon())
    with posts.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                post = _post(line, number)
                found = check_text(post["text"], index, author=author_of(post))
                click.echo(json.dumps(_prediction(post["id"], found), ensure_ascii=False))


def read_roster(path: Path) -> list[Person]:
    """People from a CSV with the columns of the development roster.

    Raises click.ClickException when a column is missing or a birth date is no date.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        guardians: dict[str, list[str]] = {}
        for row in rows:
            for child in (row.get("child_ids") or "").replace(";", " ").replace("|", " ").split():
                guardians.setdefault(child, []).append(row["person_id"])
        return [_person(row, tuple(guardians.get(row["person_id"], ()))) for row in rows]
    except (KeyError, ValueError) as error:
        raise click.ClickException(
            f"{path.name}: {error} ontbreekt of klopt niet. Verbeter het bestand."
        ) from error


def _person(row: dict[str, str], guardians: tuple[str, ...]) -> Person:
    given = row["call_name"] or row["first_names"].split(" ")[0]
    official = row["first_names"].split(" ")[:1]
    nicknames = [n.strip() for n in row["nicknames"].replace("|", ";").replace(",", ";").split(";")]
    others = tuple(n for n in dict.fromkeys([*nicknames, *official]) if n and n != given)
    return Person(
        id=row["person_id"],
        name=Name(given, row["infix"], row["surname"], row["initials"], others),
        affiliations=frozenset({_AFFILIATIONS.get(row["role"], Affiliation.OTHER)}),
        birth_date=date.fromisoformat(row["birthdate"]) if row["birthdate"] else None,
        guardians=guardians,
        groups=tuple(row["school_class"].split()),
        function=row["function"],
        email=row["email"],
        student_number=row["student_number"],
        staff_code=row["staff_code"],
    )


def read_school(path: Path) -> SchoolNames:
    """The school's own data from JSON. Raises click.ClickException when the name is missing."""
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        texts = {
            key: data.get(key) or ""
            for key in ("address", "postcode", "city", "phone", "email_domain", "iban")
        }
        lists = {key: tuple(data.get(key) or ()) for key in ("aliases", "generic_emails", "handles")}
        known: dict[str, Any] = {"name": data["name"], **texts, **lists}
        return SchoolNames(**known)
    except (KeyError, ValueError) as error:
        raise click.ClickException(
            f"{path.name}: {error} ontbreekt of klopt niet. Verbeter het bestand."
        ) from error


def author_of(post: dict[str, Any]) -> AuthorContext:
    """Who writes the post, from its author_role, context and channel."""
    channel = post.get("channel", "")
    kind = (
        ChannelKind.CHAT
        if channel in _CHATS
        else ChannelKind.INTERNAL
        if channel in _INTERNAL
        else ChannelKind.PUBLIC
    )
    setting = Setting.WORK if post.get("context") == "work" else Setting.PRIVATE
    return AuthorContext(None, _ROLES.get(post.get("author_role", ""), AuthorRole.OTHER), setting, kind)


def _post(line: str, number: int) -> dict[str, Any]:
    try:
        post: dict[str, Any] = json.loads(line)
        post["id"], post["text"]
    except (KeyError, TypeError, ValueError) as error:
        raise click.ClickException(f"Regel {number} is geen bericht met id en text ({error}).") from error
    return post


def _prediction(post_id: str, found: TextCheck) -> dict[str, object]:
    entities = [
        {
            "start": match.span.start,
            "end": match.span.end,
            "type": match.kind.name,
            "person_ids": list(match.candidates),
            "score": 1.0 if match.certain else 0.6,
        }
        for match in found.matches
    ]
    labels = {
        "disclosure_present": found.disclosure.employee,
        "disclosure_function": found.disclosure.function,
        "disclaimer_present": found.disclosure.opinion,
        "needs_human_review": bool(found.review),
    }
    return {"id": post_id, "entities": entities, "labels": labels, "review": list(found.review)}
