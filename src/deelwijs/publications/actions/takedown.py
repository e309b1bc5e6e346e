"""From "this must go" to "it is gone, and here is how we know"."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from deelwijs.core.finding import Finding
from deelwijs.jobs.queue import enqueue
from deelwijs.ledger.actions import record
from deelwijs.ledger.kinds import Kind
from deelwijs.people.actor import Actor
from deelwijs.publications.actions.placing import erase_placed_files, held_placement
from deelwijs.publications.channels import provider
from deelwijs.publications.judging import judge
from deelwijs.publications.models import Placement
from deelwijs.publications.selectors import LIVE

BY_HAND = "by_hand"


@transaction.atomic
def recheck_person(*, school_id: UUID, person_id: UUID, day: date) -> list[Placement]:
    """After a consent changed: ask again for every live placement that shows this person, and take down
    what no longer holds. Runs inside the transaction of the decision, so it works at once."""
    placements = (
        Placement.objects.select_for_update(of=("self",))
        .filter(
            publication__school_id=school_id,
            state__in=LIVE,
            decision__people=person_id,
        )
        .select_related("publication__school", "channel")
        .order_by("id")
    )
    taken = []
    for placement in {found.id: found for found in placements}.values():
        finding = _about(person_id, placement, day)
        if finding is not None:
            _request(placement, reason=finding.code, person_id=person_id, actor="deelwijs")
            taken.append(placement)
    return taken


def _about(person_id: UUID, placement: Placement, day: date) -> Finding | None:
    online = placement.state == Placement.State.PUBLISHED
    judgement = judge(placement.publication, day, already_public=online)
    return judgement.finding_about(placement.channel.key, str(person_id))


@transaction.atomic
def take_down(*, actor: Actor, placement_id: UUID) -> Placement:
    """Take something down because somebody says so; no reason is asked."""
    placement = held_placement(actor, placement_id)
    if placement.state in LIVE:
        _request(placement, reason=BY_HAND, person_id=None, actor=str(actor.person_id))
    return placement


def _request(placement: Placement, *, reason: str, person_id: UUID | None, actor: str) -> None:
    # What lies ready to be placed by hand may be online already; only a person can tell.
    never_went_out = placement.state == Placement.State.REQUESTED
    placement.takedown_requested_at = timezone.now()
    placement.takedown_reason = reason
    placement.takedown_person_id = person_id
    placement.state = Placement.State.STOPPED if never_went_out else Placement.State.TAKEDOWN_REQUESTED
    placement.save()
    record(
        tenant=placement.publication.school_id,
        kind=Kind.PUBLICATION_STOPPED if never_went_out else Kind.TAKEDOWN_REQUESTED,
        subject=str(placement.publication_id),
        actor=actor,
        payload={"placement": str(placement.id), "channel": placement.channel.key, "reason": reason},
    )
    erase_placed_files(placement)
    if not never_went_out:
        enqueue("deelwijs.publications.tasks.take_down", placement.id)


def carry_out(placement_id: UUID) -> None:
    """Have the channel remove the post and its files, and look whether they are gone. Safe to call again."""
    placement = (
        Placement.objects.select_related("publication__school", "channel").filter(id=placement_id).first()
    )
    waiting = {Placement.State.TAKEDOWN_REQUESTED, Placement.State.TAKEDOWN_FAILED}
    if placement is None or placement.state not in waiting:
        return
    channel = provider(placement.channel.provider)
    if not channel.capabilities.takes_down:
        _settle(placement_id, Placement.State.TAKEDOWN_BY_HAND, Kind.TAKEDOWN_REQUESTED, [])
        return
    channel.take_down(placement)
    evidence = channel.verify_gone(placement)
    gone = bool(evidence) and all(look.gone for look in evidence)
    _settle(
        placement_id,
        Placement.State.REMOVED if gone else Placement.State.TAKEDOWN_FAILED,
        Kind.TAKEDOWN_VERIFIED if gone else Kind.TAKEDOWN_FAILED,
        [asdict(look) for look in evidence],
    )


@transaction.atomic
def retry(*, actor: Actor, placement_id: UUID) -> Placement:
    """Try a failed takedown once more."""
    placement = held_placement(actor, placement_id)
    if placement.state == Placement.State.TAKEDOWN_FAILED:
        placement.state = Placement.State.TAKEDOWN_REQUESTED
        placement.save(update_fields=["state"])
        enqueue("deelwijs.publications.tasks.take_down", placement.id)
    return placement


@transaction.atomic
def removed_by_hand(*, actor: Actor, placement_id: UUID) -> Placement:
    """A person took it down on a channel where Deelwijs cannot look, and says so."""
    placement = held_placement(actor, placement_id)
    if placement.state == Placement.State.TAKEDOWN_BY_HAND:
        _settle(placement.id, Placement.State.REMOVED, Kind.TAKEDOWN_BY_HAND, [], actor=str(actor.person_id))
    return placement


@transaction.atomic
def _settle(
    placement_id: UUID,
    state: Placement.State,
    kind: Kind,
    evidence: list[dict[str, object]],
    *,
    actor: str = "deelwijs",
) -> None:
    placement = (
        Placement.objects.select_for_update(of=("self",)).select_related("publication").get(id=placement_id)
    )
    if placement.state == Placement.State.REMOVED:
        return  # another worker saw it gone first
    placement.state = state
    placement.evidence = [*placement.evidence, *evidence]
    if state == Placement.State.REMOVED:
        placement.removed_at = timezone.now()
    placement.save(update_fields=["state", "evidence", "removed_at"])
    record(
        tenant=placement.publication.school_id,
        kind=kind,
        subject=str(placement.publication_id),
        actor=actor,
        payload={
            "placement": str(placement.id),
            "state": state.value,
            "seen": [f"{look['status']} {look['seen_at']}" for look in evidence],
        },
    )
