"""The quick check says what the whole history says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deelwijs.consents.checking import Use, states
from deelwijs.consents.models import ConsentDecision, InformationText
from deelwijs.consents.selectors import statuses
from deelwijs.core.consent import ConsentRules, ConsentState
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.models import Guardianship, Person
from deelwijs.people.selectors import members
from deelwijs.protocols.models import Channel
from tests.consents.conftest import World, aged
from tests.consents.test_decide import NO, YES, say

RULES = ConsentRules(age_of_own_consent=16)
ABOUT = ("Sami", "Yasmin", "Lotte", "Noor")
SPEAKERS = ("Karim", "Leila", "Bas", "Ex", "Sami", "Yasmin", "Noor")
WORDS = st.tuples(
    st.sampled_from(ABOUT), st.sampled_from(SPEAKERS), st.sampled_from(["self", "guardian"]),
    st.sampled_from(["yes", "no"]), st.integers(0, 900), st.sampled_from(["website", "instagram"]),
)  # fmt: skip


def use_of(world: World, channel: str = "website") -> Use:
    return Use(world.school.pk, "beeld", channel)


def tell(world: World, words: list[tuple[Any, ...]]) -> None:
    """Put words in the register as they may have got there, those of who had no say included."""
    ConsentDecision.objects.all().delete()
    text = InformationText.objects.filter(school=world.school, purpose="beeld")[0]
    channels = {channel.key: channel for channel in Channel.objects.filter(school=world.school)}
    ConsentDecision.objects.bulk_create(
        ConsentDecision(
            school=world.school, person=world.person(about), purpose="beeld", channel=channels[channel],
            answer=answer, decided_by=world.person(by), capacity=capacity, information=text,
            decided_at=timezone.now() - timedelta(days=days),
        )
        for about, by, capacity, answer, days, channel in words
    )  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(WORDS, max_size=12),
    ages=st.tuples(st.integers(11, 18), st.integers(11, 18)),
    ago=st.integers(-30, 400),
    strict=st.booleans(),
)
def test_it_is_the_status_of_the_whole_history(
    kompas: World, words: list[tuple[Any, ...]], ages: tuple[int, int], ago: int, strict: object
) -> None:
    for name, age in zip(("Sami", "Yasmin"), ages, strict=True):
        Person.objects.filter(pk=kompas.person(name).pk).update(birth_date=aged(age))
    tell(kompas, words)
    day = timezone.localdate() - timedelta(days=ago)
    rules = ConsentRules(16, all_guardians=bool(strict), confirm_at_age=not strict)
    ids = [kompas.person(name).pk for name in (*ABOUT, "Bas")]
    persons = members(kompas.school.pk, ids, day)
    whole = statuses(kompas.school.pk, persons, day, rules)
    for channel in ("website", "instagram"):
        found = {str(key): state for key, state in states(use_of(kompas, channel), ids, day, rules).items()}
        assert found == {one.id: whole[one.id, "beeld", channel].state for one in persons}


def test_custody_and_who_is_there_count_on_the_day(kompas: World) -> None:
    today = timezone.localdate()
    sami = kompas.person("Sami").pk
    say(kompas, "Karim", "Sami", YES)
    assert states(use_of(kompas), [sami], today, RULES) == {sami: ConsentState.GIVEN}
    care = Guardianship.objects.get(pupil=sami, guardian=kompas.person("Karim"))
    care.ends_on = today - timedelta(days=1)
    care.save()
    assert states(use_of(kompas), [sami], today, RULES) == {sami: ConsentState.NOT_ANSWERED}
    kompas.person("Sami").affiliations.update(ends_on=today - timedelta(days=1))
    assert states(use_of(kompas), [sami], today, RULES) == {}


def test_another_school_gives_nothing(kompas: World, other: World) -> None:
    say(kompas, "Karim", "Sami", YES)
    assert states(use_of(other), [kompas.person("Sami").pk], timezone.localdate(), RULES) == {}
    assert states(use_of(kompas), [], timezone.localdate(), RULES) == {}


def test_three_queries_for_one_or_for_many(kompas: World) -> None:
    for number in range(20):
        kompas.add(f"Kind{number}", Kind.PUPIL, born=aged(12), group="1A")
        kompas.care("Bas", f"Kind{number}")
        say(kompas, "Bas", f"Kind{number}", NO if number % 2 else YES)
    ids = [person.pk for person in Person.objects.filter(school=kompas.school)]
    for some in (ids[:1], ids):
        with CaptureQueriesContext(connection) as captured:
            states(use_of(kompas), some, timezone.localdate(), RULES)
        assert len(captured) == 3
