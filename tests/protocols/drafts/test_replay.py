"""Earlier answers held against a working version: what would be different, how often, in words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from deelwijs.advice.models import Advice
from deelwijs.core.drafting import with_parameter
from deelwijs.protocols import cases
from deelwijs.protocols.cases import Case
from deelwijs.protocols.corpus import content_hash
from deelwijs.protocols.drafts.replay import Replay, replay
from deelwijs.protocols.models import Draft, ProtocolVersion
from tests.consents.conftest import World
from tests.protocols.drafts.conftest import DRAFT, words, working

TODAY = timezone.localdate()
GROUP = {
    "rol": "medewerker", "handeling": "groepsapp_maken", "verband_met_school": "ja", "kanaal": "groepsapp",
    "professionele_groep": "ja", "overigen_bereikt": "ja", "strijdig_met_fatsoen": "nee",
    "mogelijk_strafbaar": "nee",
}  # fmt: skip


def asked(world: World, times: int, days_ago: int = 0, **facts: object) -> None:
    """A question that «Mag dit?» answered."""
    given = {**GROUP, **facts}
    Advice.objects.create(
        school=world.school,
        version=ProtocolVersion.objects.get(school=world.school),
        facts=given,
        facts_hash=content_hash(given),
        outcome="verboden",
        articles=["B1"],
        given_on=TODAY - timedelta(days=days_ago),
        times=times,
    )


def changed(world: World, age: int = 14) -> Replay:
    """The replay when the age of group apps is another one."""
    draft = Draft.objects.get(school=world.school)
    draft.content = with_parameter(draft.content, "leeftijd_groepsapp", age)
    draft.save()
    found = replay(world.actor("Maarten"), working(world), TODAY)
    assert found
    return found


def test_what_changes_is_counted_and_told(begun: World) -> None:
    asked(begun, 3, jongste_leeftijd=14)
    asked(begun, 2, days_ago=5, jongste_leeftijd=14)  # the same question on another day
    asked(begun, 4, jongste_leeftijd=15)
    asked(begun, 7, jongste_leeftijd=12)
    found = changed(begun)
    assert (found.asked, found.different) == (16, 9)
    (group,) = found.groups
    assert (group.before, group.after, group.times) == ("verboden", "toegestaan", 9)
    assert [case.times for case in group.shown] == [5, 4]
    said = dict(group.shown[0].said)
    assert said["Wat wilt u doen?"] == "Een groepsapp maken"
    assert group.shown[0].summary.startswith("Medewerker, een groepsapp maken, in een groepsapp")
    assert said["Hoe oud is de jongste leerling om wie het gaat?"] == "14"
    assert "B1" in group.shown[0].articles


def test_only_of_the_last_year_and_of_this_school(begun: World, other: World) -> None:
    asked(begun, 3, days_ago=366, jongste_leeftijd=14)
    asked(other, 3, jongste_leeftijd=14)
    assert changed(begun) == Replay(0, ())


def test_a_case_that_needs_a_question_more_is_a_group_of_its_own(begun: World) -> None:
    asked(begun, 1, jongste_leeftijd=14)
    facts = Advice.objects.get().facts
    del facts["mogelijk_strafbaar"]
    Advice.objects.update(facts=facts)
    (group,) = changed(begun).groups
    assert (group.before, group.after) == ("verboden", None)


def test_what_a_version_does_not_know_is_counted_apart(begun: World) -> None:
    asked(begun, 2, jongste_leeftijd=14, een_feit_van_vroeger="ja")
    found = changed(begun)
    assert (found.asked, found.different, found.unreadable) == (2, 0, 2)


def test_nothing_changes_when_nothing_was_changed(begun: World, maarten: Client) -> None:
    asked(begun, 3, jongste_leeftijd=14)
    assert changed(begun, age=16).groups == ()
    page = words(maarten.get(f"{DRAFT}controle/"))
    assert "Geen. 3 vragen uit het afgelopen jaar krijgen hetzelfde antwoord." in page


def test_the_page_says_it(begun: World, maarten: Client) -> None:
    asked(begun, 3, jongste_leeftijd=14)
    changed(begun)
    page = words(maarten.get(f"{DRAFT}controle/"))
    assert "Van 3 vragen uit het afgelopen jaar krijgen er 3 een ander antwoord" in page
    assert "Mag niet" in page
    assert "3 keer gevraagd" in page


def test_two_sources_do_not_share_a_name() -> None:
    def source(school_id: object, day: object) -> list[Case]:
        return []

    with pytest.raises(ValueError, match="advice"):
        cases.register("advice", source)
