"""Writing a post: through the actions and through the editor's buttons."""

from __future__ import annotations

import uuid

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse

from deelwijs.accounts.roles import Role
from deelwijs.core.publication import Grantor, Lesson, LessonPermission, Standing, Tag
from deelwijs.people.actor import Actor
from deelwijs.people.models import Person, School
from deelwijs.publications import selectors
from deelwijs.publications.actions import drafts, placing
from deelwijs.publications.actions.access import NotADraftError
from deelwijs.publications.actions.drafts import Words
from deelwijs.publications.models import Decision, Placement, Publication
from tests.demo_school import browser_of
from tests.publications.desk import Desk, actor_of, face_of

WORDS = {"title": "Nieuwe titel", "text": "Nieuwe tekst.", "act": "publiceren", "standing": "werk"}


def address(name: str, post: Publication, *more: object) -> str:
    return reverse(f"publications:{name}", args=[post.id, *more])


def messages_of(response: object) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]  # type: ignore[attr-defined]


def test_a_post_starts_for_the_channels_that_deelwijs_serves(desk: Desk) -> None:
    post = drafts.start(actor=desk.actor)
    assert [channel.key for channel in post.channels.all()] == ["website"]
    assert post.state == Publication.State.DRAFT


def test_what_was_written_is_kept(desk: Desk) -> None:
    words = Words(
        "Titel",
        "Tekst.",
        standing=Standing.PRIVATE,
        lesson=Lesson.LESSON,
        lesson_permission=LessonPermission.BEFORE,
        lesson_granted_by=(Grantor.LEADERSHIP,),
        consulted_with="Meryem",
    )
    post = drafts.write(actor=desk.actor, publication_id=drafts.start(actor=desk.actor).id, words=words)
    post.refresh_from_db()
    assert (post.title, post.text, post.standing, post.lesson) == ("Titel", "Tekst.", "prive", "les")
    assert (post.lesson_permission, post.lesson_granted_by) == ("vooraf", ["schoolleiding"])


def test_a_channel_of_another_school_cannot_be_chosen(desk: Desk, elsewhere: Actor) -> None:
    post = desk.draft(channels=["website", "instagram", "bestaat-niet"])
    assert {channel.key for channel in post.channels.all()} == {"website", "instagram"}
    assert {channel.school_id for channel in post.channels.all()} == {desk.actor.school_id}


def test_the_form_saves_and_comes_back(desk: Desk, signed_in: Client) -> None:
    post = desk.draft()
    response = signed_in.post(address("write", post), WORDS | {"text": "Regel 1\r\nRegel 2"})
    assert response.status_code == 302
    post.refresh_from_db()
    assert (post.title, post.text) == ("Nieuwe titel", "Regel 1\nRegel 2")


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("channels", {"channel": ["website"]}),
        ("confirm", {"confirmed": "1"}),
        ("add_sentence", {"sentence": "add_opinion"}),
        ("replace_words", {"words": "gezellig", "by": "leuk"}),
        ("add_photos", {}),
        ("leave_all_out", {"channel": "website"}),
    ],
)
def test_no_button_loses_a_word(desk: Desk, signed_in: Client, name: str, fields: dict[str, object]) -> None:
    post = desk.draft()
    signed_in.post(address(name, post), WORDS | fields)
    post.refresh_from_db()
    assert post.title == "Nieuwe titel"
    assert post.text.startswith("Nieuwe tekst.")


def test_placing_takes_the_last_words_along(desk: Desk, signed_in: Client) -> None:
    post = desk.draft(text="Lotte Hendriks won de finale.")
    with desk.now():
        signed_in.post(address("submit", post), WORDS)
    assert Placement.objects.get(publication=post).text == "Nieuwe tekst."


def test_words_that_cannot_be_kept_stop_the_button(desk: Desk, signed_in: Client) -> None:
    post = desk.draft()
    with desk.now():
        response = signed_in.post(address("submit", post), WORDS | {"title": "x" * 161})
    assert "160" in messages_of(response)[0]
    post.refresh_from_db()
    assert (post.title, post.state) == ("Open dag", Publication.State.DRAFT)


def test_nobody_reaches_a_post_of_another_school(desk: Desk, elsewhere: Actor) -> None:
    post = desk.draft()
    for attempt in (
        lambda: drafts.write(actor=elsewhere, publication_id=post.id, words=Words("x", "y")),
        lambda: selectors.publication(elsewhere, post.id),
        lambda: placing.submit(actor=elsewhere, publication_id=post.id),
        lambda: drafts.delete(actor=elsewhere, publication_id=post.id),
        lambda: placing.reopen(actor=elsewhere, publication_id=post.id),
    ):
        with pytest.raises(Http404):
            attempt()


def test_addresses_of_another_school_do_not_exist(desk: Desk, elsewhere: Actor) -> None:
    placement = desk.online("liv-van-den-heuvel")
    draft = desk.draft()
    photo = desk.photo(draft)
    stranger = Client()
    stranger.force_login(Person.objects.get(id=elsewhere.person_id).user)  # type: ignore[arg-type]
    pages = [
        address("editor", draft),
        address("photo_file", draft, photo.id),
        address("preview_file", draft, photo.id, "website"),
        reverse("publications:placement", args=[placement.id]),
        reverse("publications:package_file", args=[placement.id, placement.files.get().token]),
    ]
    buttons = [
        address("write", draft),
        address("cover", draft, face_of(draft).id),
        address("submit", draft),
        address("delete", draft),
        reverse("publications:take_down", args=[placement.id]),
        reverse("publications:retry", args=[placement.id]),
        reverse("publications:removed", args=[placement.id]),
    ]
    assert {stranger.get(page).status_code for page in pages} == {404}
    assert {stranger.post(button, WORDS).status_code for button in buttons} == {404}
    placement.refresh_from_db()
    assert placement.state == Placement.State.PUBLISHED


@pytest.mark.parametrize("name", ["karim-bakkali", "sofia-lindqvist", "pieter-de-wit", "wietske-ypma"])
def test_who_does_not_write_posts_is_refused(desk: Desk, name: str) -> None:
    post = desk.draft()
    photo = desk.photo(post)
    client = browser_of(name)
    for page in ("desk", "takedowns"):
        assert client.get(reverse(f"publications:{page}")).status_code == 403
    assert client.get(address("editor", post)).status_code == 403
    assert client.get(address("photo_file", post, photo.id)).status_code == 403
    assert client.post(address("write", post), WORDS).status_code == 403
    assert client.post(address("submit", post)).status_code == 403


def test_the_action_refuses_as_well(desk: Desk, school: School) -> None:
    teacher = actor_of(school, "pieter-de-wit", Role.EMPLOYEE)
    with pytest.raises(PermissionDenied):
        drafts.start(actor=teacher)
    with pytest.raises(PermissionDenied):
        placing.submit(actor=teacher, publication_id=desk.draft().id)


def test_who_is_not_signed_in_is_sent_to_the_door(desk: Desk, client: Client) -> None:
    post = desk.draft()
    assert client.get(address("editor", post)).headers["Location"].startswith("/inloggen/")
    assert client.post(address("submit", post)).headers["Location"].startswith("/inloggen/")
    post.refresh_from_db()
    assert post.state == Publication.State.DRAFT


def test_a_button_from_another_site_does_nothing(desk: Desk) -> None:
    post = desk.draft()
    strict = browser_of("noor-van-dijk", Client(enforce_csrf_checks=True))
    assert strict.post(address("submit", post), WORDS).status_code == 403
    assert strict.post(address("delete", post)).status_code == 403
    assert Publication.objects.filter(id=post.id, state="draft").exists()


def test_looking_changes_nothing(desk: Desk, signed_in: Client) -> None:
    post = desk.draft()
    for name in ("write", "submit", "delete", "confirm"):
        assert signed_in.get(address(name, post)).status_code == 405


def test_what_is_placed_is_not_edited(desk: Desk, signed_in: Client) -> None:
    placement = desk.online("liv-van-den-heuvel")
    post = placement.publication
    with pytest.raises(NotADraftError):
        drafts.write(actor=desk.actor, publication_id=post.id, words=Words("x", "y"))
    with pytest.raises(NotADraftError):
        desk.tag(face_of(post), Tag.UNKNOWN)
    for name, fields in (("write", WORDS), ("confirm", {}), ("submit", {}), ("delete", {})):
        response = signed_in.post(address(name, post), fields)
        assert response.status_code == 302
        assert "al geplaatst" in messages_of(response)[-1]
    assert signed_in.get(address("editor", post)).headers["Location"].endswith(f"/{placement.id}/")
    post.refresh_from_db()
    assert post.title == "Open dag"


def test_pressing_place_twice_places_once(desk: Desk, signed_in: Client) -> None:
    post = desk.draft()
    with desk.now():
        signed_in.post(address("submit", post))
        signed_in.post(address("submit", post))
    assert Placement.objects.filter(publication=post).count() == 1


def test_words_are_taken_out_as_words(desk: Desk) -> None:
    post = desk.draft(title="Sem op de foto", text="Sem was er. Semester 2 begint. (Sem) en Sem.")
    post = drafts.replace_words(actor=desk.actor, publication_id=post.id, words="Sem", by="een leerling")
    assert post.title == "een leerling op de foto"
    assert post.text == "een leerling was er. Semester 2 begint. (een leerling) en een leerling."


def test_words_inside_a_word_are_taken_out_too(desk: Desk) -> None:
    post = desk.draft(text="Foto van #samibakkali met dank.")
    post = drafts.replace_words(actor=desk.actor, publication_id=post.id, words="samibakkali")
    assert post.text == "Foto van # met dank."


def test_a_longer_word_still_fits(desk: Desk) -> None:
    post = desk.draft(title="Sem " * 40)
    photo = desk.photo(post, alt="Sem " * 125)
    post = drafts.replace_words(actor=desk.actor, publication_id=post.id, words="Sem", by="een leerling")
    photo.refresh_from_db()
    assert len(post.title) == 160
    assert len(photo.alt_text) == 500


def test_a_sentence_is_added_once(desk: Desk) -> None:
    post = desk.draft(text="Tekst.\n")
    for _ in range(2):
        post = drafts.append_sentence(actor=desk.actor, publication_id=post.id, sentence="Dit vind ik.")
    assert post.text == "Tekst.\n\nDit vind ik."


@pytest.mark.parametrize("words", ["123456782", "iets anders", ""])
def test_what_must_go_cannot_be_waved_through(desk: Desk, signed_in: Client, words: str) -> None:
    post = desk.draft(text="Zijn bsn is 123456782.")
    signed_in.post(address("accept_words", post), {"words": words})
    post.refresh_from_db()
    assert post.accepted_words == []


def test_a_draft_is_thrown_away(desk: Desk, signed_in: Client) -> None:
    post = desk.draft()
    desk.photo(post)
    with desk.now():
        assert signed_in.post(address("delete", post)).headers["Location"] == reverse("publications:desk")
    assert not Publication.objects.filter(id=post.id).exists()


def test_throwing_away_keeps_the_record_of_what_was_online(desk: Desk, visitor: None, client: Client) -> None:
    placement = desk.online("liv-van-den-heuvel")
    photo_address = reverse("news:file", args=["kompas", placement.files.get().token])
    desk.take_down(placement)
    post = placing.reopen(actor=desk.actor, publication_id=placement.publication_id)
    with desk.now():
        drafts.delete(actor=desk.actor, publication_id=post.id)
    placement.refresh_from_db()
    assert placement.state == Placement.State.REMOVED
    assert len(placement.evidence) == 2
    assert Decision.objects.filter(publication=post).count() == 1
    assert post.photos.count() == 0
    assert client.get(placement.address).status_code == 410
    assert client.get(photo_address).status_code == 410


@pytest.mark.parametrize("query", ["?foto=x&gezicht=y&kanaal=z&beeld=kanaal", "?zoek=' OR 1=1", "?aanwijzen"])
def test_strange_addresses_show_the_editor(desk: Desk, signed_in: Client, query: str) -> None:
    post = desk.draft(channels=[])
    assert signed_in.get(address("editor", post) + query).status_code == 200
    desk.photo(post)
    assert signed_in.get(address("editor", post) + query).status_code == 200


def test_a_post_that_never_was_is_not_found(desk: Desk, signed_in: Client) -> None:
    assert signed_in.get(reverse("publications:editor", args=[uuid.uuid4()])).status_code == 404
    assert signed_in.post(reverse("publications:write", args=[uuid.uuid4()]), WORDS).status_code == 404


def test_where_the_reader_was_survives_odd_values(desk: Desk, signed_in: Client) -> None:
    post = desk.draft()
    response = signed_in.post(address("write", post), WORDS | {"kanaal": "a&foto=b\r\nX: y"})
    assert response.headers["Location"].endswith("?kanaal=a%26foto%3Db%0D%0AX%3A+y")
