"""The page of an article: what Deelwijs does and where, how it lives at this school, and examples."""

from __future__ import annotations

import json
from datetime import timedelta
from html import unescape

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone

from deelwijs.cli.protocol import protocol
from deelwijs.core.finding import Outcome
from deelwijs.core.norms import Choices
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.models import Board
from deelwijs.protocols import citations
from deelwijs.protocols.actions import adopt
from deelwijs.protocols.article_pages import ArticlePage, article_page
from deelwijs.protocols.citations import Source
from deelwijs.protocols.coverage import coverage
from deelwijs.protocols.models import ProtocolVersion
from tests.consents.conftest import World, aged, world


@pytest.fixture
def kompas(db: None) -> World:
    here = world(Board.objects.create(name="Stichting Windroos"), "Het Kompas College")
    here.add("Yasmin", Kind.PUPIL, born=aged(17))
    here.add("Pieter", Kind.EMPLOYEE)
    return here


def page_of(kompas: World, article: str) -> ArticlePage:
    return article_page(kompas.actor("Pieter"), article, timezone.localdate())


def read(client: Client, article: str, query: str = "") -> str:
    answer = client.get(f"/protocol/artikel/{article}/{query}")
    assert answer.status_code == 200
    return unescape(" ".join(answer.content.decode().split()))


def test_every_claim_stands_on_it(kompas: World) -> None:
    text = read(kompas.signed_in("Pieter"), "A5")
    for claim in coverage()["A5"]:
        assert claim.sentence in text


def test_a_place_is_a_link_for_who_may_go_there(kompas: World) -> None:
    text = read(kompas.signed_in("Yasmin"), "A5")
    assert '<a href="/toestemming/">Toestemming</a>' in text
    assert "Publiceren</span>" in text  # named, and no link to a page that would refuse her
    assert 'href="/publiceren/"' not in text


def test_staff_may_read_what_pupils_read(kompas: World) -> None:
    client = kompas.signed_in("Pieter")
    assert "Vanaf 16 jaar beslis je zelf" not in read(client, "A5")
    assert "Vanaf 16 jaar beslis je zelf" in read(client, "A5", "?voor=leerlingen")
    assert "Uitleg voor" not in read(kompas.signed_in("Yasmin"), "A5")


def test_examples_follow_the_readings_of_the_school(kompas: World) -> None:
    story = "Een klassenfoto waarop één leerling niet mag staan."
    before = {example.story: example.outcome for example in page_of(kompas, "A5").examples}
    assert before[story] is Outcome.ALLOWED_IF
    adopt(
        school_id=kompas.school.id,
        valid_from=timezone.localdate(),
        by="x",
        choices=Choices(readings={"deels_toestemming": "verboden"}),
    )
    page = page_of(kompas, "A5")
    assert {example.story: example.outcome for example in page.examples}[story] is Outcome.FORBIDDEN
    chosen = {choice.question: choice.answer for choice in page.choices}
    assert chosen["Wat als niet iedereen op het beeld ja heeft gezegd?"] == "Dan mag het beeld niet online."


def test_a_number_in_the_article_is_shown_as_the_school_chose_it(kompas: World) -> None:
    adopt(
        school_id=kompas.school.id,
        valid_from=timezone.localdate(),
        by="x",
        choices=Choices(parameters={"leeftijd_groepsapp": 18}),
    )
    assert "18 jaar" in {choice.answer for choice in page_of(kompas, "B1").choices}


def test_it_leads_to_what_changed(kompas: World) -> None:
    assert page_of(kompas, "A5").previous_version is None
    number = page_of(kompas, "A5").protocol.number
    adopt(school_id=kompas.school.id, valid_from=timezone.localdate() - timedelta(days=1), by="x")
    assert page_of(kompas, "A5").previous_version == number
    text = read(kompas.signed_in("Pieter"), "A5")
    assert f"?van={number}&naar={number + 1}" in text


def test_a_version_without_norms_still_has_its_page(kompas: World) -> None:
    version = ProtocolVersion.objects.get()
    old = {key: part for key, part in version.content.items() if key not in {"facts", "answers", "examples"}}
    ProtocolVersion.objects.update(content=old, content_hash="0" * 64)
    page = page_of(kompas, "A5")
    assert page.examples == ()
    assert "Foto, film en geluid" in read(kompas.signed_in("Pieter"), "A5")


def test_counts_are_shown_and_small_ones_are_not(kompas: World, monkeypatch: pytest.MonkeyPatch) -> None:
    posts = Source("posts", "keer genoemd bij een bericht", lambda *_: {"A5": 412, "S4": 1})
    monkeypatch.setattr(citations, "_SOURCES", {"posts": posts})
    client = kompas.signed_in("Pieter")
    assert ">412</b>" in read(client, "A5")
    assert "Minder dan 5</b>" in read(client, "S4")
    overview = " ".join(client.get("/protocol/wat-deelwijs-doet/").content.decode().split())
    assert "412" in overview
    assert overview.count("minder dan 5</td>") == len(page_of(kompas, "A5").protocol.articles) - 1


def test_one_leads_to_the_next(kompas: World) -> None:
    page = page_of(kompas, "A5")
    assert page.before
    assert page.after
    assert (page.before.id, page.after.id) == ("A4", "A6")
    assert page_of(kompas, "Inl").before is None
    assert page_of(kompas, "V1").after is None


def test_the_counts_can_be_had_on_the_command_line(kompas: World, monkeypatch: pytest.MonkeyPatch) -> None:
    posts = Source("posts", "keer genoemd bij een bericht", lambda *_: {"A5": 412, "S4": 1})
    monkeypatch.setattr(citations, "_SOURCES", {"posts": posts})
    asked = [kompas.school.slug, "--day", timezone.localdate().isoformat()]
    said = CliRunner().invoke(protocol, ["citations", *asked, "--json"])
    assert said.exit_code == 0, said.output
    articles = json.loads(said.stdout)["articles"]
    assert (articles["A5"], articles["S4"]) == ({"posts": 412}, {"posts": None})
    assert "412 keer genoemd bij een bericht" in CliRunner().invoke(protocol, ["citations", *asked]).stdout
    assert CliRunner().invoke(protocol, ["citations", "nergens"]).exit_code == 1
