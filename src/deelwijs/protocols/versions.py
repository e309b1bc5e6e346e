"""The versions that a school adopted: which there are, what one says, and what changed between two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.http import Http404

from deelwijs.accounts.roles import Permission
from deelwijs.people.actor import Actor
from deelwijs.protocols.comparing import Differences, differences
from deelwijs.protocols.models import ProtocolVersion
from deelwijs.protocols.selectors import Protocol, as_adopted, id_in_force


class Standing(StrEnum):
    """Whether a version holds."""

    HOLDS = "holds"
    HELD = "held"
    WILL_HOLD = "will_hold"
    WAITS = "waits"  # for the (G)MR
    LAPSED = "lapsed"  # it waited, and a later version came first


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
    standing: Standing

    @property
    def is_in_force(self) -> bool:
        """Whether this is the version that holds."""
        return self.standing is Standing.HOLDS


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one version to another."""

    older: Protocol
    newer: Protocol
    differences: Differences


def versions(actor: Actor, day: date) -> list[VersionRow]:
    """Every version of the actor's school, newest first."""
    actor.require(Permission.READ_PROTOCOL)
    rows = (
        ProtocolVersion.objects.filter(school_id=actor.school_id)
        .select_related("adopted_by")
        .defer("content")
    )
    ordered = sorted(rows, key=_order, reverse=True)
    current = id_in_force(actor.school_id, day)
    return [_row(row, ordered, _standing(row, ordered, current, day)) for row in ordered]


def _standing(
    row: ProtocolVersion, rows: Sequence[ProtocolVersion], current: UUID | None, day: date
) -> Standing:
    if row.waits_for_council:
        overtaken = any(one.number > row.number and not one.waits_for_council for one in rows)
        return Standing.LAPSED if overtaken else Standing.WAITS
    if row.id == current:
        return Standing.HOLDS
    return Standing.WILL_HOLD if row.valid_from > day else Standing.HELD


def _row(row: ProtocolVersion, rows: Sequence[ProtocolVersion], standing: Standing) -> VersionRow:
    later = [one for one in rows if not one.waits_for_council and _order(one) > _order(row)]
    next_start = min((one.valid_from for one in later), default=None)
    return VersionRow(
        number=row.number,
        valid_from=row.valid_from,
        valid_until=max(next_start - timedelta(days=1), row.valid_from) if next_start else None,
        adopted_by=row.adopted_by.name.full if row.adopted_by else "",
        adopted_at=row.adopted_at,
        council_consent_on=row.council_consent_on,
        council_consent_by=row.council_consent_by,
        content_hash=row.content_hash,
        standing=standing,
    )


def _order(row: ProtocolVersion) -> tuple[date, int]:
    return row.valid_from, row.number


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
    """What changed between two versions."""
    older, newer = version(actor, older_number), version(actor, newer_number)
    return Comparison(older, newer, differences(older, newer))
