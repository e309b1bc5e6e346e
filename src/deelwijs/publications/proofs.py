"""Files of proof about one post: what was decided, placed and taken down, under which protocol."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from deelwijs.accounts.roles import Permission
from deelwijs.ledger.actions import export_case
from deelwijs.ledger.exporting import Wanted, Words, ids_in
from deelwijs.ledger.kinds import Kind
from deelwijs.people.actor import Actor
from deelwijs.people.models import School
from deelwijs.people.names import names_of
from deelwijs.protocols.models import ProtocolVersion
from deelwijs.publications.models import Decision, Publication

PUBLICATION = frozenset(
    kind.value for kind in Kind if kind.value.partition(".")[0] in {"publication", "takedown"}
)


def prove_publication(*, actor: Actor, publication_id: UUID) -> dict[str, Any]:
    """A case file about one post, with the protocol under which it was decided.

    Raises:
        PermissionDenied: when the actor may not make such files.
        Http404: when the actor's school knows no such post.
        ChainFaultError: when the ledger does not hold.
    """
    actor.require(Permission.EXPORT_PROOF)
    post = get_object_or_404(Publication, pk=publication_id, school_id=actor.school_id)
    decisions = Decision.objects.filter(publication=post)
    versions = ProtocolVersion.objects.filter(pk__in=decisions.values("protocol_version_id"))
    wanted = Wanted(str(post.pk), PUBLICATION)
    words = Words(
        school=School.objects.get(pk=actor.school_id).name,
        about={"zaak": "bericht", "titel": post.title},
        names=names_of(actor.school_id, ids_in(actor.school_id, wanted)),
        texts={version.content_hash: version.content for version in versions},
    )
    return export_case(tenant=actor.school_id, wanted=wanted, words=words, actor=str(actor.person_id))
