"""Who stands differently is asked about again upstairs; who never answered has nothing that could fall."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deelwijs.consents.actions import GivenAnswer, decide
from deelwijs.consents.signals import consent_changed
from deelwijs.core.consent import Answer
from deelwijs.core.norms import Choices
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.effects import work_through
from deelwijs.people.models import Affiliation, Guardianship, School
from deelwijs.protocols.actions import adopt
from tests.consents.conftest import World

ONE = timedelta(days=1)


@pytest.fixture
def told() -> Iterator[list[UUID]]:
    """About whom the rooms above are asked to look again."""
    heard: list[UUID] = []

    def hear(*, person_id: UUID, **_: Any) -> None:
        heard.append(person_id)

    consent_changed.connect(hear, weak=False)
    yield heard
    consent_changed.disconnect(hear)


@pytest.fixture
def answered(kompas: World, told: list[UUID]) -> World:
    """Karim said yes for Sami, Pieter for himself; nobody answered for Lotte."""
    for who, about in (("Karim", "Sami"), ("Pieter", "Pieter")):
        yes = GivenAnswer("beeld", "website", Answer.YES)
        decide(actor=kompas.actor(who), person_id=kompas.person(about).pk, answers=[yes])
    School.objects.filter(pk=kompas.school.pk).update(settled_on=timezone.localdate())
    told.clear()
    return kompas


def tomorrow(world: World) -> None:
    work_through(school_id=world.school.pk, day=timezone.localdate() + ONE)


def test_who_leaves_and_whose_custody_ends(answered: World, told: list[UUID]) -> None:
    today = timezone.localdate()
    Affiliation.objects.filter(person=answered.person("Pieter")).update(ends_on=today)
    Guardianship.objects.filter(pupil__in=[answered.person("Sami"), answered.person("Lotte")]).update(
        ends_on=today
    )
    tomorrow(answered)
    assert set(told) == {answered.person("Pieter").pk, answered.person("Sami").pk}


def test_a_quiet_day(answered: World, other: World, told: list[UUID]) -> None:
    tomorrow(answered)
    assert told == []


def test_a_protocol_with_another_age_is_about_everybody(answered: World, told: list[UUID]) -> None:
    adopt(
        school_id=answered.school.pk,
        valid_from=timezone.localdate() + ONE,
        by="test",
        choices=Choices(parameters={"leeftijd_zelf_toestemming": 15}),
    )
    tomorrow(answered)
    assert set(told) == {answered.person("Pieter").pk, answered.person("Sami").pk}


def test_a_large_import_costs_a_few_queries(answered: World) -> None:
    def queries(number: int) -> int:
        School.objects.filter(pk=answered.school.pk).update(settled_on=timezone.localdate())
        for one in range(number):
            person = answered.add(f"Kind {number} {one}", Kind.PUPIL)
            person.affiliations.update(starts_on=timezone.localdate() + ONE)
        with CaptureQueriesContext(connection) as context:
            tomorrow(answered)
        return len(context)

    assert queries(1) == queries(60)
