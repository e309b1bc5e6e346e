"""From "put it there" to online: decided under lock, rendered, and checked again when it goes out."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.text import slugify

from deelwijs.accounts.roles import Permission
from deelwijs.core.content import content_hash
from deelwijs.files import actions as files
from deelwijs.jobs.queue import enqueue
from deelwijs.ledger.actions import record
from deelwijs.ledger.kinds import Kind
from deelwijs.people.actor import Actor
from deelwijs.people.models import Person
from deelwijs.publications import rendering
from deelwijs.publications.actions.access import locked_draft
from deelwijs.publications.channels import provider
from deelwijs.publications.judging import Judgement, judge
from deelwijs.publications.models import Decision, Photo, PlacedFile, Placement, Publication
from deelwijs.publications.snapshot import as_json


@dataclass
class NotAllowedError(Exception):
    """Something is still in the way; ``judgement`` says what."""

    judgement: Judgement


@transaction.atomic
def submit(*, actor: Actor, publication_id: UUID) -> Decision:
    """Decide once more under lock, keep the decision with all it rests on, and have the post placed.

    Raises:
        NotAllowedError: when the post has anything left to solve.
    """
    actor.require(Permission.PUBLISH)
    post = locked_draft(actor, publication_id)
    judgement = judge(post)
    if not judgement.assessment.may_go_out or not post.title.strip() or _is_waiting(post):
        raise NotAllowedError(judgement)
    now = timezone.now()
    decision = Decision.objects.create(
        publication=post,
        decided_by_id=actor.person_id,
        decided_at=now,
        outcome=judgement.assessment.outcome.value,
        content_hash=content_hash(judgement.facts),
        protocol_version_id=judgement.protocol.version_id,
        assessment=as_json(judgement.assessment),
    )
    decision.people.set(Person.objects.filter(id__in=judgement.concerned))
    post.state = Publication.State.SUBMITTED
    post.save()
    _record_decision(decision, judgement, actor)
    for channel in post.channels.all():
        placement = Placement.objects.create(
            decision=decision,
            publication=post,
            channel=channel,
            slug=_slug(post, now),
            title=post.title,
            text=post.text,
            requested_at=now,
        )
        enqueue("deelwijs.publications.tasks.place", placement.id)
    return decision


def _is_waiting(post: Publication) -> bool:
    """Whether a photo is still being looked at: it would stay behind without anybody having said so."""
    return post.photos.filter(state=Photo.State.WAITING).exists()


def _record_decision(decision: Decision, judgement: Judgement, actor: Actor) -> None:
    payload: dict[str, Any] = {
        "decision": str(decision.id),
        "outcome": decision.outcome,
        "content_hash": decision.content_hash,
        "protocol_version": str(judgement.protocol.version_id),
        "protocol_hash": judgement.protocol.content_hash,
        "channels": sorted(judgement.facts.channels),
        "consents": sorted(
            {
                basis
                for channel in judgement.assessment.channels
                for treatment in channel.treatments
                for basis in treatment.basis
            }
        ),
    }
    record(
        tenant=decision.publication.school_id,
        kind=Kind.PUBLICATION_DECIDED,
        subject=str(decision.publication_id),
        actor=str(actor.person_id),
        payload=payload,
    )


def _slug(post: Publication, now: datetime) -> str:
    title = slugify(post.title)[:80].strip("-") or "bericht"
    return f"{timezone.localdate(now):%Y-%m-%d}-{title}-{secrets.token_hex(3)}"


def place(placement_id: UUID) -> None:
    """Put one placement online, if nothing has come in between. Safe to call again.

    Drawing takes seconds, so it happens before the lock; what was drawn only counts when the content is
    still the content that was decided and every consent still stands.
    """
    placement = _placement(placement_id)
    if placement is None or placement.state != Placement.State.REQUESTED:
        return
    judgement = judge(placement.publication)
    files_to_be = (
        rendering.render(placement.publication, judgement, placement.channel.key)
        if judgement.carries(placement)
        else []
    )
    with transaction.atomic():
        held = _placement(placement_id, hold=True)
        if held is None or held.state != Placement.State.REQUESTED:
            return
        judgement = judge(held.publication)
        if not judgement.carries(held):
            _stop(held, judgement)
            return
        for rendered in files_to_be:
            _keep(held, rendered)
        _go_online(held)


def _placement(placement_id: UUID, *, hold: bool = False) -> Placement | None:
    rows = Placement.objects.select_related("publication__school", "channel", "decision")
    return (rows.select_for_update(of=("self",)) if hold else rows).filter(id=placement_id).first()


def _keep(placement: Placement, rendered: rendering.Rendered) -> None:
    stored = files.store(
        tenant=placement.publication.school_id, data=rendered.data, media_type=rendered.media_type
    )
    PlacedFile.objects.create(
        placement=placement,
        photo_id=rendered.photo_id,
        file=stored,
        token=secrets.token_urlsafe(18),
        alt_text=rendered.alt_text,
        width=rendered.width,
        height=rendered.height,
    )


def _go_online(placement: Placement) -> None:
    channel = provider(placement.channel.provider)
    placement.address = channel.publish(placement)
    if channel.capabilities.publishes:
        placement.state = Placement.State.PUBLISHED
        placement.published_at = timezone.now()
    else:
        placement.state = Placement.State.TO_PLACE_BY_HAND
    placement.save()
    _record_placed(placement, actor="deelwijs")


def _record_placed(placement: Placement, *, actor: str) -> None:
    record(
        tenant=placement.publication.school_id,
        kind=Kind.PUBLICATION_PLACED,
        subject=str(placement.publication_id),
        actor=actor,
        payload={
            "placement": str(placement.id),
            "channel": placement.channel.key,
            "state": placement.state,
            "files": [placed.file.sha256 for placed in placement.files.select_related("file")],
        },
    )


def _stop(placement: Placement, judgement: Judgement) -> None:
    """It stays here, and the editor sees why."""
    placement.state = Placement.State.STOPPED
    _say_why(placement, judgement)
    placement.save()
    record(
        tenant=placement.publication.school_id,
        kind=Kind.PUBLICATION_STOPPED,
        subject=str(placement.publication_id),
        actor="deelwijs",
        payload={"placement": str(placement.id), "reason": placement.takedown_reason},
    )


def _say_why(placement: Placement, judgement: Judgement) -> None:
    finding = next(iter(judgement.findings_on(placement.channel.key)), None)
    placement.takedown_reason = finding.code if finding else "changed"
    person_id = finding.person_id if finding else None
    placement.takedown_person_id = UUID(person_id) if person_id else None


@transaction.atomic
def placed_by_hand(*, actor: Actor, placement_id: UUID, address: str) -> Placement:
    """A person placed it on a channel without an interface and says where.

    That is how it is, allowed or not: what may not be there any more becomes something to take down.
    """
    placement = held_placement(actor, placement_id)
    waited = placement.state == Placement.State.TO_PLACE_BY_HAND
    too_late = placement.state in _WITHDRAWN and not placement.address
    if not waited and not too_late:
        return placement
    placement.address = address
    placement.published_at = timezone.now()
    judgement = judge(placement.publication)
    if waited and judgement.carries(placement):
        placement.state = Placement.State.PUBLISHED
        placement.save()
    else:
        _must_go_again(placement, judgement)
    _record_placed(placement, actor=str(actor.person_id))
    return placement


_WITHDRAWN = {Placement.State.TAKEDOWN_REQUESTED, Placement.State.TAKEDOWN_BY_HAND, Placement.State.REMOVED}


def _must_go_again(placement: Placement, judgement: Judgement) -> None:
    placement.state = Placement.State.TAKEDOWN_BY_HAND
    placement.removed_at = None
    if placement.takedown_requested_at is None:
        placement.takedown_requested_at = timezone.now()
        _say_why(placement, judgement)
    placement.save()
    erase_placed_files(placement)


def erase_placed_files(placement: Placement) -> None:
    """Erase what the public could see of it."""
    for placed in placement.files.select_related("file"):
        files.erase(file=placed.file)


def held_placement(actor: Actor, placement_id: UUID) -> Placement:
    """A placement of the actor's school, held until the transaction ends.

    Raises:
        PermissionDenied: when the actor may not publish.
        Http404: when the school has no such placement.
    """
    actor.require(Permission.PUBLISH)
    found = (
        Placement.objects.select_for_update(of=("self",))
        .select_related("publication", "channel")
        .filter(id=placement_id, publication__school_id=actor.school_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


class StillOnlineError(Exception):
    """The post still stands somewhere, or is on its way there or off it."""


@transaction.atomic
def reopen(*, actor: Actor, publication_id: UUID) -> Publication:
    """Make a post that is nowhere online into a draft again, so that it can go out in another form.

    Raises:
        StillOnlineError: while any placement is not stopped or removed.
    """
    actor.require(Permission.WRITE_PUBLICATION)
    post = (
        Publication.objects.select_for_update().filter(school_id=actor.school_id, id=publication_id).first()
    )
    if post is None:
        raise Http404
    finished = [Placement.State.STOPPED, Placement.State.REMOVED]
    if post.placements.exclude(state__in=finished).exists():
        raise StillOnlineError
    post.state = Publication.State.DRAFT
    post.everyone_marked_by = None
    post.everyone_marked_at = None
    post.save()
    return post
