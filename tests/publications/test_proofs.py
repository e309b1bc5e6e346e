"""A file of proof about one post: what was decided and done, under which protocol, and nobody else's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from deelwijs.accounts.roles import Role
from deelwijs.core.ledger.proof import read_case
from deelwijs.core.ledger.verify import check_case
from deelwijs.people.models import School
from deelwijs.protocols.models import ProtocolVersion
from deelwijs.publications.actions import takedown
from deelwijs.publications.proofs import prove_publication
from tests.publications.desk import Desk, actor_of


@pytest.fixture(autouse=True)
def _key(settings: Any, tmp_path: Path) -> None:
    settings.LEDGER_KEY_FILE = tmp_path / "ledger-key"


def test_a_post_is_proven_from_decision_to_takedown(desk: Desk, school: School) -> None:
    officer = actor_of(school, "wietske-ypma", Role.PRIVACY_OFFICER)
    decision = desk.submit(desk.with_people("liv-van-den-heuvel"))
    desk.submit(desk.with_people())
    takedown.take_down(actor=desk.actor, placement_id=decision.placements.get().id)
    made = prove_publication(actor=officer, publication_id=decision.publication_id)
    document = json.loads(json.dumps(made))
    report = check_case(read_case(document))
    assert report.holds
    assert [entry["kind"] for entry in document["entries"]] == [
        "publication.decided",
        "publication.placed",
        "takedown.requested",
    ]
    assert {entry["subject"] for entry in document["entries"]} == {str(decision.publication_id)}
    (text,) = document["texts"]
    assert text["hash"] == ProtocolVersion.objects.get(pk=decision.protocol_version_id).content_hash
    assert document["names"] == {str(desk.actor.person_id): desk.actor.name}


def test_only_who_may_and_only_of_the_own_school(desk: Desk, school: School) -> None:
    decision = desk.submit(desk.with_people())
    with pytest.raises(PermissionDenied):
        prove_publication(actor=desk.actor, publication_id=decision.publication_id)
    officer = actor_of(school, "wietske-ypma", Role.PRIVACY_OFFICER)
    with pytest.raises(Http404):
        prove_publication(actor=officer, publication_id=uuid4())
