"""Reading an article, in the words for who reads it."""

from __future__ import annotations

import pytest
from django.test import Client

from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.models import Board
from deelwijs.protocols import corpus
from deelwijs.protocols.contents import Model
from tests.consents.conftest import World, aged, world

A5 = Model(corpus.load()).articles["A5"]


@pytest.fixture
def kompas(db: None) -> World:
    """A school with a pupil and an employee."""
    here = world(Board.objects.create(name="Stichting Windroos"), "Het Kompas College")
    here.add("Yasmin", Kind.PUPIL, born=aged(17))
    here.add("Pieter", Kind.EMPLOYEE)
    return here


@pytest.mark.parametrize(
    ("who", "own", "others"),
    [("Yasmin", "for_pupils", "explanation"), ("Pieter", "explanation", "for_pupils")],
)
def test_an_article_is_explained_to_its_reader(kompas: World, who: str, own: str, others: str) -> None:
    response = kompas.signed_in(who).get("/protocol/artikel/A5/")
    page = response.content.decode()
    assert response.status_code == 200
    assert A5.title in page
    assert "16 jaar" in getattr(A5, own)  # the age that the school chose, not its name
    assert getattr(A5, own).strip() in page
    assert getattr(A5, others).strip() not in page


@pytest.mark.parametrize("article", ["A99", "a5", "x"])
def test_an_article_that_does_not_exist_is_not_found(kompas: World, article: str) -> None:
    assert kompas.signed_in("Pieter").get(f"/protocol/artikel/{article}/").status_code == 404


def test_the_whole_protocol_is_on_one_page(kompas: World) -> None:
    page = kompas.signed_in("Pieter").get("/protocol/").content.decode()
    articles = corpus.load()["articles"]["articles"]
    shown = [article["id"] for article in articles if article["titel"] in page]
    assert shown == [article["id"] for article in articles if not article.get("optioneel")]


@pytest.mark.parametrize("path", ["/protocol/", "/protocol/artikel/A5/"])
def test_the_protocol_is_for_members(kompas: World, path: str) -> None:
    assert Client().get(path).status_code == 302
