"""Consent goes, and so does the post: at once, on the channels concerned, and with proof."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deelwijs.accounts.roles import Role
from deelwijs.core.consent import Answer
from deelwijs.core.publication import PURPOSE_NAME
from deelwijs.demo.load import demo_id
from deelwijs.ledger.models import Entry
from deelwijs.people.models import Affiliation, Person, School
from deelwijs.publications import tasks
from deelwijs.publications.actions import drafts, photos, placing, takedown
from deelwijs.publications.channels import Evidence, news_page, provider
from deelwijs.publications.models import Placement, Publication
from tests.publications.desk import Desk, actor_of, face_of, years_ago
from tests.publications.test_photos import on_disk

YES, NO = Answer.YES, Answer.NO
State = Placement.State


def fresh(placement: Placement) -> Placement:
    placement.refresh_from_db()
    return placement


def kinds() -> list[str]:
    found = Entry.objects.filter(kind__startswith="takedown.").order_by("seq")
    return list(found.values_list("kind", flat=True))


def seen_by_visitors(placement: Placement) -> list[str]:
    """Every address that the public has of a placement."""
    files = [
        reverse("news:file", args=["kompas", token])
        for token in placement.files.values_list("token", flat=True)
    ]
    return [f"/nieuws/kompas/{placement.slug}/", *files]


def answers(status: int | Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whoever looks whether a post is gone see this."""

    def handle(request: httpx.Request) -> httpx.Response:
        if isinstance(status, Exception):
            raise status
        return httpx.Response(status)

    monkeypatch.setattr(news_page, "_visitor", lambda: httpx.Client(transport=httpx.MockTransport(handle)))


# --- Who makes it go ----------------------------------------------------------------------------
def test_a_guardian_withdraws_and_everything_is_gone(
    desk: Desk, school: School, client: Client, folder: Path, visitor: None
) -> None:
    placement = desk.online("liv-van-den-heuvel")
    addresses = seen_by_visitors(placement)
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    assert len(on_disk(folder)) == 2
    desk.says(school, "anouk-van-den-heuvel", "liv-van-den-heuvel", NO)
    assert [client.get(address).status_code for address in addresses] == [410, 410]
    assert len(on_disk(folder)) == 1  # the working copy of the editor
    assert (fresh(placement).state, placement.takedown_reason) == (State.REMOVED, "consent_withdrawn")
    assert placement.takedown_person_id == demo_id("liv-van-den-heuvel")
    assert placement.removed_at is not None
    assert kinds() == ["takedown.requested", "takedown.verified"]


def test_it_is_gone_before_any_worker_ran(desk: Desk, school: School, client: Client) -> None:
    placement = desk.online("liv-van-den-heuvel")
    addresses = seen_by_visitors(placement)
    desk.says_uncommitted(school, "anouk-van-den-heuvel", "liv-van-den-heuvel", NO)
    responses = [client.get(address) for address in addresses]
    assert [response.status_code for response in responses] == [410, 410]
    assert {response.headers["Cache-Control"] for response in responses} == {"no-store"}
    for page in ("/nieuws/kompas/", "/nieuws/kompas/atom.xml"):
        assert placement.slug not in client.get(page).content.decode()
    assert fresh(placement).state == State.TAKEDOWN_REQUESTED


def test_only_the_channel_that_it_is_about(desk: Desk, school: School, visitor: None) -> None:
    decision = desk.submit(desk.with_people("liv-van-den-heuvel", channels=["website", "nieuwsbrief"]))
    website, letter = decision.placements.order_by("channel__order")
    placing.placed_by_hand(actor=desk.actor, placement_id=letter.id, address="https://brief.example/1")
    desk.says(school, "anouk-van-den-heuvel", "liv-van-den-heuvel", NO, "website")
    assert (fresh(website).state, fresh(letter).state) == (State.REMOVED, State.PUBLISHED)
    desk.says(school, "anouk-van-den-heuvel", "liv-van-den-heuvel", NO, "nieuwsbrief")
    assert fresh(letter).state == State.TAKEDOWN_BY_HAND


def test_only_the_posts_that_it_is_about(desk: Desk, school: School, visitor: None) -> None:
    with_liv = desk.online("liv-van-den-heuvel", "finn-obrien")
    without = desk.online("finn-obrien")
    left_out = desk.with_people("liv-van-den-heuvel")
    photo_id = face_of(left_out).photo_id
    photos.leave_out(
        actor=desk.actor, publication_id=left_out.id, photo_id=photo_id, channel_key="website", out=True
    )
    text_only = desk.submit(left_out).placements.get()
    desk.says(school, "anouk-van-den-heuvel", "liv-van-den-heuvel", NO)
    assert [fresh(one).state for one in (with_liv, without, text_only)] == [
        State.REMOVED,
        State.PUBLISHED,
        State.PUBLISHED,
    ]


def test_who_is_covered_was_never_shown(desk: Desk, school: School) -> None:
    post = desk.with_people("liv-van-den-heuvel", "finn-obrien")
    desk.cover(face_of(post, 1), "website")
    placement = desk.submit(post).placements.get()
    desk.says(school, "anouk-van-den-heuvel", "liv-van-den-heuvel", NO)
    assert fresh(placement).state == State.PUBLISHED


def test_a_pupil_of_sixteen_withdraws(desk: Desk, school: School, visitor: None) -> None:
    placement = desk.online("sofia-lindqvist")
    desk.says(school, "sofia-lindqvist", "sofia-lindqvist", NO)
    assert fresh(placement).state == State.REMOVED


def test_a_guardian_has_no_say_about_a_pupil_of_sixteen(desk: Desk, school: School) -> None:
    placement = desk.online("sofia-lindqvist")
    with pytest.raises(PermissionDenied):
        desk.says(school, "annika-lindqvist", "sofia-lindqvist", NO)
    assert fresh(placement).state == State.PUBLISHED


def test_a_second_guardian_who_says_no_is_enough(desk: Desk, school: School, visitor: None) -> None:
    placement = desk.online("liv-van-den-heuvel")
    desk.says(school, "stefan-van-den-heuvel", "liv-van-den-heuvel", NO)
    assert (fresh(placement).state, placement.takedown_reason) == (State.REMOVED, "consent_conflict")


def test_a_yes_leaves_it_where_it_is(desk: Desk, school: School) -> None:
    placement = desk.online("liv-van-den-heuvel")
    desk.says(school, "stefan-van-den-heuvel", "liv-van-den-heuvel", YES, "website", "instagram")
    desk.says(school, "stefan-van-den-heuvel", "liv-van-den-heuvel", NO, "instagram")
    assert fresh(placement).state == State.PUBLISHED


def test_a_birthday_alone_takes_nothing_down(desk: Desk, school: School) -> None:
    """What was published on the guardians' word stays until the pupil says otherwise (A5)."""
    placement = desk.online("maud-peeters")
    Person.objects.filter(id=demo_id("maud-peeters")).update(birth_date=years_ago(16))
    takedown.recheck_person(school_id=school.id, person_id=demo_id("maud-peeters"), day=timezone.localdate())
    assert fresh(placement).state == State.PUBLISHED


def test_consent_for_the_name_is_consent_for_the_post(desk: Desk, school: School, visitor: None) -> None:
    named = desk.submit(desk.draft(text="Loïc Smeets won de finale.")).placements.get()
    described = desk.draft(text="Gefeliciteerd.")
    desk.photo(described, 0, alt="Loïc Smeets met een beker")
    desk.confirm(described)
    in_description = desk.submit(described).placements.get()
    other = desk.online("loic-smeets")
    desk.says(school, "nathalie-smeets", "loic-smeets", NO, purpose=PURPOSE_NAME)
    assert [fresh(one).state for one in (named, in_description, other)] == [
        State.REMOVED,
        State.REMOVED,
        State.PUBLISHED,
    ]
    assert named.takedown_reason == "name_in_text"


def test_a_name_that_now_fits_two_still_goes(desk: Desk, school: School, visitor: None) -> None:
    """A second Loïc came to school after the post. The first one's no still holds."""
    placement = desk.submit(desk.draft(text="Loïc won de finale.")).placements.get()
    second = Person.objects.create(school=school, given_name="Loïc", family_name="Bergen")
    second.affiliations.create(kind="pupil")
    desk.says(school, "nathalie-smeets", "loic-smeets", NO, "instagram", purpose=PURPOSE_NAME)
    assert fresh(placement).state == State.PUBLISHED
    desk.says(school, "nathalie-smeets", "loic-smeets", NO, purpose=PURPOSE_NAME)
    assert (fresh(placement).state, placement.takedown_person_id) == (State.REMOVED, demo_id("loic-smeets"))


def test_a_withdrawal_elsewhere_leaves_who_left_school_alone(
    desk: Desk, school: School, visitor: None
) -> None:
    placement = desk.online("liv-van-den-heuvel", "finn-obrien")
    Affiliation.objects.filter(person_id=demo_id("finn-obrien")).delete()
    desk.says(school, "anouk-van-den-heuvel", "liv-van-den-heuvel", NO, "instagram")
    assert fresh(placement).state == State.PUBLISHED


def test_by_hand_without_a_reason(desk: Desk, school: School, signed_in: Client, visitor: None) -> None:
    placement = desk.online("liv-van-den-heuvel")
    with pytest.raises(PermissionDenied):
        takedown.take_down(actor=actor_of(school, "pieter-de-wit", Role.EMPLOYEE), placement_id=placement.id)
    with desk.now():
        signed_in.post(reverse("publications:take_down", args=[placement.id]))
    assert (fresh(placement).state, placement.takedown_person_id) == (State.REMOVED, None)
    page = signed_in.get(reverse("publications:placement", args=[placement.id])).content.decode()
    assert "U haalde dit bericht weg." in page


# --- The proof ----------------------------------------------------------------------------------
def test_the_proof_names_every_address(desk: Desk, visitor: None) -> None:
    placement = desk.take_down(desk.online("liv-van-den-heuvel"))
    looked = [look["address"] for look in placement.evidence]
    assert looked == ["http://testserver" + address for address in seen_by_visitors(placement)]
    assert {look["status"] for look in placement.evidence} == {410}
    assert all(datetime.fromisoformat(look["seen_at"]).tzinfo for look in placement.evidence)


@pytest.mark.parametrize(
    "status",
    [200, 301, 403, 500, httpx.ConnectError("nobody"), httpx.ReadTimeout("late"), httpx.InvalidURL("odd")],
    ids=str,
)
def test_without_proof_it_is_not_gone(
    desk: Desk, signed_in: Client, monkeypatch: pytest.MonkeyPatch, status: int | Exception
) -> None:
    answers(status, monkeypatch)
    placement = desk.take_down(desk.online("liv-van-den-heuvel"))
    assert (placement.state, placement.removed_at) == (State.TAKEDOWN_FAILED, None)
    seen = status if isinstance(status, int) else 0
    assert {look["status"] for look in placement.evidence} == {seen}
    assert kinds() == ["takedown.requested", "takedown.failed"]
    page = signed_in.get(reverse("publications:placement", args=[placement.id])).content.decode()
    assert "Nog niet weg" in page


def test_a_second_look_finds_it_gone(desk: Desk, signed_in: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(200, monkeypatch)
    placement = desk.take_down(desk.online("liv-van-den-heuvel"))
    answers(404, monkeypatch)
    retry = reverse("publications:retry", args=[placement.id])
    with desk.now():
        signed_in.post(retry)
    assert fresh(placement).state == State.REMOVED
    assert [look["status"] for look in placement.evidence] == [200, 200, 404, 404]
    with desk.now():
        signed_in.post(retry)
    tasks.take_down(str(placement.id))
    assert len(fresh(placement).evidence) == 4
    assert kinds() == ["takedown.requested", "takedown.failed", "takedown.verified"]


def test_half_gone_is_not_gone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200 if request.url.path.endswith(".jpg") else 410)

    monkeypatch.setattr(news_page, "_visitor", lambda: httpx.Client(transport=httpx.MockTransport(handle)))
    assert desk.take_down(desk.online("liv-van-den-heuvel")).state == State.TAKEDOWN_FAILED


def test_of_two_workers_the_one_that_saw_it_gone_is_believed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    placement = desk.online("liv-van-den-heuvel")
    takedown.take_down(actor=desk.actor, placement_id=placement.id)
    look = news_page.NewsPage.verify_gone

    def while_the_other_finishes(self: Any, of: Placement) -> list[Evidence]:
        monkeypatch.setattr(news_page.NewsPage, "verify_gone", look)
        answers(410, monkeypatch)
        tasks.take_down(str(of.id))
        return [Evidence(of.address, 0, "2026-11-23T08:00:00+01:00")]

    monkeypatch.setattr(news_page.NewsPage, "verify_gone", while_the_other_finishes)
    tasks.take_down(str(placement.id))
    assert fresh(placement).state == State.REMOVED


@pytest.mark.parametrize("status", [404, 410])
def test_only_gone_and_not_found_prove_it(status: int) -> None:
    assert Evidence("https://x.example/", status, "").gone
    assert not any(Evidence("https://x.example/", other, "").gone for other in (0, 200, 302, 401, 503))


def test_the_visitor_follows_no_one_elsewhere() -> None:
    with news_page._visitor() as client:
        assert (client.follow_redirects, client.trust_env) == (False, False)
        assert client.timeout.read is not None


# --- By hand ------------------------------------------------------------------------------------
def test_where_deelwijs_cannot_look_a_person_does(desk: Desk, school: School, signed_in: Client) -> None:
    placement = desk.online("liv-van-den-heuvel", channels=["instagram"])
    placing.placed_by_hand(
        actor=desk.actor, placement_id=placement.id, address="https://www.instagram.com/p/abc/"
    )
    desk.says(school, "anouk-van-den-heuvel", "liv-van-den-heuvel", NO, "instagram")
    assert fresh(placement).state == State.TAKEDOWN_BY_HAND
    page = signed_in.get(reverse("publications:placement", args=[placement.id])).content.decode()
    assert "https://www.instagram.com/p/abc/" in page
    assert "ingetrokken" in page
    signed_in.post(reverse("publications:removed", args=[placement.id]))
    assert (fresh(placement).state, placement.evidence) == (State.REMOVED, [])
    assert Entry.objects.filter(kind="takedown.by_hand").get().actor == str(desk.actor.person_id)


def test_nobody_says_it_is_gone_before_it_was_asked_away(desk: Desk, signed_in: Client) -> None:
    placement = desk.online("liv-van-den-heuvel", channels=["instagram"])
    signed_in.post(reverse("publications:removed", args=[placement.id]))
    assert fresh(placement).state == State.TO_PLACE_BY_HAND


def test_what_lay_ready_may_be_out_already(desk: Desk, school: School) -> None:
    """Nobody recorded an address, but the photos could be fetched: only a person knows."""
    placement = desk.online("liv-van-den-heuvel", channels=["instagram"])
    desk.says(school, "anouk-van-den-heuvel", "liv-van-den-heuvel", NO, "instagram")
    assert fresh(placement).state == State.TAKEDOWN_BY_HAND
    assert placement.files.get().file.erased_at is not None


# --- Afterwards ---------------------------------------------------------------------------------
def test_only_what_is_nowhere_can_be_written_again(desk: Desk, signed_in: Client, visitor: None) -> None:
    placement = desk.online("liv-van-den-heuvel")
    reopen = reverse("publications:reopen", args=[placement.publication_id])
    response = signed_in.post(reopen, follow=True)
    assert "staat nog ergens online" in response.content.decode()
    with pytest.raises(placing.StillOnlineError):
        placing.reopen(actor=desk.actor, publication_id=placement.publication_id)
    desk.take_down(placement)
    signed_in.post(reopen)
    post = Publication.objects.get(id=placement.publication_id)
    assert (post.state, post.everyone_marked_at) == (Publication.State.DRAFT, None)


def test_it_goes_out_again_covered(desk: Desk, school: School, client: Client, visitor: None) -> None:
    first = desk.online("liv-van-den-heuvel", "finn-obrien")
    desk.says(school, "anouk-van-den-heuvel", "liv-van-den-heuvel", NO)
    post = placing.reopen(actor=desk.actor, publication_id=first.publication_id)
    desk.confirm(post)
    with pytest.raises(placing.NotAllowedError):
        desk.submit(post)
    desk.cover(face_of(post, 1), "website")
    second = desk.submit(post).placements.get()
    assert second.state == State.PUBLISHED
    assert [client.get(address).status_code for address in seen_by_visitors(first)] == [410, 410]
    assert [client.get(address).status_code for address in seen_by_visitors(second)] == [200, 200]
    drafts_left = Publication.objects.filter(state=Publication.State.DRAFT)
    assert drafts_left.count() == 0


def test_a_photo_taken_out_later_keeps_its_old_address_gone(
    desk: Desk, client: Client, visitor: None
) -> None:
    first = desk.take_down(desk.online("liv-van-den-heuvel"))
    post = placing.reopen(actor=desk.actor, publication_id=first.publication_id)
    with desk.now():
        photos.remove(actor=desk.actor, publication_id=post.id, photo_id=face_of(post).photo_id)
    assert [client.get(address).status_code for address in seen_by_visitors(first)] == [410, 410]
    drafts.write(actor=desk.actor, publication_id=post.id, words=drafts.Words("Nieuw", "Zonder foto."))
    assert desk.submit(post).placements.get().files.count() == 0


def test_the_work_list_shows_what_must_go(
    desk: Desk, signed_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reverse("publications:takedowns")
    assert "Alles wat weg moest, is weg." in signed_in.get(page).content.decode()
    answers(200, monkeypatch)
    placement = desk.take_down(desk.online("liv-van-den-heuvel"))
    for address in (page, reverse("publications:desk")):
        assert placement.title in signed_in.get(address).content.decode()
    answers(410, monkeypatch)
    with desk.now():
        takedown.retry(actor=desk.actor, placement_id=placement.id)
    assert "Is weg of ging niet door" in signed_in.get(page).content.decode()


def test_every_channel_of_a_school_has_a_provider(school: School) -> None:
    for channel in school.channels.all():
        assert provider(channel.provider).capabilities is not None
    with pytest.raises(LookupError, match="no channel provider called telegram"):
        provider("telegram")
