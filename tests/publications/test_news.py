"""What the public sees: pages, photos, the feed, and what is not there."""

from __future__ import annotations

from datetime import datetime
from xml.etree import ElementTree as ET

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from deelwijs.people.actor import Actor
from deelwijs.publications.models import Placement
from tests.publications.desk import Desk

ATOM = "{http://www.w3.org/2005/Atom}"


def file_address(placement: Placement, school: str = "kompas") -> str:
    return reverse("news:file", args=[school, placement.files.get().token])


def test_anybody_may_read_the_news(desk: Desk, client: Client) -> None:
    placement = desk.online(
        "liv-van-den-heuvel", title="Open <b>dag</b>", text="Het was\n\n<script>x</script>"
    )
    index = client.get("/nieuws/kompas/").content.decode()
    assert "Open &lt;b&gt;dag&lt;/b&gt;" in index
    page = client.get(f"/nieuws/kompas/{placement.slug}/")
    text = page.content.decode()
    assert "<script>x" not in text
    assert f'src="{file_address(placement)}"' in text
    assert 'alt="Een foto"' in text
    assert "Liv" not in text  # who is on it is nobody's business
    assert "sessionid" not in client.cookies


def test_a_photo_is_a_photo(desk: Desk, client: Client) -> None:
    response = client.get(file_address(desk.online("liv-van-den-heuvel")))
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.content.startswith(b"\xff\xd8\xff")


def test_nobody_keeps_it_long(desk: Desk, client: Client) -> None:
    """A cache in between would go on showing what was taken down."""
    placement = desk.online("liv-van-den-heuvel")
    pages = ["/nieuws/kompas/", f"/nieuws/kompas/{placement.slug}/", "/nieuws/kompas/atom.xml"]
    for address in [*pages, file_address(placement)]:
        kept = client.get(address).headers["Cache-Control"]
        assert "private" in kept
        assert "max-age=60" in kept
        assert "must-revalidate" in kept


def test_the_addresses_of_another_school_are_its_own(desk: Desk, client: Client, elsewhere: Actor) -> None:
    placement = desk.online("liv-van-den-heuvel")
    assert client.get("/nieuws/noord/").status_code == 200
    assert client.get(f"/nieuws/noord/{placement.slug}/").status_code == 404
    assert client.get(file_address(placement, "noord")).status_code == 404
    assert client.get("/nieuws/bestaat-niet/").status_code == 404
    assert client.get("/nieuws/bestaat-niet/atom.xml").status_code == 404


@pytest.mark.parametrize("token", ["x", "x" * 24, "%2e%2e%2fgeheim", "a'b"])
def test_tokens_are_not_guessed(desk: Desk, client: Client, token: str) -> None:
    placement = desk.online("liv-van-den-heuvel")
    assert client.get(f"/nieuws/kompas/foto/{token}.jpg").status_code == 404
    assert len(placement.files.get().token) >= 24
    again = desk.online("liv-van-den-heuvel")
    assert again.files.get().token != placement.files.get().token


def test_only_reading(desk: Desk, client: Client) -> None:
    placement = desk.online("liv-van-den-heuvel")
    for address in ("/nieuws/kompas/", f"/nieuws/kompas/{placement.slug}/", file_address(placement)):
        assert client.post(address).status_code == 405
        assert client.head(address).status_code == 200


def test_bytes_that_are_gone_before_the_state_is_gone(desk: Desk, client: Client) -> None:
    placement = desk.online("liv-van-den-heuvel")
    default_storage.delete(placement.files.get().file.key)
    assert client.get(file_address(placement)).status_code == 410


def test_the_feed_is_atom_with_the_photos(desk: Desk, client: Client) -> None:
    placement = desk.online("liv-van-den-heuvel", title="Open dag & markt")
    response = client.get("/nieuws/kompas/atom.xml")
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(response.content)  # noqa: S314 - our own
    for required in ("id", "title", "updated", "author"):
        assert feed.find(ATOM + required) is not None, required
    (entry,) = feed.findall(f"{ATOM}entry")
    for required in ("id", "title", "updated", "published", "summary"):
        assert entry.findtext(ATOM + required), required
    assert entry.findtext(f"{ATOM}title") == "Open dag & markt"
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated", "")) == placement.published_at
    links = {link.get("rel"): link for link in entry.findall(f"{ATOM}link")}
    assert links["alternate"].get("href") == placement.address
    photo = links["enclosure"]
    assert photo.get("href") == "http://testserver" + file_address(placement)
    assert (photo.get("type"), photo.get("length")) == (
        "image/jpeg",
        str(len(client.get(file_address(placement)).content)),
    )


def test_an_empty_feed_is_a_feed(client: Client, desk: Desk) -> None:
    feed = ET.fromstring(client.get("/nieuws/kompas/atom.xml").content)  # noqa: S314 - our own
    assert feed.findtext(f"{ATOM}updated")
    assert feed.findall(f"{ATOM}entry") == []


def test_the_newest_stands_first(desk: Desk, client: Client) -> None:
    for title in ("Eerste", "Tweede", "Derde"):
        desk.online("liv-van-den-heuvel", title=title)
    page = client.get("/nieuws/kompas/").content.decode()
    assert page.index("Derde") < page.index("Tweede") < page.index("Eerste")
