"""«Mag dit?» in the browser: public, one screen at a time, an answer with article and reason."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from deelwijs.advice.citations import count
from deelwijs.advice.models import Advice
from deelwijs.people.models import School
from tests.demo_school import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kompas")]

PUPIL = {
    "rol": "leerling",
    "handeling": "publiceren",
    "verband_met_school": "ja",
    "kanaal": "prive_account",
    "afgebeelden": ["leerling"],
    "herkenbaar": "ja",
    "opname_uit_les": "nee",
    "situatie": "elders",
    "toestemming": "geen",
}


def ask(client: Client, facts: dict[str, object], **more: str) -> str:
    answer = client.get(f"/mag-dit/kompas/?{urlencode(facts | more, doseq=True)}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def asked(page: str) -> set[str]:
    return set(re.findall(r'name="(\w+)" value="[^"]*"(?: required)? (?:id|aria)', page))


def test_nobody_needs_to_sign_in() -> None:
    answer = Client().get("/mag-dit/", follow=True)
    assert answer.redirect_chain == [("/mag-dit/kompas/", 302)]
    assert "Verder" in answer.content.decode()
    assert not answer.cookies


def test_an_answer_names_the_article_and_the_reason() -> None:
    page = ask(Client(), PUPIL)
    assert "Dit mag niet" in page
    assert "A5" in page
    assert "schriftelijk" in page
    assert "Wat helpt" in page


def test_a_pupil_is_spoken_to_as_je() -> None:
    page = ask(Client(), {"rol": "leerling", "handeling": "publiceren", "verband_met_school": "ja"})
    assert re.search(r"\b(je|jij|jijzelf)\b", page)
    assert "Wat wilt u doen?" not in page


def test_what_was_left_open_is_asked_again_with_a_reason() -> None:
    page = ask(Client(), {"rol": "leerling", "stap": "rol.handeling"})
    assert "Kies een antwoord" in page
    assert 'role="alert"' in page


def test_going_back_leaves_the_last_screen_out() -> None:
    page = ask(Client(), {"rol": "leerling", "handeling": "publiceren", "stap": "rol.handeling"})
    assert re.search(r'href="/mag-dit/kompas/\?"[^>]*>Terug', page)


def test_strange_answers_are_asked_again() -> None:
    page = ask(Client(), {"rol": "koning", "jongste_leeftijd": "oud", "onzin": "<script>"})
    assert "Verder" in page
    assert "<script>" not in page.replace("<script src", "")


def test_out_of_scope() -> None:
    page = ask(Client(), {"rol": "ouder", "handeling": "publiceren", "verband_met_school": "nee"})
    assert "gaat hier niet over" in page
    assert "D2" in page


def test_an_answer_is_counted_without_who_asked() -> None:
    for _ in range(3):
        ask(Client(), PUPIL)
    advice = Advice.objects.get()
    assert (advice.outcome, advice.times) == ("verboden", 3)
    assert "A5" in advice.articles
    assert set(advice.facts) <= set(PUPIL)


def test_an_interview_without_answer_is_not_kept() -> None:
    ask(Client(), {"rol": "leerling"})
    assert not Advice.objects.exists()


def test_a_known_role_is_not_asked() -> None:
    page = browser_of("pieter-de-wit").get("/mag-dit/kompas/").content.decode()
    assert 'name="rol"' not in page
    assert "opgezocht" in page


def test_a_photo_of_ones_class_is_looked_up() -> None:
    page = browser_of("pieter-de-wit").get("/mag-dit/kompas/?klas=3C&op=instagram").content.decode()
    assert "(opgezocht)" in page
    assert 'name="toestemming"' not in page
    assert 'name="jongste_leeftijd"' not in page


def test_nobody_asks_about_a_class_that_is_not_theirs() -> None:
    for client in (Client(), browser_of("karim-bakkali"), browser_of("pieter-de-wit")):
        page = client.get("/mag-dit/kompas/?klas=1A&op=instagram").content.decode()
        assert "Leerlingen" not in page.split("Dit weten we al")[-1]


def test_another_school_does_not_exist() -> None:
    assert Client().get("/mag-dit/elders/").status_code == 404


def test_answers_are_counted_per_article() -> None:
    school = School.objects.get(slug="kompas")
    for _ in range(6):
        ask(Client(), PUPIL)
    today = timezone.localdate()
    counted = count(school.id, today, today)
    assert counted["A5"] == 6
    assert count(school.id, today - timedelta(days=9), today - timedelta(days=1)) == {}
    assert count(uuid4(), today, today) == {}


def test_the_link_to_share_holds_the_answers_and_not_the_way_to_them() -> None:
    page = ask(Client(), PUPIL | {"stap": "rol.handeling"})
    (link,) = re.findall(r'href="(http://testserver/mag-dit/kompas/[^"]*)">[^<]*<svg', page)
    assert "stap" not in link
    assert "Dit mag niet" in unescape(Client().get(link.removeprefix("http://testserver")).content.decode())


def test_paper_says_on_which_text_the_answer_rests() -> None:
    page = ask(Client(), PUPIL)
    assert '<link rel="stylesheet" media="print" href="/mag-dit/kompas/print.css">' in page
    style = Client().get("/mag-dit/kompas/print.css")
    assert style["Content-Type"].startswith("text/css")
    assert "Het Kompas College · protocol versie 1, sinds " in style.content.decode()


def test_a_name_cannot_end_the_style_sheet() -> None:
    School.objects.filter(slug="kompas").update(name='"}*{display:none}/*<\n')
    style = Client().get("/mag-dit/kompas/print.css").content.decode()
    assert style.count('"') == 2
    assert style.count("{") == style.count("}") == 2
    assert "<" not in style


def test_an_article_can_be_read_without_signing_in() -> None:
    page = ask(Client(), PUPIL)
    assert 'href="http://testserver/mag-dit/kompas/artikel/A5/"' in page
    article = Client().get("/mag-dit/kompas/artikel/A5/")
    text = article.content.decode()
    assert "Foto, film en geluid" in text
    assert "Mag niet" in text
    assert not article.cookies
    assert Client().get("/mag-dit/kompas/artikel/A99/").status_code == 404


def test_who_belongs_to_the_school_reads_it_in_the_protocol() -> None:
    answer = browser_of("karim-bakkali").get("/mag-dit/kompas/artikel/A5/")
    assert answer["Location"] == "/protocol/artikel/A5/"


@pytest.mark.parametrize(
    "facts",
    [{}, {"rol": "leerling"}, PUPIL, {**PUPIL, "toestemming": "schriftelijk", "stap": "jongste_leeftijd"}],
)
def test_every_screen_has_one_heading(facts: dict[str, object]) -> None:
    assert ask(Client(), facts).count("<h1") == 1
