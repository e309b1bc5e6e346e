"""Where a person places: what lies ready, and what is said about it afterwards."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from deelwijs.core.consent import Answer
from deelwijs.demo.load import demo_id
from deelwijs.people.models import Person, School
from deelwijs.publications.models import Placement
from tests.publications.desk import Desk, entries, years_ago


def by_hand(desk: Desk, name: str = "liv-van-den-heuvel") -> Placement:
    return desk.online(name, channels=["instagram"])


ADDRESS = "https://www.instagram.com/p/abc/"


def test_a_person_places_it_and_says_where(desk: Desk, signed_in: Client) -> None:
    placement = by_hand(desk)
    page = reverse("publications:placement", args=[placement.id])
    assert placement.text in signed_in.get(page).content.decode()
    token = placement.files.get().token
    package = signed_in.get(reverse("publications:package_file", args=[placement.id, token]))
    assert package.headers["Content-Disposition"] == 'attachment; filename="foto-1.jpg"'
    assert package.headers["Cache-Control"] == "no-store, private"
    address = reverse("publications:placed", args=[placement.id])
    assert signed_in.post(address, {"address": "geen adres"}).status_code == 422
    assert signed_in.post(address, {"address": "javascript:alert(1)"}).status_code == 422
    signed_in.post(address, {"address": ADDRESS})
    placement.refresh_from_db()
    assert (placement.state, placement.address) == (Placement.State.PUBLISHED, ADDRESS)
    assert entries("publication.placed")[-1].actor == str(desk.actor.person_id)


def test_the_package_is_not_public(desk: Desk, client: Client) -> None:
    placement = by_hand(desk)
    token = placement.files.get().token
    assert client.get(f"/nieuws/kompas/foto/{token}.jpg").status_code == 404
    assert client.get(f"/nieuws/kompas/{placement.slug}/").status_code == 404


def test_what_lies_ready_is_checked_again_when_it_is_fetched(desk: Desk, signed_in: Client) -> None:
    """Days may go by before somebody places it."""
    placement = by_hand(desk, "maud-peeters")
    token = placement.files.get().token
    turned = years_ago(16)
    Person.objects.filter(id=demo_id("maud-peeters")).update(birth_date=turned)
    address = reverse("publications:package_file", args=[placement.id, token])
    response = signed_in.get(address, follow=True)
    assert response.redirect_chain[-1][0] == reverse("publications:placement", args=[placement.id])
    assert "Plaats het niet" in response.content.decode()


def test_what_was_placed_too_late_must_go_again(desk: Desk, signed_in: Client) -> None:
    placement = by_hand(desk, "maud-peeters")
    Person.objects.filter(id=demo_id("maud-peeters")).update(birth_date=years_ago(16))
    address = reverse("publications:placed", args=[placement.id])
    response = signed_in.post(address, {"address": ADDRESS}, follow=True)
    assert "Haal het daar nu weg" in response.content.decode()
    placement.refresh_from_db()
    assert (placement.state, placement.address) == (Placement.State.TAKEDOWN_BY_HAND, ADDRESS)
    assert placement.takedown_reason == "consent_to_confirm"
    assert placement.files.get().file.erased_at is not None


def test_an_address_after_the_withdrawal_is_not_lost(desk: Desk, school: School, signed_in: Client) -> None:
    """It was on Instagram before anybody told Deelwijs; the page with the form was still open."""
    placement = by_hand(desk)
    desk.says(school, "anouk-van-den-heuvel", "liv-van-den-heuvel", Answer.NO, "instagram")
    placement.refresh_from_db()
    assert placement.state == Placement.State.TAKEDOWN_BY_HAND
    signed_in.post(reverse("publications:placed", args=[placement.id]), {"address": ADDRESS})
    placement.refresh_from_db()
    assert (placement.state, placement.address) == (Placement.State.TAKEDOWN_BY_HAND, ADDRESS)
    signed_in.post(reverse("publications:removed", args=[placement.id]))
    placement.refresh_from_db()
    assert placement.state == Placement.State.REMOVED
    signed_in.post(
        reverse("publications:placed", args=[placement.id]), {"address": "https://elders.example/"}
    )
    placement.refresh_from_db()
    assert (placement.state, placement.address) == (Placement.State.REMOVED, ADDRESS)


def test_the_pictures_of_what_is_online_stay_to_be_seen(desk: Desk, signed_in: Client) -> None:
    placement = desk.online("maud-peeters")
    Person.objects.filter(id=demo_id("maud-peeters")).update(birth_date=years_ago(16))
    token = placement.files.get().token
    package = reverse("publications:package_file", args=[placement.id, token])
    assert signed_in.get(package).status_code == 200
    assert signed_in.get(package.replace(token, "x" * 24)).status_code == 404
