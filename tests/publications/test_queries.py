"""The number of queries does not grow with the school or the post."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deelwijs.demo.load import demo_id
from deelwijs.people.models import Guardianship, Person, School
from deelwijs.publications.models import Face, Photo
from tests.publications.desk import Desk


def queries(client: Client, address: str) -> int:
    client.get(address)  # what is kept for the next time is kept now
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def more_people(school: School, number: int) -> None:
    people = Person.objects.bulk_create(
        Person(school=school, given_name=f"Vreemd{chr(97 + i % 26)}{chr(97 + i // 26)}", family_name="Zoveel")
        for i in range(number)
    )
    for person in people:
        person.affiliations.create(kind="pupil")
        Guardianship.objects.create(guardian_id=demo_id("karim-bakkali"), pupil=person)


def more_faces(photo: Photo, number: int) -> None:
    Face.objects.bulk_create(
        Face(
            photo=photo, number=10 + i, x=i, y=0, width=20, height=20,
            tag="person", person_id=demo_id(["liv-van-den-heuvel", "eva-nowak", "finn-obrien"][i % 3]),
        )
        for i in range(number)
    )  # fmt: skip


@pytest.mark.parametrize("query", ["", "?zoek=a"])
def test_the_editor(desk: Desk, school: School, signed_in: Client, query: str) -> None:
    post = desk.draft(channels=["website", "instagram"])
    photo = desk.photo(post, 5)
    address = reverse("publications:editor", args=[post.id]) + query
    before = queries(signed_in, address)
    more_faces(photo, 50)
    more_people(school, 50)
    for _ in range(3):
        more_faces(desk.photo(post, 1), 5)
    # One more at most: who left the school is looked up when there is such a person.
    assert queries(signed_in, address) <= before + 1


def test_the_desk(desk: Desk, school: School, signed_in: Client) -> None:
    desk.online("liv-van-den-heuvel")
    desk.online("liv-van-den-heuvel", channels=["instagram"])
    desk.draft()
    address = reverse("publications:desk")
    before = queries(signed_in, address)
    for _ in range(5):
        desk.online("liv-van-den-heuvel")
        desk.online("liv-van-den-heuvel", channels=["instagram"])
        desk.photo(desk.draft())
    more_people(school, 50)
    assert queries(signed_in, address) == before


def test_the_news(desk: Desk, client: Client) -> None:
    placement = desk.online("liv-van-den-heuvel")
    addresses = ["/nieuws/kompas/", "/nieuws/kompas/atom.xml", f"/nieuws/kompas/{placement.slug}/"]
    before = [queries(client, address) for address in addresses]
    for _ in range(5):
        desk.online("liv-van-den-heuvel")
    assert [queries(client, address) for address in addresses] == before


def test_a_placement(desk: Desk, signed_in: Client) -> None:
    small = desk.online("liv-van-den-heuvel")
    post = desk.with_people("liv-van-den-heuvel", channels=["website", "instagram", "nieuwsbrief"])
    for _ in range(4):
        desk.photo(post, 0)
    desk.confirm(post)
    large = desk.submit(post).placements.order_by("channel__order")[0]
    pages = [reverse("publications:placement", args=[placement.id]) for placement in (small, large)]
    assert queries(signed_in, pages[0]) == queries(signed_in, pages[1])
