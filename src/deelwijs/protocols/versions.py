"""The versions that a school adopted: which there are, what one says, and what changed between two."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.http import Http404

from deelwijs.accounts.roles import Permission
from deelwijs.people.actor import Actor
from deelwijs.protocols.models import ProtocolVersion
from deelwijs.protocols.selectors import Article, Protocol, as_adopted, id_in_force

Piece = tuple[Literal["same", "new", "gone"], str]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One adopted version, for the list."""

    number: int
    valid_from: date
    valid_until: date | None  # the day before the next one starts
    adopted_by: str
    adopted_at: datetime | None
    council_consent_on: date | None
    council_consent_by: str
    content_hash: str
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one article. ``pieces`` are its words, told apart where it was changed."""

    article: Article
    kind: Literal["new", "gone", "changed"]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one version to another."""

    older: Protocol
    newer: Protocol
    changes: tuple[Change, ...]
    unchanged: int


def versions(actor: Actor, day: date) -> list[VersionRow]:
    """Every version of the actor's school, newest first."""
    actor.require(Permission.READ_PROTOCOL)
    rows = (
        ProtocolVersion.objects.filter(school_id=actor.school_id)
        .select_related("adopted_by")
        .defer("content")
    )
    ordered = sorted(rows, key=lambda row: (row.valid_from, row.number), reverse=True)
    current = id_in_force(actor.school_id, day)
    starts = [None, *(row.valid_from for row in ordered)]
    return [
        _row(row, later, is_in_force=row.id == current) for row, later in zip(ordered, starts, strict=False)
    ]


def _row(row: ProtocolVersion, next_start: date | None, *, is_in_force: bool) -> VersionRow:
    return VersionRow(
        number=row.number,
        valid_from=row.valid_from,
        valid_until=date.fromordinal(next_start.toordinal() - 1) if next_start else None,
        adopted_by=row.adopted_by.name.full if row.adopted_by else "",
        adopted_at=row.adopted_at,
        council_consent_on=row.council_consent_on,
        council_consent_by=row.council_consent_by,
        content_hash=row.content_hash,
        is_in_force=is_in_force,
    )


def version(actor: Actor, number: int) -> Protocol:
    """One version of the actor's school.

    Raises:
        Http404: when there is no such version.
    """
    actor.require(Permission.READ_PROTOCOL)
    row = ProtocolVersion.objects.filter(school_id=actor.school_id, number=number).first()
    if row is None:
        raise Http404
    return as_adopted(row)


def compare(actor: Actor, older_number: int, newer_number: int) -> Comparison:
    """What changed between two versions, article by article, in the order of the newer one."""
    older, newer = version(actor, older_number), version(actor, newer_number)
    changes = [
        change
        for article in newer.articles.values()
        if (change := _change(older.articles.get(article.id), article))
    ]
    gone = [
        Change(article, "gone", (("gone", article.text),))
        for key, article in older.articles.items()
        if key not in newer.articles
    ]
    return Comparison(older, newer, (*changes, *gone), len(newer.articles) - len(changes))


def _change(before: Article | None, after: Article) -> Change | None:
    if before is None:
        return Change(after, "new", (("new", after.text),))
    if (before.title, before.text) == (after.title, after.text):
        return None
    return Change(after, "changed", tuple(_pieces(before.text, after.text)))


def _pieces(before: str, after: str) -> list[Piece]:
    """The words of both texts in one reading, each stretch marked as same, new or gone."""
    old, new = before.split(), after.split()
    pieces: list[Piece] = []
    for tag, old_start, old_end, new_start, new_end in difflib.SequenceMatcher(
        a=old, b=new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            pieces.append(("same", " ".join(new[new_start:new_end])))
            continue
        if old_end > old_start:
            pieces.append(("gone", " ".join(old[old_start:old_end])))
        if new_end > new_start:
            pieces.append(("new", " ".join(new[new_start:new_end])))
    return pieces
