"""Which protocol holds on which day, and that a version never changes."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from deelwijs.accounts.roles import Role
from deelwijs.core.norms import Choices
from deelwijs.ledger.models import Entry
from deelwijs.people.actor import Actor
from deelwijs.people.models import Board, Person, School
from deelwijs.protocols import actions, corpus
from deelwijs.protocols.models import Channel, ProtocolVersion
from deelwijs.protocols.selectors import NoProtocolError, channels, in_force

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)


@pytest.fixture
def school() -> School:
    """A school without a protocol."""
    board = Board.objects.create(name="Stichting Windroos")
    return School.objects.create(board=board, name="Het Kompas College", slug="kompas")


@pytest.fixture
def other(school: School) -> School:
    """Another school of the same board."""
    return School.objects.create(board=school.board, name="De Windroos", slug="windroos")


def test_before_the_first_version_nothing_holds(school: School) -> None:
    actions.adopt(school_id=school.pk, valid_from=DAY, by="test")
    with pytest.raises(NoProtocolError):
        in_force(school.pk, DAY - timedelta(days=1))
    assert in_force(school.pk, DAY).number == 1


def test_a_later_version_holds_from_its_own_day(school: School) -> None:
    for valid_from in (DAY, DAY + timedelta(days=30)):
        actions.adopt(school_id=school.pk, valid_from=valid_from, by="test")
    assert in_force(school.pk, DAY + timedelta(days=29)).number == 1
    assert in_force(school.pk, DAY + timedelta(days=30)).number == 2
    assert in_force(school.pk, date(2099, 1, 1)).number == 2


def test_of_two_versions_from_one_day_the_later_holds(school: School) -> None:
    for _ in range(2):
        actions.adopt(school_id=school.pk, valid_from=DAY, by="test")
    assert in_force(school.pk, DAY).number == 2


def test_schools_number_their_own_versions(school: School, other: School) -> None:
    actions.adopt(school_id=school.pk, valid_from=DAY, by="test")
    assert actions.adopt(school_id=other.pk, valid_from=DAY, by="test").number == 1
    assert actions.adopt(school_id=school.pk, valid_from=DAY, by="test").number == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        ProtocolVersion.objects.create(
            school=school, number=2, corpus="x", valid_from=DAY, content={}, content_hash=""
        )


def test_adopting_is_in_the_ledger(school: School) -> None:
    version = actions.adopt(school_id=school.pk, valid_from=DAY, by="de rector")
    entry = Entry.objects.select_related("payload").get()
    assert (entry.tenant, entry.kind, entry.subject, entry.actor) == (
        school.pk,
        "protocol.adopted",
        str(version.pk),
        "de rector",
    )
    assert entry.payload.content == {
        "number": 1,
        "content_hash": version.content_hash,
        "valid_from": "2026-09-01",
        "council_rule": "",
        "consent_on": None,
        "consent_by": "",
    }


def test_without_an_entry_there_is_no_version(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError("no ledger")

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(RuntimeError):
        actions.adopt(school_id=school.pk, valid_from=DAY, by="test")
    assert not ProtocolVersion.objects.exists()


def test_an_adopted_version_is_known_by_its_content(school: School) -> None:
    version = actions.adopt(school_id=school.pk, valid_from=DAY, by="test")
    stored = in_force(school.pk, DAY)
    assert stored.content_hash == version.content_hash == corpus.content_hash(dict(stored.content))
    changed = json.loads(json.dumps(stored.content))
    changed["articles"]["parameters"]["leeftijd_zelf_toestemming"]["waarde"] = 12
    assert corpus.content_hash(changed) != stored.content_hash


def test_the_age_comes_from_the_version_that_holds(school: School) -> None:
    version = actions.adopt(school_id=school.pk, valid_from=DAY, by="test")
    content = json.loads(json.dumps(version.content))
    content["articles"]["parameters"]["leeftijd_zelf_toestemming"]["waarde"] = 14
    ProtocolVersion.objects.create(
        school=school,
        number=2,
        corpus="eigen",
        valid_from=DAY + timedelta(days=10),
        content=content,
        content_hash=corpus.content_hash(content),
    )
    assert in_force(school.pk, DAY).consent_rules.age_of_own_consent == 16
    assert in_force(school.pk, DAY + timedelta(days=10)).consent_rules.age_of_own_consent == 14


def test_how_consents_count_is_a_choice_of_the_school(school: School) -> None:
    choices = Choices(readings={"ouders_samen": "allebei", "zelf_bevestigen": "doorlopen"})
    actions.adopt(school_id=school.pk, valid_from=DAY, by="test")
    actions.adopt(school_id=school.pk, valid_from=DAY + timedelta(days=1), by="test", choices=choices)
    plain = in_force(school.pk, DAY).consent_rules
    chosen = in_force(school.pk, DAY + timedelta(days=1)).consent_rules
    assert (plain.all_guardians, plain.confirm_at_age) == (False, True)
    assert (chosen.all_guardians, chosen.confirm_at_age) == (True, False)


def test_channels_are_those_of_the_school_in_its_own_order(school: School, other: School) -> None:
    for order, key in enumerate(["website", "instagram"]):
        Channel.objects.create(school=school, key=key, name=key, provider="news_page", order=9 - order)
    Channel.objects.create(school=other, key="website", name="Anders", provider="news_page")
    person = Person.objects.create(school=school, given_name="Noor")
    actor = Actor(person.pk, school.pk, "Noor", frozenset({Role.EMPLOYEE}))
    assert [channel.key for channel in channels(actor)] == ["instagram", "website"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Channel.objects.create(school=school, key="website", name="Nog een", provider="news_page")
