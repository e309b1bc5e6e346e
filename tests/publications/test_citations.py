"""How often decisions rested on an article."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from deelwijs.publications.citations import count
from tests.publications.desk import Desk


def test_a_decision_counts_once_for_each_article(desk: Desk) -> None:
    today = timezone.localdate()
    for _ in range(2):
        desk.online("liv-van-den-heuvel", "sofia-lindqvist", channels=("website", "instagram"))
    assert count(desk.actor.school_id, today, today)["A5"] == 2
    assert count(desk.actor.school_id, today - timedelta(days=9), today - timedelta(days=1)) == {}
    assert count(uuid4(), today, today) == {}
