"""Changing a working version in the browser, alone and together."""

from __future__ import annotations

import pytest
from django.test import Client

from deelwijs.core.norms import Choices
from deelwijs.protocols.models import Draft, ProtocolVersion
from tests.consents.conftest import World
from tests.protocols.drafts.conftest import DRAFT, begin, content, fields, words, working

A5 = f"{DRAFT}artikel/A5/"
GROUP_AGE = f"{DRAFT}instellingen/leeftijd_groepsapp/"
SETTINGS = f"{DRAFT}instellingen/"
PAGES = ["", "instellingen/", "verschillen/", "controle/", "artikel/A5/", "nieuw-artikel/", "vaststellen/"]


# --- Beginning --------------------------------------------------------------------------------------
def test_a_working_version_begins_from_what_holds(kompas: World) -> None:
    client = kompas.signed_in("Maarten")
    assert "Wijzig" in words(client.get("/protocol/"))
    assert "Versie 1" in words(client.get(DRAFT))
    client.post(f"{DRAFT}beginnen/", {"origin": "1"})
    version = ProtocolVersion.objects.get(school=kompas.school)
    assert content(kompas) == version.content
    assert "Nog niets" in words(client.get(DRAFT))


def test_or_from_the_model(kompas: World) -> None:
    ProtocolVersion.objects.update(content={**ProtocolVersion.objects.get().content, "choices": {}})
    client = kompas.signed_in("Maarten")
    client.post(f"{DRAFT}beginnen/", {"origin": "model"})
    assert "choices" not in content(kompas)


def test_two_who_begin_get_one_working_version(begun: World) -> None:
    response = begun.signed_in("Ilse").post(f"{DRAFT}beginnen/", {"origin": "model"}, follow=True)
    assert "Iemand anders begon net ook" in words(response)
    assert Draft.objects.get().origin == "Versie 1"


def test_there_is_nothing_to_begin_from_but_what_is_offered(kompas: World) -> None:
    client = kompas.signed_in("Maarten")
    for origin in ("9", "", "x"):
        assert client.post(f"{DRAFT}beginnen/", {"origin": origin}).status_code == 422
    assert not Draft.objects.exists()


def test_only_who_leads_the_school_sees_it(begun: World) -> None:
    pieter, bea, nobody = begun.signed_in("Pieter"), begun.signed_in("Bea"), Client()
    for page in PAGES:
        seen = [client.get(DRAFT + page).status_code for client in (pieter, bea, nobody)]
        assert seen == [403, 200, 302], page
    assert "Wijzig" not in words(pieter.get("/protocol/"))


def test_it_is_of_one_school(begun: World, other: World) -> None:
    assert "Begin een werkversie" in words(other.signed_in("Ans").get(DRAFT))


def test_thrown_away(begun: World, maarten: Client) -> None:
    seen = fields(maarten, DRAFT, f"{DRAFT}weggooien/")
    begun.signed_in("Ilse").post(f"{DRAFT}artikel/O1/aan/", {"aan": "1"})
    response = maarten.post(f"{DRAFT}weggooien/", seen, follow=True)
    assert "Er is niets weggegooid" in words(response)
    maarten.post(f"{DRAFT}weggooien/", fields(maarten, DRAFT, f"{DRAFT}weggooien/"))
    assert not Draft.objects.exists()


# --- Settings and readings --------------------------------------------------------------------------
def test_a_setting_changes_the_texts_too_and_goes_back(begun: World, maarten: Client) -> None:
    sent = fields(maarten, SETTINGS, GROUP_AGE) | {"leeftijd_groepsapp-value": "14"}
    assert maarten.post(GROUP_AGE, sent)["Location"] == f"{SETTINGS}#leeftijd_groepsapp"
    assert Choices.of(content(begun)).parameters == {"leeftijd_groepsapp": 14}
    assert "vanaf 14 jaar" in working(begun).articles["B1"].text
    shown = words(maarten.get(f"{DRAFT}verschillen/"))
    assert "16 14" in shown
    assert "Mededelingen van school" in shown
    maarten.post(GROUP_AGE, fields(maarten, SETTINGS, GROUP_AGE) | {"terug": "1"})
    assert content(begun) == ProtocolVersion.objects.get(school=begun.school).content


@pytest.mark.parametrize("value", ["", "11", "19", "veertien", "14.5"])
def test_a_setting_that_cannot_be_is_given_back(begun: World, maarten: Client, value: str) -> None:
    sent = fields(maarten, SETTINGS, GROUP_AGE) | {"leeftijd_groepsapp-value": value}
    response = maarten.post(GROUP_AGE, sent)
    assert response.status_code == 422
    assert "Kies een getal van 12 tot en met 18" in words(response)
    assert f'value="{value}"' in response.content.decode() or not value
    assert "choices" not in content(begun)


def test_a_name_is_a_setting(begun: World, maarten: Client) -> None:
    path = f"{SETTINGS}vaste_persoon/"
    maarten.post(path, fields(maarten, SETTINGS, path) | {"vaste_persoon-value": "Joke Smit, lokaal 12"})
    maarten.post(f"{DRAFT}artikel/O8/aan/", {"aan": "1"})
    assert "Joke Smit, lokaal 12" in working(begun).articles["O8"].text


def test_a_reading_is_chosen(begun: World, maarten: Client) -> None:
    path = f"{DRAFT}keuzes/familie/"
    sent = fields(maarten, SETTINGS, path)
    assert sent["familie-choice"] == "ook_verboden"
    assert maarten.post(path, sent | {"familie-choice": "soms"}).status_code == 422
    maarten.post(path, sent | {"familie-choice": "uitgezonderd"})
    assert Choices.of(content(begun)).readings == {"familie": "uitgezonderd"}
    assert "Een eigen kind en familie zijn uitgezonderd" in words(maarten.get(f"{DRAFT}verschillen/"))


@pytest.mark.parametrize("path", ["instellingen/onbekend/", "keuzes/onbekend/", "artikel/A99/"])
def test_what_does_not_exist(maarten: Client, path: str) -> None:
    assert maarten.post(f"{DRAFT}{path}", {"value": "1", "seen": "x"}).status_code == 404


# --- Articles ---------------------------------------------------------------------------------------
def test_an_article_gets_other_words_and_each_goes_back_alone(begun: World, maarten: Client) -> None:
    before = working(begun).articles["A5"]
    sent = fields(maarten, A5) | {"title": "Beeld van school", "text": "Eerste alinea.\n\nTweede {naam}."}
    assert maarten.post(A5, sent).status_code == 422  # a name between braces that is no setting
    maarten.post(A5, sent | {"text": "Vanaf {leeftijd_zelf_toestemming} jaar.\r\n\r\nTweede alinea."})
    found = working(begun).articles["A5"]
    assert (found.title, found.short) == ("Beeld van school", "Beeld van school")
    assert found.text == "Vanaf 16 jaar.\n\nTweede alinea."
    assert found.paragraphs == ["Vanaf 16 jaar.", "Tweede alinea."]
    assert found.explanation == before.explanation
    maarten.post(A5, fields(maarten, A5) | {"terug": "text", "for_pupils": "Vraag het altijd even."})
    found = working(begun).articles["A5"]
    assert found.text == before.text
    assert (found.title, found.for_pupils) == ("Beeld van school", "Vraag het altijd even.")
    maarten.post(A5, fields(maarten, A5) | {"terug": "title"})
    assert working(begun).articles["A5"].short == before.short


def test_an_optional_article_shows_what_it_adds(begun: World, maarten: Client) -> None:
    page = words(maarten.get(f"{DRAFT}artikel/O1/"))
    assert "Dit voegt het toe Bij twijfel wordt niet geplaatst" in page
    maarten.post(f"{DRAFT}artikel/O1/aan/", {"aan": "1"})
    assert "O1" in working(begun).articles
    assert "Zo beslist dit artikel" in words(maarten.get(f"{DRAFT}artikel/O1/"))
    maarten.post(f"{DRAFT}artikel/O1/aan/", {"aan": "0"})
    assert "O1" not in working(begun).articles
    assert maarten.post(f"{DRAFT}artikel/A5/aan/", {"aan": "0"}).status_code == 404


OWN = {
    "part": "A",
    "title": "Na tien uur is het stil",
    "text": "Na tien uur 's avonds stuurt niemand berichten in een groepsapp.",
    "for_pupils": "Stuur na tien uur niets.",
    "explanation": "Stuurt u na tien uur niets?",
    "kind": "verbod",
    "act": "bericht_sturen",
    "where": ["groepsapp"],
    "sentence": "Na tien uur is het stil.",
    "advice": "Wacht tot morgen.",
}


def test_an_own_article_with_a_rule(begun: World, maarten: Client) -> None:
    response = maarten.post(f"{DRAFT}nieuw-artikel/", OWN)
    assert response["Location"] == f"{DRAFT}artikel/A10/"
    sent = fields(maarten, f"{DRAFT}artikel/A10/")  # everything that was chosen is chosen again
    assert {key: sent[key] for key in OWN if key != "part"} == {k: v for k, v in OWN.items() if k != "part"}
    maarten.post(f"{DRAFT}artikel/A10/", sent | {"kind": ""})
    assert "normen" not in working(begun).entry("A10")
    maarten.post(f"{DRAFT}artikel/A10/weg/", {"seen": "oud"})
    assert "A10" in working(begun).articles
    remove = fields(maarten, f"{DRAFT}artikel/A10/", f"{DRAFT}artikel/A10/weg/")
    maarten.post(f"{DRAFT}artikel/A10/weg/", remove)
    assert "A10" not in working(begun).articles


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"part": ""}, "Kies een deel"),
        ({"part": "Inl"}, "Selecteer"),
        ({"title": ""}, "Geef een titel"),
        ({"act": ""}, "Kies wat iemand doet"),
        ({"sentence": ""}, "Schrijf de regel in één zin"),
        ({"advice": ""}, "Zeg wat iemand dan wel kan doen"),
        ({"kind": "eis"}, "Kies wat daarvoor nodig is"),
        ({"act": "groepsapp_maken", "about": ["leerling"]}, "Laat dit leeg"),
        ({"sentence": "Vanaf {leeftijd} jaar."}, "{leeftijd} is geen instelling"),
    ],
)
def test_what_is_missing_is_asked_and_nothing_is_lost(
    begun: World, maarten: Client, change: dict[str, object], message: str
) -> None:
    response = maarten.post(f"{DRAFT}nieuw-artikel/", OWN | change)
    assert response.status_code == 422
    assert message in words(response)
    assert OWN["text"] in words(response)
    assert "A10" not in working(begun).articles


def test_an_article_without_a_rule_needs_only_words(begun: World, maarten: Client) -> None:
    plain = {key: OWN[key] for key in ("part", "title", "text")} | {"kind": ""}
    assert maarten.post(f"{DRAFT}nieuw-artikel/", plain).status_code == 302
    assert working(begun).articles["A10"].kind == "beginsel"


# --- Together ---------------------------------------------------------------------------------------
def test_different_parts_are_changed_at_the_same_time(begun: World, maarten: Client) -> None:
    ilse = begun.signed_in("Ilse")
    mine, hers = fields(maarten, A5), fields(ilse, f"{DRAFT}artikel/A6/")
    age = fields(ilse, SETTINGS, GROUP_AGE)
    maarten.post(A5, mine | {"title": "Van Maarten"})
    ilse.post(f"{DRAFT}artikel/A6/", hers | {"title": "Van Ilse"})
    ilse.post(GROUP_AGE, age | {"leeftijd_groepsapp-value": "15"})
    found = working(begun)
    assert (found.articles["A5"].title, found.articles["A6"].title) == ("Van Maarten", "Van Ilse")
    assert found.parameters["leeftijd_groepsapp"] == 15
    assert found.changed_by == "Ilse Test"


def test_the_same_article_is_not_overwritten_unseen(begun: World, maarten: Client) -> None:
    ilse = begun.signed_in("Ilse")
    mine, hers = fields(maarten, A5), fields(ilse, A5)
    ilse.post(A5, hers | {"title": "Van Ilse"})
    response = maarten.post(A5, mine | {"title": "Van Maarten", "text": "Mijn lange tekst."})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Iemand anders wijzigde dit artikel net ook" in page
    assert 'value="Van Maarten"' in page
    assert "Mijn lange tekst." in page
    assert "<p>Van Ilse</p>" in page
    assert working(begun).articles["A5"].title == "Van Ilse"
    again = {key: value for key, value in mine.items() if key != "seen"}
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    maarten.post(A5, again | {"title": "Van Maarten", "seen": seen})
    assert working(begun).articles["A5"].title == "Van Maarten"


def test_nor_the_same_setting_or_choice(begun: World, maarten: Client) -> None:
    ilse = begun.signed_in("Ilse")
    reading = f"{DRAFT}keuzes/familie/"
    age, choice = fields(maarten, SETTINGS, GROUP_AGE), fields(maarten, SETTINGS, reading)
    ilse.post(GROUP_AGE, age | {"leeftijd_groepsapp-value": "15"})
    ilse.post(reading, choice | {"familie-choice": "uitgezonderd"})
    response = maarten.post(GROUP_AGE, age | {"leeftijd_groepsapp-value": "14"})
    assert response.status_code == 409
    assert 'value="14"' in response.content.decode()
    assert "Nu bewaard: 15" in words(response)
    assert maarten.post(reading, choice | {"familie-choice": "ook_verboden"}).status_code == 409
    assert maarten.post(GROUP_AGE, age | {"leeftijd_groepsapp-value": "15"}).status_code == 302  # agreed


def test_words_for_a_working_version_that_is_gone_are_given_back(begun: World, maarten: Client) -> None:
    sent = fields(maarten, A5) | {"text": "Mijn lange tekst."}
    Draft.objects.all().delete()
    response = maarten.post(A5, sent)
    assert response.status_code == 409
    assert "Mijn lange tekst." in words(response)
    assert sent["seen"] not in words(response)
    assert maarten.get(A5)["Location"] == DRAFT
    begin(begun)
