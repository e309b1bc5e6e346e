"""A draft, found and held for whoever may write it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from deelwijs.accounts.roles import Permission
from deelwijs.people.actor import Actor
from deelwijs.publications.models import Publication


class NotADraftError(Exception):
    """The post has been placed already; what is online is not changed but taken down."""


def locked_draft(actor: Actor, publication_id: UUID) -> Publication:
    """A draft of the actor's school, held against others until the transaction ends.

    Raises:
        PermissionDenied: when the actor may not write posts.
        Http404: when the school has no such post.
        NotADraftError: when it was placed already.
    """
    actor.require(Permission.WRITE_PUBLICATION)
    post = (
        Publication.objects.select_for_update(of=("self",))
        .filter(school_id=actor.school_id, id=publication_id)
        .first()
    )
    if post is None:
        raise Http404
    if post.state != Publication.State.DRAFT:
        raise NotADraftError
    return post
