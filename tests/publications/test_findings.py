"""Every finding is said in words, and each of its ways out does what it promises."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from deelwijs.consents.models import ConsentRequest
from deelwijs.core.finding import Outcome
from deelwijs.core.publication import Act, Grantor, Lesson, LessonPermission, Standing, Tag
from deelwijs.demo.load import demo_id
from deelwijs.people.models import Person
from deelwijs.protocols.wording import wording
from deelwijs.publications import judging
from deelwijs.publications.actions import drafts
from deelwijs.publications.models import Face, Placement, Publication
from deelwijs.publications.presenting import FindingCard, Presenter, Remedy
from tests.publications.desk import Desk, face_of

Made = Callable[[Desk], Publication]


def cards(desk: Desk, post: Publication) -> list[FindingCard]:
    fresh = desk.fresh(post)
    channels = {channel.key: channel for channel in fresh.channels.all()}
    return Presenter(fresh, judging.judge(fresh), channels).cards()


def codes(desk: Desk, post: Publication) -> list[str]:
    return [card.code for card in cards(desk, post)]


def card(desk: Desk, post: Publication, code: str) -> FindingCard:
    return next(card for card in cards(desk, post) if card.code == code)


def way(desk: Desk, post: Publication, code: str, remedy: str) -> Remedy:
    return next(way for way in card(desk, post, code).remedies if way.code == remedy)


def press(client: Client, remedy: Remedy) -> Any:
    """Press a button of a finding as the browser does."""
    fields: dict[str, list[str]] = {}
    for name, value in remedy.fields:
        fields.setdefault(name, []).append(value)
    response = client.post(remedy.url, fields)
    assert response.status_code == 302, remedy
    return response


# --- One post for each finding ------------------------------------------------------------------
def text(words: str, **more: Any) -> Made:
    return lambda desk: desk.draft(text=words, **more)


def person(name: str, **words: Any) -> Made:
    return lambda desk: desk.with_people(name, **words)


def tagged(tag: Tag, doubtful: bool = False) -> Made:  # noqa: FBT001, FBT002
    def made(desk: Desk) -> Publication:
        post = desk.draft()
        desk.photo(post, int(not doubtful), int(doubtful))
        if tag is not Tag.UNTAGGED:
            desk.tag(face_of(post), tag)
        desk.confirm(post)
        return post

    return made


def unmarked(desk: Desk) -> Publication:
    post = desk.draft()
    desk.photo(post, 0)
    return post


def undescribed(desk: Desk) -> Publication:
    post = desk.draft()
    desk.photo(post, 0, alt="")
    desk.confirm(post)
    return post


def ageless(desk: Desk) -> Publication:
    Person.objects.filter(id=demo_id("liv-van-den-heuvel")).update(birth_date=None)
    return desk.with_people("liv-van-den-heuvel")


def lesson(**facts: Any) -> Made:
    def made(desk: Desk) -> Publication:
        post = desk.draft(**facts)
        desk.photo(post, 0)
        desk.confirm(post)
        return post

    return made


CASES: dict[str, tuple[Made, str]] = {
    "face_untagged": (tagged(Tag.UNTAGGED), "A5"),
    "face_unanswered": (tagged(Tag.UNTAGGED, doubtful=True), "A5"),
    "outsider_visible": (tagged(Tag.OUTSIDER), "A5"),
    "unknown_visible": (tagged(Tag.UNKNOWN), "A5"),
    "consent_not_answered": (person("zoe-ozturk"), "A5"),
    "consent_refused": (person("eva-nowak"), "A5"),
    "consent_withdrawn": (person("ruben-van-rijn", channels=["instagram"]), "A5"),
    "consent_conflict": (person("puck-lamers"), "A5"),
    "consent_to_confirm": (person("thijs-van-der-linden"), "A5"),
    "consent_nobody_to_ask": (person("filmon-tesfay"), "A5"),
    "consent_age_unknown": (ageless, "A5"),
    "everyone_not_marked": (unmarked, "A5"),
    "alt_text_missing": (undescribed, "Wet"),
    "lesson_permission_missing": (lesson(lesson=Lesson.LESSON), "A1"),
    "lesson_permission_late": (
        lesson(
            lesson=Lesson.LESSON,
            lesson_permission=LessonPermission.AFTER,
            lesson_granted_by=(Grantor.LEADERSHIP,),
        ),
        "A1",
    ),
    "remote_lesson_shared": (lesson(lesson=Lesson.REMOTE), "A7"),
    "name_in_text": (text("Lotte Hendriks won de finale."), "A2"),
    "name_with_class": (text("Lotte uit 3C won de finale."), "A2"),
    "name_perhaps": (text("sami had een goede dag"), "A2"),
    "text_location": (text("Sami Bakkali zit nu in de bibliotheek."), "A2"),
    "text_student_number": (text("Leerling 20001 won de finale."), "A2"),
    "text_phone": (text("Bel 06-12345678 voor meer."), "A2"),
    "text_email": (text("Mail naar sami@post.example voor meer."), "A2"),
    "text_address": (text("Hij woont op Kerkstraat 12."), "A2"),
    "text_postcode": (text("De postcode is 1234 AB."), "A2"),
    "text_bsn": (text("Zijn BSN is 123456782."), "A2"),
    "text_iban": (text("Geef op NL91ABNA0417164300."), "A2"),
    "text_dob": (text("Lotte Hendriks is geboren op 12 mei 2011."), "A2"),
    "text_special_health": (text("Sami Bakkali heeft diabetes."), "A2"),
    "text_special_religion": (text("Sami Bakkali is moslim."), "A2"),
    "text_special_other": (text("Sami Bakkali is homo."), "A2"),
    "text_license_plate": (text("Het kenteken is AB-123-C."), "A2"),
    "text_handle": (text("Volg @sami_b op Insta."), "A2"),
    "tone_for_a_colleague": (text("Idioot, ik maak je af."), "A8"),
    "role_not_stated": (text("Wat een mooie dag.", act=Act.DISCUSS), "B2"),
    "opinion_not_stated": (text("Wat een mooie dag.", standing=Standing.PRIVATE), "C4"),
}


@pytest.mark.parametrize("code", CASES)
def test_a_finding_is_said_with_its_article_and_ways_out(desk: Desk, signed_in: Client, code: str) -> None:
    make, article = CASES[code]
    post = make(desk)
    found = card(desk, post, code)
    assert found.article == article
    assert found.title
    assert found.sentence
    assert not re.search(r"[{}!]", found.title + found.sentence)
    assert found.remedies
    page = signed_in.get(reverse("publications:editor", args=[post.id]))
    said = page.content.decode()
    assert f'data-code="{code}"' in said
    for remedy in found.remedies:
        assert remedy.label
        assert "{" not in remedy.label
        assert remedy.url.split("?")[0].split("#")[0] in said


@pytest.mark.parametrize("code", CASES)
def test_each_way_out_leads_somewhere(desk: Desk, signed_in: Client, code: str) -> None:
    """A button takes its finding away or asks the question; a link opens the right place of the editor."""
    make, _ = CASES[code]
    for remedy in card(desk, post := make(desk), code).remedies:
        if remedy.posts:
            _a_button_works(desk, signed_in, make(desk), code, remedy.code)
        else:
            page = signed_in.get(remedy.url)
            anchor = remedy.url.partition("#")[2]
            assert page.status_code == 200
            assert f'id="{anchor}"' in page.content.decode()
    assert code in codes(desk, post)  # looking at it solved nothing


def _a_button_works(desk: Desk, client: Client, post: Publication, code: str, remedy: str) -> None:
    before = card(desk, post, code)
    press(client, way(desk, post, code, remedy))
    if remedy.startswith("ask_"):
        assert ConsentRequest.objects.filter(answered_at=None).exists()
        assert code in codes(desk, post)
        ConsentRequest.objects.all().delete()
        return
    same = [
        c
        for c in cards(desk, post)
        if (c.code, c.face_id, c.sentence) == (code, before.face_id, before.sentence)
    ]
    assert same == [], remedy


def test_every_finding_that_has_words_stands_above() -> None:
    assert set(wording()["bevindingen"]) - {"face_untagged_meer"} <= set(CASES) | {"text_other_person"}


# --- How it is said -----------------------------------------------------------------------------
def test_unnamed_faces_are_one_thing_to_do(desk: Desk) -> None:
    post = desk.draft()
    desk.photo(post, 3)
    found = card(desk, post, "face_untagged")
    assert (found.title, found.sentence.split(".")[0]) == ("Wie zijn dit?", "Nog 3 gezichten aan te wijzen")
    assert codes(desk, post).count("face_untagged") == 1
    for number in (1, 2):
        desk.tag(face_of(post, number), "liv-van-den-heuvel")
    assert card(desk, post, "face_untagged").title == "Wie is dit?"
    desk.photo(post, 1)
    assert codes(desk, post).count("face_untagged") == 2


def test_a_finding_on_several_channels_is_said_once(desk: Desk) -> None:
    post = desk.with_people("eva-nowak", channels=["website", "instagram"])
    found = card(desk, post, "consent_refused")
    assert [channel.key for channel in found.channels] == ["website", "instagram"]
    assert found.on_all
    assert found.title == "Eva Nowak mag niet op Website en Instagram"
    assert way(desk, post, "consent_refused", "leave_photo_out").label == "Laat deze foto overal weg"


def test_a_finding_on_one_of_two_channels_says_which(desk: Desk, signed_in: Client) -> None:
    post = desk.with_people("lotte-hendriks", channels=["website", "instagram"])
    (found,) = cards(desk, post)
    assert (found.code, found.on_all) == ("consent_refused", False)
    assert [channel.key for channel in found.channels] == ["instagram"]
    press(signed_in, way(desk, post, "consent_refused", "cover_face"))
    assert Face.objects.get().covered_on == ["instagram"]
    assert cards(desk, post) == []


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (["eva-nowak"], "Voor 1 persoon is er geen toestemming. U kunt het hier meteen oplossen."),
        (
            ["eva-nowak", "sara-cohen"],
            "Voor 2 personen is er geen toestemming. U kunt het hier meteen oplossen.",
        ),
    ],
)
def test_the_verdict_counts_people(desk: Desk, names: list[str], sentence: str) -> None:
    (line,) = verdicts(desk, desk.with_people(*names))
    assert (line.outcome, line.title, line.sentence) == (Outcome.FORBIDDEN, "Nog niet op Website", sentence)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Bel 06-12345678.", "Nog 1 punt. U kunt het hier meteen oplossen."),
        ("Bel 06-12345678. Code 1234 AB.", "Nog 2 punten. U kunt het hier meteen oplossen."),
    ],
)
def test_the_verdict_counts_points(desk: Desk, words: str, sentence: str) -> None:
    (line,) = verdicts(desk, desk.draft(text=words))
    assert line.sentence == sentence


def test_the_same_person_twice_is_one_person(desk: Desk) -> None:
    (line,) = verdicts(desk, desk.with_people("eva-nowak", "eva-nowak"))
    assert line.sentence.startswith("Voor 1 persoon ")


def test_channels_stand_in_the_order_of_the_school(desk: Desk) -> None:
    post = desk.with_people("lotte-hendriks", channels=["nieuwsbrief", "instagram", "website"])
    lines = verdicts(desk, post)
    assert [line.channel.key for line in lines] == ["website", "instagram", "nieuwsbrief"]
    assert [line.outcome for line in lines] == [Outcome.ALLOWED, Outcome.FORBIDDEN, Outcome.ALLOWED]
    assert lines[0].title == "Mag op Website"


def verdicts(desk: Desk, post: Publication) -> list[Any]:
    fresh = desk.fresh(post)
    channels = {channel.key: channel for channel in fresh.channels.all()}
    return Presenter(fresh, judging.judge(fresh), channels).verdicts("website")


# --- Leaving out --------------------------------------------------------------------------------
def test_a_photo_left_out_everywhere_stands_in_no_ones_way(desk: Desk, signed_in: Client) -> None:
    post = desk.with_people("eva-nowak", channels=["website", "instagram"])
    press(signed_in, way(desk, post, "consent_refused", "leave_photo_out"))
    assert cards(desk, post) == []
    decision = desk.submit(post)
    for placement in Placement.objects.filter(decision=decision):
        assert placement.files.count() == 0


def test_consent_that_was_given_for_a_photo_left_out_is_not_used(desk: Desk, signed_in: Client) -> None:
    post = desk.with_people("liv-van-den-heuvel")
    photo = face_of(post).photo
    address = reverse("publications:leave_out", args=[post.id, photo.id])
    signed_in.post(address, {"out": "1", "channel": "website"})
    assert desk.submit(post).assessment["channels"][0]["faces"] == []


def test_putting_a_photo_back_asks_again(desk: Desk, signed_in: Client) -> None:
    post = desk.with_people("eva-nowak")
    address = reverse("publications:leave_out", args=[post.id, face_of(post).photo_id])
    signed_in.post(address, {"out": "1", "channel": "website"})
    assert codes(desk, post) == []
    signed_in.post(address, {"out": "0", "channel": "website"})
    assert codes(desk, post) == ["consent_refused"]


def test_without_a_channel_or_title_nothing_goes(desk: Desk, signed_in: Client) -> None:
    for words, says in (
        ({"channels": []}, "Kies eerst een kanaal"),
        ({"title": ""}, "Geef het bericht eerst een titel"),
    ):
        post = desk.draft(**words)  # type: ignore[arg-type]
        page = signed_in.get(reverse("publications:editor", args=[post.id])).content.decode()
        assert says in page
        with desk.now():
            signed_in.post(reverse("publications:submit", args=[post.id]))
        assert not post.placements.exists()


def test_a_question_is_asked_once(desk: Desk, signed_in: Client) -> None:
    post = desk.with_people("zoe-ozturk", channels=["website", "instagram"])
    for _ in range(2):
        press(signed_in, way(desk, post, "consent_not_answered", "ask_consent"))
    assert ConsentRequest.objects.count() == 2
    asked = reverse("publications:ask", args=[post.id])
    for fields in (
        {"person": "x"},
        {"person": str(demo_id("niemand")), "purpose": "beeld", "channel": "website"},
    ):
        assert signed_in.post(asked, fields).status_code == 404


def test_an_unknown_sentence_is_not_found(desk: Desk, signed_in: Client) -> None:
    address = reverse("publications:add_sentence", args=[desk.draft().id])
    assert signed_in.post(address, {"sentence": "remove_words"}).status_code == 404


def test_confirming_is_kept_with_who_and_when(desk: Desk, signed_in: Client) -> None:
    post = unmarked(desk)
    press(signed_in, way(desk, post, "everyone_not_marked", "confirm_everyone"))
    post.refresh_from_db()
    assert post.everyone_marked_by_id == desk.actor.person_id
    assert post.everyone_marked_at is not None
    drafts.confirm_everyone(actor=desk.actor, publication_id=post.id, confirmed=False)
    assert codes(desk, post) == ["everyone_not_marked"]
