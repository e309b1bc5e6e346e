"""Versions: which holds when, and what changed between two."""

from __future__ import annotations

import copy
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from deelwijs.demo.load import demo_id
from deelwijs.people.actor import Actor
from deelwijs.people.models import Person, School
from deelwijs.people.selectors import actors_of
from deelwijs.protocols import comparing, versions
from deelwijs.protocols.models import ProtocolVersion

TODAY = timezone.localdate()


@pytest.fixture
def school(demo_school: School) -> School:
    return demo_school


@pytest.fixture
def rector(school: School) -> Actor:
    user = Person.objects.get(id=demo_id("maarten-van-loon")).user
    assert user is not None
    return actors_of(user.pk, TODAY)[0]


def adopted(school: School, number: int, valid_from: date, old: str, new: str) -> ProtocolVersion:
    """A version in which some words of article A6 are others."""
    first = ProtocolVersion.objects.get(school=school, number=1)
    content = copy.deepcopy(first.content)
    text = str(content).replace(old, new)
    assert text != str(content)
    article = next(a for a in content["articles"]["articles"] if old in a["tekst"])
    article["tekst"] = article["tekst"].replace(old, new)
    return ProtocolVersion.objects.create(
        school=school,
        number=number,
        corpus="model",
        valid_from=valid_from,
        content=content,
        content_hash=f"{number}",
    )


@pytest.fixture
def changed_word(school: School) -> tuple[str, str]:
    first = ProtocolVersion.objects.get(school=school, number=1)
    text = next(a["tekst"] for a in first.content["articles"]["articles"] if a["id"] == "A6")
    return text.split()[0], "Niemand"


def test_a_version_holds_until_the_day_before_the_next(
    school: School, rector: Actor, changed_word: tuple[str, str]
) -> None:
    adopted(school, 2, TODAY + timedelta(days=3), *changed_word)
    now = versions.versions(rector, TODAY)
    assert [(row.number, row.is_in_force) for row in now] == [(2, False), (1, True)]
    assert now[1].valid_until == TODAY + timedelta(days=2)
    later = versions.versions(rector, TODAY + timedelta(days=3))
    assert [(row.number, row.is_in_force) for row in later] == [(2, True), (1, False)]


def test_a_changed_article_shows_its_words(
    school: School, rector: Actor, changed_word: tuple[str, str]
) -> None:
    adopted(school, 2, TODAY, *changed_word)
    comparison = versions.compare(rector, 1, 2)
    found = comparison.differences
    assert all(change.kind == "changed" for change in found.changes)
    pieces = [piece for change in found.changes for piece in change.pieces]
    assert ("gone", changed_word[0]) in pieces
    assert ("new", changed_word[1]) in pieces
    assert found.unchanged + len(found.changes) == len(comparison.newer.articles)


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d", "e"])), st.lists(st.sampled_from(["a", "b", "c", "d", "e"]))
)
def test_the_pieces_give_both_texts_back(before: list[str], after: list[str]) -> None:
    pieces = comparing.pieces(" ".join(before), " ".join(after))
    assert " ".join(words for kind, words in pieces if kind != "new") == " ".join(before)
    assert " ".join(words for kind, words in pieces if kind != "gone") == " ".join(after)


def test_the_pages(school: School, changed_word: tuple[str, str]) -> None:
    adopted(school, 2, TODAY, *changed_word)
    user = Person.objects.get(id=demo_id("karim-bakkali")).user
    assert user is not None
    client = Client()
    client.force_login(user)
    assert "Versie 2" in client.get("/protocol/versies/").content.decode()
    assert client.get("/protocol/versies/1/").status_code == 200
    assert client.get("/protocol/versies/9/").status_code == 404
    page = client.get("/protocol/vergelijken/?van=1&naar=2").content.decode()
    assert f"<del>{changed_word[0]}</del>" in page
    assert f"<ins>{changed_word[1]}</ins>" in page
    assert client.get("/protocol/vergelijken/?van=x&naar=2").status_code == 404
