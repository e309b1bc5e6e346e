"""The pages on which people decide."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from deelwijs.consents.models import ConsentDecision
from deelwijs.people.languages import LANGUAGES
from deelwijs.protocols import corpus
from tests.consents.conftest import CHANNELS, PURPOSES, World, aged
from tests.consents.test_decide import NO, YES, say

ALL_KEYS = [f"{purpose}.{channel}" for channel, _ in CHANNELS for purpose in PURPOSES]


def path(world: World, about: str, rest: str = "") -> str:
    return f"/toestemming/{world.person(about).pk}/{rest}"


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def answers() -> list[tuple[str, str, str]]:
    rows = ConsentDecision.objects.order_by("channel__order", "purpose")
    return [(row.purpose, row.channel.key, row.answer) for row in rows.select_related("channel")]


def test_a_guardian_sees_their_own_children_only(kompas: World, other: World) -> None:
    page = text(kompas.signed_in("Karim").get("/toestemming/"))
    assert "Toestemming voor Sami en Yasmin" in page
    assert "Lotte" not in page
    assert "beslist nu zelf" in page  # Yasmin
    assert path(kompas, "Sami", "alles/") in page
    assert path(kompas, "Yasmin", "alles/") not in page
    assert str(other.person("Sami").pk) not in page


def test_a_parent_without_custody_has_nothing_to_decide(kompas: World) -> None:
    client = kompas.signed_in("Ex")
    page = text(client.get("/toestemming/"))
    assert "Er is niets te beslissen" in page
    assert "Lotte" not in page


REST = ["", "alles/", "beeld/website/", "beeld/website/stop/"]


@pytest.mark.parametrize("rest", REST)
@pytest.mark.parametrize(
    ("who", "about"), [("Karim", "Lotte"), ("Karim", "Yasmin"), ("Sami", "Sami"), ("Ex", "Lotte")]
)
def test_somebody_elses_decision_is_not_found(kompas: World, who: str, about: str, rest: str) -> None:
    client = kompas.signed_in(who)
    assert client.get(path(kompas, about, rest)).status_code == 404
    if rest:
        forged = {"answer": "yes", "beeld.website": "yes"}
        assert client.post(path(kompas, about, rest), forged).status_code == 404
    assert not ConsentDecision.objects.exists()


@pytest.mark.parametrize("rest", REST)
def test_a_child_of_another_school_is_not_found(kompas: World, other: World, rest: str) -> None:
    assert kompas.signed_in("Karim").get(path(other, "Sami", rest)).status_code == 404
    assert kompas.signed_in("Noor").get(path(other, "Sami", rest)).status_code == 404


@pytest.mark.parametrize("rest", ["beeld/nergens/", "iets/website/", "iets/website/stop/"])
def test_a_question_that_does_not_exist_is_not_found(kompas: World, rest: str) -> None:
    assert kompas.signed_in("Karim").get(path(kompas, "Sami", rest)).status_code == 404


def test_who_is_not_signed_in_is_sent_to_the_door(kompas: World) -> None:
    response = Client().get(path(kompas, "Sami"))
    assert response.status_code == 302
    assert "next=" in response.headers["Location"]


def test_nothing_is_ticked_beforehand(kompas: World) -> None:
    say(kompas, "Karim", "Sami", YES)
    client = kompas.signed_in("Karim")
    for rest in ("beeld/website/", "beeld/instagram/", "alles/"):
        page = text(client.get(path(kompas, "Sami", rest)))
        assert 'type="radio"' in page
        assert not re.search(r"\bchecked\b", page)


def follow(client: Client, response: HttpResponse) -> HttpResponse:
    assert response.status_code == 302
    return client.get(response.headers["Location"])


def test_one_question_after_the_other(kompas: World) -> None:
    client = kompas.signed_in("Karim")
    page = follow(client, client.get(path(kompas, "Sami")))
    for number in range(1, 5):
        assert f"vraag {number} van 4" in text(page)
        assert "Sami" in text(page)
        page = follow(client, client.post(page.request["PATH_INFO"], {"answer": "yes"}))
    assert page.request["PATH_INFO"] == "/toestemming/"
    assert "Uw antwoord is bewaard" in text(page)
    assert len(answers()) == 4
    assert client.get(path(kompas, "Sami")).headers["Location"] == "/toestemming/"


@pytest.mark.parametrize("data", [{}, {"answer": ""}, {"answer": "perhaps"}])
def test_no_choice_is_no_answer(kompas: World, data: dict[str, str]) -> None:
    response = kompas.signed_in("Karim").post(path(kompas, "Sami", "beeld/website/"), data)
    assert response.status_code == 422
    assert not ConsentDecision.objects.exists()
    if not data.get("answer"):
        assert "Kies ja of nee. Of beslis later." in text(response)


def test_deciding_later_changes_nothing(kompas: World) -> None:
    client = kompas.signed_in("Karim")
    page = text(client.get(path(kompas, "Sami", "beeld/website/")))
    later = re.search(r'href="([^"]+)">Ik beslis later', page)
    assert later
    assert client.get(later[1]).status_code == 200
    assert later[1] != path(kompas, "Sami", "beeld/website/")
    assert not ConsentDecision.objects.exists()


def test_stopping_is_one_page_with_one_button_and_no_reason(kompas: World) -> None:
    say(kompas, "Karim", "Sami", YES)
    client = kompas.signed_in("Karim")
    assert path(kompas, "Sami", "beeld/website/stop/") in text(client.get("/toestemming/"))
    page = text(client.get(path(kompas, "Sami", "beeld/website/stop/")))
    form = re.search(r'<form method="post".*?</form>', page.partition("<main")[2])
    assert form
    assert form[0].count("<button") == 1
    assert re.findall(r"<(?:input|textarea|select)\b[^>]*name=\"(\w+)\"", form[0]) == [
        "csrfmiddlewaretoken",
        "taal",  # hidden: in which language this was read
    ]
    after = follow(client, client.post(path(kompas, "Sami", "beeld/website/stop/")))
    assert "Gestopt: Website" in text(after)
    assert [answer for _, _, answer in answers()] == ["yes", "no"]


def test_everything_on_one_page(kompas: World) -> None:
    client = kompas.signed_in("Leila")
    page = text(client.get(path(kompas, "Sami", "alles/")))
    assert re.findall(r'type="radio" name="([^"]+)" value="yes"', page) == ALL_KEYS
    some = {ALL_KEYS[0]: "yes", ALL_KEYS[3]: "no", ALL_KEYS[1]: ""}
    after = follow(client, client.post(path(kompas, "Sami", "alles/"), some))
    assert "2 antwoorden zijn bewaard" in text(after)
    assert answers() == [("beeld", "website", "yes"), ("naam_bij_foto", "instagram", "no")]
    one = follow(client, client.post(path(kompas, "Sami", "alles/"), {ALL_KEYS[2]: "yes"}))
    assert "1 antwoord is bewaard" in text(one)


def test_an_empty_form_changes_nothing_and_a_forged_one_is_refused_whole(kompas: World) -> None:
    client = kompas.signed_in("Karim")
    assert client.post(path(kompas, "Sami", "alles/"), {}).status_code == 302
    forged = {ALL_KEYS[0]: "yes", ALL_KEYS[1]: "maybe"}
    assert client.post(path(kompas, "Sami", "alles/"), forged).status_code == 422
    client.post(path(kompas, "Sami", "alles/"), {"beeld.nergens": "yes"})
    assert not ConsentDecision.objects.exists()


def test_a_pupil_under_sixteen_sees_but_does_not_decide(kompas: World) -> None:
    say(kompas, "Karim", "Sami", YES)
    page = text(kompas.signed_in("Sami").get("/toestemming/"))
    assert "Toestemming voor jezelf" in page
    assert ">Ja<" in page
    assert "stop/" not in page
    assert "Beantwoord" not in page


def test_a_pupil_of_sixteen_decides_and_is_spoken_to_as_je(kompas: World) -> None:
    client = kompas.signed_in("Yasmin")
    page = text(client.get(path(kompas, "Yasmin", "beeld/website/")))
    assert "van jou op de website" in page
    assert not re.search(r"\b(u|uw|uzelf)\b", re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))
    after = follow(client, client.post(path(kompas, "Yasmin", "beeld/website/"), {"answer": "yes"}))
    assert "Je antwoord is bewaard" in text(after)
    assert answers() == [("beeld", "website", "yes")]


def test_a_parental_yes_waits_for_the_pupil_who_turned_sixteen(kompas: World) -> None:
    say(kompas, "Karim", "Sami", YES)
    sami = kompas.person("Sami")
    ConsentDecision.objects.update(decided_at=ConsentDecision.objects.get().decided_at.replace(year=2020))
    sami.birth_date = aged(16)
    sami.save()
    page = text(kompas.signed_in("Sami").get("/toestemming/"))
    assert "Bevestig" in page
    assert "Beantwoord 4 vragen" in page


def test_an_employee_decides_for_themselves(kompas: World) -> None:
    client = kompas.signed_in("Pieter")
    assert "Toestemming voor uzelf" in text(client.get("/toestemming/"))
    assert "van u op de website" in text(client.get(path(kompas, "Pieter", "beeld/website/")))
    assert client.post(path(kompas, "Pieter", "alles/"), {ALL_KEYS[0]: "no"}).status_code == 302
    assert answers() == [("beeld", "website", "no")]


def test_guardians_who_disagree_see_that_it_is_no(kompas: World) -> None:
    say(kompas, "Karim", "Sami", YES)
    say(kompas, "Leila", "Sami", NO)
    assert "Nee, nog niet eens" in text(kompas.signed_in("Karim").get("/toestemming/"))


def test_the_language_on_the_screen_is_the_one_that_is_kept(kompas: World) -> None:
    client = kompas.signed_in("Karim")
    question = path(kompas, "Sami", "beeld/website/")
    page = text(client.get(question, {"taal": "ar"}))
    assert 'lang="ar" dir="rtl"' in page
    assert "هل يمكن أن يظهر Sami" in page
    client.post(question, {"taal": "ar", "answer": "yes"})
    kept = ConsentDecision.objects.select_related("information").get()
    assert kept.information.language == "ar"
    assert kept.information.body["vraag"].startswith("هل")
    # It is remembered for the next question, until another is chosen.
    assert 'lang="ar"' in text(client.get(path(kompas, "Sami", "naam_bij_foto/website/")))
    assert "May the name of Sami" in text(
        client.get(path(kompas, "Sami", "naam_bij_foto/website/"), {"taal": "en"})
    )


def test_stopping_and_the_whole_page_speak_it_too(kompas: World) -> None:
    client = kompas.signed_in("Karim")
    stop = path(kompas, "Sami", "beeld/website/stop/")
    assert "Sami no longer on Website?" in text(client.get(stop, {"taal": "en"}))
    client.post(stop, {"taal": "en"})
    assert ConsentDecision.objects.get().information.language == "en"
    everything = path(kompas, "Sami", "alles/")
    assert "May Sami be in photos and films on the website of the school?" in text(client.get(everything))


def test_an_unknown_language_is_dutch(kompas: World) -> None:
    page = text(kompas.signed_in("Karim").get(path(kompas, "Sami", "beeld/website/"), {"taal": "../x"}))
    assert "Mag Sami op foto’s en films op de website van de school?" in page


def test_the_language_that_the_school_recorded_comes_first(kompas: World) -> None:
    karim = kompas.person("Karim")
    karim.language = "pl"
    karim.save()
    client = kompas.signed_in("Karim")
    question = path(kompas, "Sami", "beeld/website/")
    assert 'lang="pl" dir="ltr"' in text(client.get(question))
    # Whoever reads it chooses; that goes before what the school recorded.
    assert 'lang="en" dir="ltr"' in text(client.get(question, {"taal": "en"}))
    assert 'lang="en" dir="ltr"' in text(client.get(question))


def test_the_school_can_record_every_language_of_the_questions() -> None:
    assert set(corpus.load()["languages"]) <= set(LANGUAGES)
