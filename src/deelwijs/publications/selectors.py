from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from deelwijs.accounts.roles import Permission
from deelwijs.core.publication import Tag
from deelwijs.files import selectors as files
from deelwijs.people.actor import Actor
from deelwijs.publications.judging import judge
from deelwijs.publications.models import Decision, Face, Photo, PlacedFile, Placement, Publication

LIVE = (Placement.State.REQUESTED, Placement.State.TO_PLACE_BY_HAND, Placement.State.PUBLISHED)
GOING = (
    Placement.State.TAKEDOWN_REQUESTED,
    Placement.State.TAKEDOWN_BY_HAND,
    Placement.State.TAKEDOWN_FAILED,
)


def publication(actor: Actor, publication_id: UUID) -> Publication:
    """A post of the actor's school, with its photos, faces and channels.

    Raises:
        PermissionDenied: when the actor may not write posts.
        Http404: when the school has no such post.
    """
    actor.require(Permission.WRITE_PUBLICATION)
    found = _with_parts(Publication.objects.filter(school_id=actor.school_id, id=publication_id)).first()
    if found is None:
        raise Http404
    return found


def _with_parts(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    faces = Prefetch("faces", Face.objects.select_related("person").order_by("number"))
    photos = Prefetch(
        "photos", Photo.objects.select_related("working_copy").prefetch_related(faces).order_by("order", "id")
    )
    return rows.select_related("author", "school").prefetch_related(photos, "channels")


@dataclass(frozen=True, slots=True)
class Desk:
    """What the communications desk has on its table."""

    drafts: list[Publication]
    by_hand: list[Placement]
    going: list[Placement]
    online: list[Placement]
    gone: list[Placement]


def desk(actor: Actor) -> Desk:
    """Everything of the school that is being written, placed or taken down."""
    actor.require(Permission.WRITE_PUBLICATION)
    drafts = (
        Publication.objects.filter(school_id=actor.school_id, state=Publication.State.DRAFT)
        .annotate(
            photo_count=Count("photos", filter=Q(photos__state=Photo.State.READY), distinct=True),
        )
        .prefetch_related("channels")
    )
    placements = Placement.objects.filter(publication__school_id=actor.school_id).select_related(
        "publication", "channel", "takedown_person"
    )
    return Desk(
        drafts=list(drafts[:50]),
        by_hand=list(placements.filter(state=Placement.State.TO_PLACE_BY_HAND)[:50]),
        going=list(placements.filter(state__in=GOING)[:50]),
        online=list(placements.filter(state__in=[Placement.State.PUBLISHED, Placement.State.REQUESTED])[:50]),
        gone=list(
            placements.filter(state__in=[Placement.State.REMOVED, Placement.State.STOPPED]).order_by(
                "-removed_at", "-requested_at"
            )[:20]
        ),
    )


def open_work(actor: Actor) -> tuple[int, int]:
    """How many posts wait to be finished or placed, and how many to be taken down."""
    if not actor.may(Permission.WRITE_PUBLICATION):
        return 0, 0
    drafts = Publication.objects.filter(school_id=actor.school_id, state=Publication.State.DRAFT).count()
    placements = Placement.objects.filter(publication__school_id=actor.school_id)
    by_hand = placements.filter(state=Placement.State.TO_PLACE_BY_HAND).count()
    return drafts + by_hand, placements.filter(state__in=GOING).count()


def news(school_slug: str) -> QuerySet[Placement]:
    """What the public sees of a school's news page, newest first."""
    return (
        Placement.objects.filter(
            publication__school__slug=school_slug,
            channel__provider="news_page",
            state=Placement.State.PUBLISHED,
        )
        .select_related("publication__school", "channel")
        .prefetch_related("files__file")
        .order_by("-published_at")
    )


def news_article(school_slug: str, slug: str) -> Placement:
    """One placement of the news page, online or gone; the view looks at its state.

    Raises:
        Http404: when there never was one.
    """
    found = (
        Placement.objects.filter(
            publication__school__slug=school_slug, slug=slug, channel__provider="news_page"
        )
        .select_related("publication__school", "channel")
        .prefetch_related("files")
        .first()
    )
    if found is None or found.published_at is None:
        raise Http404
    return found


def news_file(school_slug: str, token: str) -> PlacedFile:
    """A published file by its address.

    Raises:
        Http404: when there never was one.
    """
    found = (
        PlacedFile.objects.filter(
            token=token,
            placement__publication__school__slug=school_slug,
            placement__channel__provider="news_page",
        )
        .select_related("placement", "file")
        .first()
    )
    if found is None:
        raise Http404
    return found


def working_copy(actor: Actor, publication_id: UUID, photo_id: UUID) -> bytes:
    """A photo as it was uploaded, upright and without hidden data; for those who write only.

    Raises:
        Http404: when the post has no such photo, or it is not ready.
    """
    post = publication(actor, publication_id)
    photo = next((photo for photo in post.photos.all() if photo.id == photo_id), None)
    if photo is None or photo.working_copy is None:
        raise Http404
    return files.read(photo.working_copy)


def next_untagged(actor: Actor, publication_id: UUID, photo_id: UUID) -> Face | None:
    """The next face of a photo about which nobody has said anything yet."""
    post = publication(actor, publication_id)
    faces = (face for photo in post.photos.all() if photo.id == photo_id for face in photo.faces.all())
    return next((face for face in faces if face.tag == Tag.UNTAGGED and not face.covered_on), None)


def placement(actor: Actor, placement_id: UUID) -> Placement:
    """A placement of the actor's school with everything that is kept about it.

    Raises:
        PermissionDenied: when the actor may not write posts.
        Http404: when the school has no such placement.
    """
    actor.require(Permission.WRITE_PUBLICATION)
    found = (
        Placement.objects.filter(id=placement_id, publication__school_id=actor.school_id)
        .select_related(
            "publication__school",
            "channel",
            "takedown_person",
            "decision__decided_by",
            "decision__protocol_version",
        )
        .prefetch_related("files__file", "files__photo", "publication__placements__channel")
        .first()
    )
    if found is None:
        raise Http404
    return found


def first_placement(decision: Decision) -> Placement:
    """The placement to show first after a decision."""
    return decision.placements.order_by("channel__order")[0]


def latest_placement(post: Publication) -> Placement:
    """The placement to show first of a post that was decided."""
    return post.placements.order_by("-requested_at", "channel__order")[0]


class ChangedError(Exception):
    """What lies ready to be placed by hand may not go out any more."""


def package_file(actor: Actor, placement_id: UUID, token: str) -> PlacedFile:
    """A file of a placement, for who places it by hand.

    Raises:
        Http404: when there is no such file.
        ChangedError: when it was not placed yet and a consent, an age or the protocol changed meanwhile.
    """
    of = placement(actor, placement_id)
    found = of.files.select_related("file", "photo").filter(token=token).first()
    if found is None or found.file.erased_at is not None:
        raise Http404
    if of.state == Placement.State.TO_PLACE_BY_HAND and not judge(of.publication).carries(of):
        raise ChangedError
    return found


def placed_bytes(placed: PlacedFile) -> bytes:
    """The bytes of a file as the public may see it."""
    return files.read(placed.file)
