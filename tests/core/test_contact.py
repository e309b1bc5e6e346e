"""Nobody reads a secret address: not on a page, not in an old address, not in a letter."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from deelwijs.core.contact import (
    Addressee,
    ContactFacts,
    Household,
    Secret,
    Viewer,
    households,
    may_see_contact,
)
from tests.core.family import PROPERTY

PEOPLE = ["moeder", "vader", "kind", "buurvrouw", "administratie"]
HOMES = ["1000AA1", "1000AA2", "1000AA3"]
ANY = st.sampled_from(PEOPLE)
SECRETS = st.frozensets(
    st.builds(Secret, ANY, ANY).filter(lambda secret: secret.person_id != secret.kept_from), max_size=4
)
WORLDS = st.builds(
    ContactFacts,
    SECRETS,
    st.dictionaries(ANY, st.frozensets(st.sampled_from(HOMES), max_size=3)),
    st.dictionaries(ANY, st.frozensets(ANY, max_size=2)),
)
FAMILY = ContactFacts(
    secrets=frozenset({Secret("moeder", "vader")}),
    homes={
        "moeder": frozenset({"1000AA1"}),
        "vader": frozenset({"1000AA2"}),
        "kind": frozenset({"1000AA1"}),
        "huisgenoot": frozenset({"1000AA1"}),
    },
    wards={"moeder": frozenset({"kind"}), "vader": frozenset({"kind"})},
)


def at_work(person: str) -> Viewer:
    return Viewer(person, for_work=True)


def test_everybody_sees_their_own_and_work_sees_others() -> None:
    assert may_see_contact(Viewer("vader"), "vader", FAMILY)
    assert not may_see_contact(Viewer("vader"), "buurvrouw", FAMILY)
    assert may_see_contact(at_work("administratie"), "moeder", FAMILY)


def test_a_parent_who_works_at_the_school_looks_up_none_of_the_family() -> None:
    """With a secret or without: so a refusal does not tell that there is one."""
    open_family = replace(FAMILY, secrets=frozenset())
    for one, facts in product(("moeder", "kind"), (FAMILY, open_family)):
        assert not may_see_contact(at_work("vader"), one, facts)
    assert may_see_contact(at_work("vader"), "buurvrouw", FAMILY)


def test_the_address_of_who_lives_with_somebody_is_as_secret_as_theirs() -> None:
    assert not may_see_contact(at_work("vader"), "huisgenoot", FAMILY)
    assert may_see_contact(at_work("administratie"), "huisgenoot", FAMILY)


def test_a_secret_from_somebody_outside_the_family() -> None:
    """The new partner of the father works in the office."""
    facts = replace(FAMILY, secrets=frozenset({Secret("moeder", "partner")}))
    for one in ("moeder", "kind", "huisgenoot"):
        assert not may_see_contact(at_work("partner"), one, facts)
    assert may_see_contact(at_work("partner"), "vader", facts)


@PROPERTY
@given(facts=WORLDS, viewer=st.builds(Viewer, ANY, st.booleans()), subject=ANY)
def test_no_look_ever_betrays_where_a_hidden_person_lives(
    facts: ContactFacts, viewer: Viewer, subject: str
) -> None:
    if subject == viewer.person_id or not may_see_contact(viewer, subject, facts):
        return
    hidden = {secret.person_id for secret in facts.secrets if secret.kept_from == viewer.person_id}
    for one in hidden:
        assert subject != one
        assert facts.homes_of(subject).isdisjoint(facts.homes_of(one))
        assert subject not in facts.wards_of(one)


@PROPERTY
@given(facts=WORLDS, more=SECRETS, viewer=st.builds(Viewer, ANY, st.booleans()), subject=ANY)
def test_a_secret_more_never_shows_more(
    facts: ContactFacts, more: frozenset[Secret], viewer: Viewer, subject: str
) -> None:
    stricter = replace(facts, secrets=facts.secrets | more)
    if not may_see_contact(viewer, subject, facts):
        assert not may_see_contact(viewer, subject, stricter)


@PROPERTY
@given(facts=WORLDS, viewer=ANY, subject=ANY)
def test_without_a_role_that_needs_it_one_sees_oneself_only(
    facts: ContactFacts, viewer: str, subject: str
) -> None:
    assert may_see_contact(Viewer(viewer), subject, facts) is (viewer == subject)


# --- Letters ------------------------------------------------------------------------------------
ADDRESSEES = st.lists(
    st.builds(Addressee, ANY, st.sampled_from(["", *HOMES]), st.sampled_from(["nl", "ar"])),
    unique_by=lambda one: one.id,
    max_size=5,
)


def test_one_letter_for_each_household() -> None:
    mother, father, grandmother = (
        Addressee("moeder", "1000AA1", "nl"),
        Addressee("vader", "1000AA1", "ar"),
        Addressee("oma", "1000AA2", "nl"),
    )
    assert households([mother, father, grandmother], ContactFacts()) == (
        Household((mother, father)),
        Household((grandmother,)),
    )
    assert households([mother, father], ContactFacts())[0].languages == ("nl", "ar")


@PROPERTY
@given(addressees=ADDRESSEES, facts=WORLDS)
def test_everybody_gets_exactly_one_letter_and_none_betrays_an_address(
    addressees: list[Addressee], facts: ContactFacts
) -> None:
    letters = households(addressees, facts)
    assert sorted(one.id for letter in letters for one in letter.members) == sorted(
        one.id for one in addressees
    )
    for letter in letters:
        assert {one.home for one in letter.members} == {letter.home}
        assert letter.home or len(letter.members) == 1
        pairs = product(letter.members, repeat=2)
        assert not any(facts.keep_apart(one.id, other.id) for one, other in pairs)
