"""The school's own news page and its Atom feed, served by Deelwijs itself."""

from __future__ import annotations

import httpx
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from deelwijs.publications.channels import Capabilities, Evidence
from deelwijs.publications.models import Placement

_TIMEOUT = httpx.Timeout(10.0)


class NewsPage:
    """A placement is online while its state says so; the pages and files look at that state."""

    capabilities = Capabilities(publishes=True, takes_down=True, verifies=True)

    def publish(self, placement: Placement) -> str:
        """The address under which the news page shows this placement."""
        return _absolute("news:article", placement.publication.school.slug, placement.slug)

    def take_down(self, placement: Placement) -> None:
        """Nothing to do: the pages answer 410 from the moment the takedown was asked."""

    def verify_gone(self, placement: Placement) -> list[Evidence]:
        """Fetch the page and every file from outside, as a visitor would."""
        school = placement.publication.school.slug
        addresses = [placement.address] + [
            _absolute("news:file", school, placed.token) for placed in placement.files.all()
        ]
        with _visitor() as client:
            return [_look(client, address) for address in addresses]


def _absolute(name: str, *arguments: str) -> str:
    return settings.PUBLIC_URL + reverse(name, args=arguments)


def _visitor() -> httpx.Client:
    return httpx.Client(timeout=_TIMEOUT, follow_redirects=False, trust_env=False)


def _look(client: httpx.Client, address: str) -> Evidence:
    try:
        status = client.get(address).status_code
    except (httpx.HTTPError, httpx.InvalidURL):
        status = 0
    return Evidence(address, status, timezone.localtime().isoformat(timespec="seconds"))


PROVIDER = NewsPage()
