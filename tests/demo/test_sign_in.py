"""One click to sign in, in demo mode and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module, reload

import pytest
from django.test import Client
from django.urls import Resolver404, clear_url_caches, resolve
from django.utils import timezone
from pytest_django.fixtures import Settings

from deelwijs.core.people import birthday
from deelwijs.demo import selectors
from deelwijs.demo import urls as demo_urls
from deelwijs.demo.load import demo_id
from deelwijs.people.models import Person

NOOR = f"/demo/inloggen/{demo_id('noor-van-dijk')}/"


def addresses_anew(settings: Settings) -> None:
    """Addresses are made when the product starts, so a changed setting needs them made again."""
    reload(demo_urls)
    reload(import_module(settings.ROOT_URLCONF))
    clear_url_caches()


@pytest.fixture
def demo_mode(settings: Settings) -> Iterator[None]:
    settings.DEMO = True
    addresses_anew(settings)
    yield
    settings.DEMO = False
    addresses_anew(settings)


@pytest.mark.usefixtures("school", "demo_mode")
class TestInDemoMode:
    def test_everybody_on_the_list_can_be_tried(self, client: Client) -> None:
        people = selectors.demo_people()
        assert [person.name for person in people] == [
            "Noor van Dijk",
            "Karim Bakkali",
            "Sofia Lindqvist-de Bruin",
            "Pieter de Wit",
            "Maarten van Loon",
            "Hassan Boukhari",
            "Wietske Ypma",
            "Rob Timmermans",
        ]
        assert (people[0].role, people[0].letters, people[0].url) == ("Communicatie", "NV", NOOR)
        for person in people:
            assert client.post(person.url).status_code == 302
            user = Person.objects.get(pk=person.id).user_id
            assert client.session["_auth_user_id"] == str(user)

    def test_the_birth_dates_follow_the_day(self, client: Client) -> None:
        client.post(NOOR)
        thijs = Person.objects.get(pk=demo_id("thijs-van-der-linden"))
        assert thijs.birth_date is not None
        assert birthday(thijs.birth_date, 16) == timezone.localdate()

    def test_the_sign_in_page_shows_the_buttons(self, client: Client) -> None:
        page = client.get("/inloggen/").content.decode()
        assert page.count("/demo/inloggen/") == 8

    def test_looking_does_not_sign_in(self, client: Client) -> None:
        assert client.get(NOOR).status_code == 405
        assert "_auth_user_id" not in client.session

    @pytest.mark.parametrize("name", ["lotte-hendriks", "nobody"])
    def test_nobody_else_can_be_tried(self, client: Client, name: str) -> None:
        assert client.post(f"/demo/inloggen/{demo_id(name)}/").status_code == 404
        assert "_auth_user_id" not in client.session

    def test_a_post_from_elsewhere_is_refused(self) -> None:
        assert Client(enforce_csrf_checks=True).post(NOOR).status_code == 403


@pytest.mark.usefixtures("school")
class TestOutsideDemoMode:
    def test_the_address_does_not_exist(self, client: Client) -> None:
        with pytest.raises(Resolver404):
            resolve(NOOR)
        assert client.post(NOOR).status_code == 404
        assert "_auth_user_id" not in client.session

    def test_there_are_no_buttons(self, client: Client) -> None:
        assert selectors.demo_people() == ()
        page = client.get("/inloggen/")
        assert page.status_code == 200
        assert "demo/inloggen" not in page.content.decode()

    def test_the_view_itself_refuses(self) -> None:
        assert selectors.demo_user(demo_id("noor-van-dijk")) is None
