"""Loading the demo school into the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps

from deelwijs.accounts.roles import Role
from deelwijs.consents.selectors import statuses
from deelwijs.core.consent import ConsentState, deciders, status
from deelwijs.core.people import Affiliation, Person, age_on
from deelwijs.demo.load import demo_id, load_demo
from deelwijs.ledger.models import Entry
from deelwijs.people import selectors as people
from deelwijs.people.models import Person as PersonRow
from deelwijs.people.models import School
from deelwijs.protocols.models import Channel
from deelwijs.protocols.selectors import in_force
from tests.demo.conftest import DAY


def quietly(_line: str) -> None:
    pass


def counts() -> dict[str, int]:
    """Rows per table of the product."""
    models = [model for model in apps.get_models() if model.__module__.startswith("deelwijs.")]
    return {model.__name__: model._default_manager.count() for model in models}


def members(school: School) -> dict[str, Person]:
    return {person.id: person for person in people.roster(school.pk, DAY)}


State = Callable[[str, str, str], ConsentState]


@pytest.fixture
def state(school: School) -> State:
    """What stands for a person, purpose and channel on the day of loading."""
    roster = members(school)
    rules = in_force(school.pk, DAY).consent_rules
    standing = statuses(school.pk, tuple(roster.values()), DAY, rules)

    def of(name: str, purpose: str, channel: str) -> ConsentState:
        key = (str(demo_id(name)), purpose, channel)
        silent = status(roster[key[0]], purpose, channel, DAY, (), rules)
        return standing.get(key, silent).state

    return of


def test_the_school_is_there_with_its_looks(school: School) -> None:
    assert (school.name, school.slug, school.colour, school.accent) == (
        "Het Kompas College",
        "kompas",
        "#1D3F7A",
        "#FFB81C",
    )
    assert school.board.name == "Stichting Windroos"
    channels = Channel.objects.filter(school=school).values_list("key", "provider")
    assert list(channels) == [
        ("website", "news_page"),
        ("instagram", "copy_and_confirm"),
        ("nieuwsbrief", "copy_and_confirm"),
    ]


def test_everybody_is_there(school: School) -> None:
    everyone = members(school).values()
    kinds = {kind: sum(person.is_a(kind) for person in everyone) for kind in Affiliation}
    assert kinds[Affiliation.PUPIL] == 41
    assert kinds[Affiliation.GUARDIAN] == 71
    assert kinds[Affiliation.EMPLOYEE] == 12


def test_brother_and_sister_share_their_guardians(school: School) -> None:
    roster = members(school)
    sami, yasmin = (roster[str(demo_id(name))] for name in ("sami-bakkali", "yasmin-bakkali"))
    assert sami.groups == ("3C",)
    assert yasmin.groups == ("1A",)
    assert (
        sami.guardians == yasmin.guardians == (str(demo_id("karim-bakkali")), str(demo_id("leila-el-fassi")))
    )


def test_who_has_no_custody_does_not_decide(school: School) -> None:
    chloe = members(school)[str(demo_id("chloe-dubois"))]
    who = deciders(chloe, DAY, in_force(school.pk, DAY).consent_rules)
    assert who.ids == (str(demo_id("helene-dubois")),)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("noor-van-dijk", Role.COMMUNICATIONS),
        ("maarten-van-loon", Role.SCHOOL_LEADERSHIP),
        ("hassan-boukhari", Role.BOARD),
        ("wietske-ypma", Role.PRIVACY_OFFICER),
        ("pieter-de-wit", Role.EMPLOYEE),
        ("karim-bakkali", Role.GUARDIAN),
        ("sofia-lindqvist", Role.PUPIL),
    ],
)
def test_demo_people_sign_in_with_their_role_and_without_a_password(
    school: School, name: str, role: Role
) -> None:
    person = PersonRow.objects.select_related("user").get(pk=demo_id(name))
    assert person.user is not None
    assert not person.user.has_usable_password()
    (actor,) = people.actors_of(person.user.pk, DAY)
    assert role in actor.roles


@pytest.mark.parametrize(
    ("name", "channel", "expected"),
    [
        ("sami-bakkali", "instagram", ConsentState.GIVEN),
        ("yasmin-bakkali", "instagram", ConsentState.REFUSED),
        ("yasmin-bakkali", "nieuwsbrief", ConsentState.NOT_ANSWERED),
        ("lotte-hendriks", "website", ConsentState.GIVEN),
        ("lotte-hendriks", "instagram", ConsentState.REFUSED),
        ("eva-nowak", "website", ConsentState.REFUSED),
        ("eva-nowak", "nieuwsbrief", ConsentState.REFUSED),
        ("puck-lamers", "website", ConsentState.CONFLICT),
        ("zoe-ozturk", "website", ConsentState.NOT_ANSWERED),
        ("filmon-tesfay", "website", ConsentState.NOBODY_TO_ASK),
        ("thijs-van-der-linden", "website", ConsentState.TO_CONFIRM),
        ("maud-peeters", "website", ConsentState.GIVEN),
        ("emma-vos", "website", ConsentState.TO_CONFIRM),
        ("ruben-van-rijn", "instagram", ConsentState.WITHDRAWN),
        ("sofia-lindqvist", "instagram", ConsentState.GIVEN),
        ("pieter-de-wit", "instagram", ConsentState.GIVEN),
        ("daniel-koc", "website", ConsentState.NOT_ANSWERED),
    ],
)
def test_what_stands_for_a_picture(state: State, name: str, channel: str, expected: ConsentState) -> None:
    assert state(name, "beeld", channel) is expected


def test_a_name_is_a_question_of_its_own(state: State) -> None:
    assert state("daan-pinas", "beeld", "website") is ConsentState.GIVEN
    assert state("daan-pinas", "naam_bij_foto", "website") is ConsentState.REFUSED


def test_more_say_yes_to_the_website_than_to_instagram(school: School) -> None:
    pupils = list(
        PersonRow.objects.filter(school=school, affiliations__kind="pupil").values_list("pk", flat=True)
    )
    rules = in_force(school.pk, DAY).consent_rules
    standing = statuses(school.pk, tuple(members(school).values()), DAY, rules)
    yes = {
        channel: sum(
            standing[key].allows_new
            for pupil in pupils
            if (key := (str(pupil), "beeld", channel)) in standing
        )
        for channel in ("website", "instagram")
    }
    assert len(pupils) / 2 < yes["instagram"] < yes["website"]


def test_loading_again_changes_nothing(school: School) -> None:
    before = counts()
    assert load_demo(DAY, progress=quietly) == school
    assert counts() == before


def test_loading_later_keeps_everybody_as_old_as_they_are(school: School) -> None:
    later = DAY + timedelta(days=100)
    before = counts()
    load_demo(later, progress=quietly)
    thijs = PersonRow.objects.get(pk=demo_id("thijs-van-der-linden"))
    assert thijs.birth_date is not None
    assert age_on(thijs.birth_date, later) == 16
    assert age_on(thijs.birth_date, later - timedelta(days=1)) == 15
    assert counts() == before | {"Entry": before["Entry"] + 1, "Payload": before["Payload"] + 1}


def test_an_import_leaves_the_demo_people_alone(school: School) -> None:
    assert not PersonRow.objects.filter(school=school, source_id__isnull=False).exists()


def test_the_ledger_says_that_the_demo_was_loaded(school: School) -> None:
    last = Entry.objects.filter(tenant=school.pk).latest("seq")
    assert (last.kind, last.actor) == ("demo.loaded", "demo")
