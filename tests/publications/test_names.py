"""Names in a post: of one, of two, of somebody who left."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from deelwijs.core.publication import Act
from deelwijs.demo.load import demo_id
from deelwijs.people.models import Affiliation, Person, School
from tests.publications.desk import Desk
from tests.publications.test_findings import card, codes, press, way


@pytest.mark.parametrize(
    ("words", "becomes"),
    [
        ("Lotte Hendriks won.", "Een leerling won."),
        ("Goed gedaan. Lotte Hendriks won.", "Goed gedaan. Een leerling won."),
        ("De prijs ging naar Lotte Hendriks.", "De prijs ging naar een leerling."),
        ("De les van Pieter de Wit.", "De les van een medewerker."),
    ],
)
def test_a_name_becomes_who_somebody_is(desk: Desk, signed_in: Client, words: str, becomes: str) -> None:
    post = desk.draft(text=words)
    press(signed_in, way(desk, post, "name_in_text", "replace_words"))
    post.refresh_from_db()
    assert post.text == becomes


def test_consent_for_the_name_is_enough(desk: Desk) -> None:
    assert codes(desk, desk.draft(text="Loïc Smeets won de finale.")) == []
    assert codes(desk, desk.draft(text="Daan Pinas won de finale.")) == ["name_in_text"]


def test_a_name_in_the_description_or_the_title_counts(desk: Desk, signed_in: Client) -> None:
    post = desk.draft(title="Daan Pinas wint", text="Gefeliciteerd.")
    desk.photo(post, 0, alt="Daan Pinas met een beker")
    desk.confirm(post)
    assert "name_in_text" in codes(desk, post)
    press(signed_in, way(desk, post, "name_in_text", "remove_words"))
    post.refresh_from_db()
    assert post.title == "wint"
    assert post.photos.get().alt_text == "met een beker"


def test_a_name_of_two_people_is_nobodys_consent(desk: Desk, school: School) -> None:
    """One Loïc may be named. With a second one the name says no longer who may."""
    _second_loic(school)
    post = desk.draft(text="Loïc won de finale.")
    found = card(desk, post, "name_in_text")
    assert [remedy.code for remedy in found.remedies] == ["remove_words", "accept_words"]


def test_the_words_of_an_author_about_nobody_are_believed(desk: Desk, signed_in: Client) -> None:
    post = desk.draft(text="Sem won de finale.")
    press(signed_in, way(desk, post, "name_in_text", "accept_words"))
    assert codes(desk, post) == []
    decision = desk.submit(post)
    assert decision.people.count() == 0


def test_the_role_of_the_author_is_a_sentence(desk: Desk, signed_in: Client) -> None:
    Person.objects.filter(id=desk.actor.person_id).update(function="Docent Nederlands")
    post = desk.draft(text="Mooi.", act=Act.DISCUSS)
    press(signed_in, way(desk, post, "role_not_stated", "add_role"))
    post.refresh_from_db()
    assert post.text == "Mooi.\n\nIk werk als docent Nederlands bij Het Kompas College."
    assert codes(desk, post) == []


# --- Who is no longer there ---------------------------------------------------------------------
def test_who_left_the_school_may_not_be_shown(desk: Desk) -> None:
    """No longer on the list means no consent that can be looked up, so no: and nobody to ask."""
    post = desk.with_people("liv-van-den-heuvel")
    assert codes(desk, post) == []
    _leaves("liv-van-den-heuvel")
    found = card(desk, post, "consent_not_answered")
    assert found.title == "Liv van den Heuvel mag nog niet op Website"
    assert [remedy.code for remedy in found.remedies] == ["cover_face", "leave_photo_out"]


def test_the_editor_says_who_left(desk: Desk, signed_in: Client) -> None:
    post = desk.with_people("liv-van-den-heuvel")
    _leaves("liv-van-den-heuvel")
    page = signed_in.get(reverse("publications:editor", args=[post.id])).content.decode()
    assert "Niet meer op school" in page


def _leaves(name: str) -> None:
    Affiliation.objects.filter(person_id=demo_id(name)).delete()


def _second_loic(school: School) -> Person:
    person = Person.objects.create(school=school, given_name="Loïc", family_name="Bergen")
    person.affiliations.create(kind="pupil")
    return person
