"""The pages about people: the list, one person, and reading a file in."""

from __future__ import annotations

import os
import re
import time
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deelwijs.accounts.models import User
from deelwijs.accounts.roles import Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people import uploads
from deelwijs.people.models import Guardianship, Person, School
from tests.people.conftest import member
from tests.people.export import Table, cell, tables, without, zipped

UPLOAD = "/mensen/inlezen/"


@pytest.fixture
def desk(client: Client, noor: Person, user: User) -> Client:
    """Noor at her desk."""
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, settings: object) -> Path:
    """A data folder of this test's own."""
    settings.DATA_DIR = tmp_path / "data"  # type: ignore[attr-defined]
    return tmp_path / "data"


def kept(data_dir: Path) -> list[Path]:
    return sorted((data_dir / "imports").rglob("*.zip"))


def send(client: Client, content: dict[str, Table]) -> str:
    """Upload an export; the answer is the address of its preview."""
    response = client.post(UPLOAD, {"file": SimpleUploadedFile("export.zip", zipped(content))})
    assert response.status_code == 302
    return str(response.headers["Location"])


def words(html: str) -> str:
    """The text of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# --- Looking -------------------------------------------------------------------------------------
def test_the_list_narrows(desk: Client, school: School) -> None:
    member(school, "Zoë Bakker", Kind.PUPIL)
    member(school, "Els Kramer", Kind.GUARDIAN)
    page = words(desk.get("/mensen/").content.decode())
    assert "3 mensen" in page
    found = words(desk.get("/mensen/?q=zoe&soort=pupil").content.decode())
    assert "1 persoon" in found
    assert "Zoë Bakker" in found
    assert "Els Kramer" not in found
    nobody = words(desk.get("/mensen/?q=xyz").content.decode())
    assert "Niemand gevonden" in nobody


@pytest.mark.parametrize(
    "query", ["soort=koning", "klas=9Z", "pagina=x", "pagina=-1", "pagina=99999", "q=" + "a" * 500]
)
def test_filters_that_make_no_sense_are_passed_over(desk: Client, query: str) -> None:
    assert desk.get(f"/mensen/?{query}").status_code == 200


def test_names_are_shown_as_text(desk: Client, school: School) -> None:
    member(school, "<script>alert(1)</script> Bos", Kind.PUPIL)
    assert "<script>alert" not in desk.get("/mensen/").content.decode()


def test_the_list_leads_from_page_to_page(desk: Client, school: School) -> None:
    for number in range(60):
        member(school, f"Kind {number:02}", Kind.PUPIL)
    page = desk.get("/mensen/?soort=pupil").content.decode()
    assert 'href="?soort=pupil&amp;pagina=2"' in page
    assert "Bladzijde 2 van 2" in desk.get("/mensen/?soort=pupil&pagina=2").content.decode()


def test_one_person_shows_what_is_missing(desk: Client, school: School) -> None:
    pupil = member(school, "Zoë Bakker", Kind.PUPIL)
    address = reverse("people:person", args=[pupil.pk])
    assert "De geboortedatum ontbreekt" in words(desk.get(address).content.decode())
    Person.objects.filter(pk=pupil.pk).update(birth_date=date(timezone.localdate().year - 12, 1, 1))
    assert "De geboortedatum ontbreekt" not in words(desk.get(address).content.decode())
    parent = member(school, "Nora Bakker", Kind.GUARDIAN)
    Guardianship.objects.create(guardian=parent, pupil=pupil)
    assert "Nora Bakker" in words(desk.get(address).content.decode())
    assert "Zoë Bakker" in words(desk.get(reverse("people:person", args=[parent.pk])).content.decode())


def test_the_pages_of_another_school_do_not_exist(desk: Client, other_school: School) -> None:
    theirs = member(other_school, "Wim Wind", Kind.PUPIL)
    assert desk.get(reverse("people:person", args=[theirs.pk])).status_code == 404


# --- Reading a file in ---------------------------------------------------------------------------
def test_upload_preview_done(desk: Client, data_dir: Path) -> None:
    address = send(desk, tables())
    (file,) = kept(data_dir)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    preview = words(desk.get(address).content.decode())
    assert "Dit gaat er veranderen" in preview
    assert "Alle scholen in dit bestand" in preview
    assert Person.objects.filter(source_id__isnull=False).count() == 0
    response = desk.post(address, follow=True)
    assert "De mensen zijn ingelezen" in words(response.content.decode())
    assert Person.objects.filter(source_id__isnull=False).count() == 4
    assert kept(data_dir) == []
    # The address of the preview is of no use any more.
    assert desk.get(address).status_code == 404


def test_one_of_the_schools(desk: Client) -> None:
    address = send(desk, tables())
    assert desk.get(f"{address}?school=zuid").status_code == 200
    desk.post(f"{address}?school=zuid")
    assert set(Person.objects.filter(source_id__isnull=False).values_list("source_id", flat=True)) == {
        "p2", "g1", "t1",
    }  # fmt: skip


def test_a_school_that_is_not_in_the_file_is_not_guessed(desk: Client) -> None:
    address = send(desk, tables())
    response = desk.post(f"{address}?school=west")
    assert response.status_code == 422
    assert Person.objects.filter(source_id__isnull=False).count() == 0


def test_errors_store_nothing_and_say_where(desk: Client) -> None:
    content = tables()
    cell(content, "users.csv", "p2", "givenName", "")
    address = send(desk, content)
    for response in (desk.get(address), desk.post(address)):
        assert response.status_code == 422
        page = words(response.content.decode())
        assert "Er is niets opgeslagen" in page
        assert "Rij 3 van users.csv: de voornaam ontbreekt." in page
    assert Person.objects.filter(source_id__isnull=False).count() == 0


def test_warnings_are_shown_and_allow_going_on(desk: Client) -> None:
    content = tables()
    without(content, "enrollments.csv", "e4")
    address = send(desk, content)
    assert "klas mu1 heeft geen docent" in words(desk.get(address).content.decode())
    assert desk.post(address).status_code == 302


def test_nothing_changes_means_no_button(desk: Client) -> None:
    desk.post(send(desk, tables()))
    page = words(desk.get(send(desk, tables())).content.decode())
    assert "Er verandert niets" in page
    assert "Lees dit in" not in page


def test_many_people_going_asks_for_a_look(desk: Client) -> None:
    desk.post(send(desk, tables()))
    content = tables()
    for name in ("users.csv", "roles.csv", "enrollments.csv", "demographics.csv"):
        without(content, name, "p2")
    address = send(desk, content)
    assert "1 persoon hoort na vandaag niet meer bij de school" in words(desk.get(address).content.decode())
    assert desk.post(address).status_code == 422
    assert Person.objects.get(source_id="p2").affiliations.get().ends_on is None
    assert desk.post(address, {"gone_is_right": "on"}).status_code == 302
    assert Person.objects.get(source_id="p2").affiliations.get().ends_on is not None


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("leeg.zip", b"", "Dit bestand is leeg"),
        ("plan.zip", b"geen zip", "geen leesbaar zip-bestand"),
        ("../../x.zip", b"PK", "geen leesbaar zip-bestand"),
    ],
)
def test_a_file_that_is_not_one(desk: Client, name: str, content: bytes, says: str) -> None:
    response = desk.post(UPLOAD, {"file": SimpleUploadedFile(name, content)}, follow=True)
    assert response.status_code == 422
    assert says in words(response.content.decode())


def test_no_file_and_a_file_too_large(desk: Client, settings: object, data_dir: Path) -> None:
    assert "Kies een zip-bestand" in words(desk.post(UPLOAD, {}).content.decode())
    settings.UPLOAD_MAX_BYTES = 10  # type: ignore[attr-defined]
    response = desk.post(UPLOAD, {"file": SimpleUploadedFile("export.zip", zipped(tables()))})
    assert response.status_code == 422
    assert "groter dan" in words(response.content.decode())
    assert not (data_dir / "imports").exists()


def test_cancel_takes_the_file_away(desk: Client, data_dir: Path) -> None:
    address = send(desk, tables())
    assert desk.get(f"{address}weg/").status_code == 405
    desk.post(f"{address}weg/")
    assert kept(data_dir) == []


def test_an_upload_is_of_one_session(desk: Client, user: User) -> None:
    address = send(desk, tables())
    elsewhere = Client()
    elsewhere.force_login(user)
    assert elsewhere.get(address).status_code == 404
    assert elsewhere.post(f"{address}weg/").status_code == 302
    assert desk.get(address).status_code == 200
    assert desk.get(UPLOAD + "x/").status_code == 404


def test_what_is_left_behind_goes_within_a_day(desk: Client, data_dir: Path) -> None:
    send(desk, tables())
    (old,) = kept(data_dir)
    yesterday = time.time() - 25 * 60 * 60
    os.utime(old, (yesterday, yesterday))
    uploads.keep("another session", [b"x"])
    assert len(kept(data_dir)) == 1
    assert not old.exists()


@pytest.mark.parametrize("address", ["/mensen/", UPLOAD, UPLOAD + "klaar/", UPLOAD + "0" * 32 + "/"])
def test_only_who_may_comes_here(client: Client, school: School, user: User, address: str) -> None:
    member(school, "Joris Prins", Kind.EMPLOYEE, Role.COUNSELLOR, user=user)
    client.force_login(user)
    assert client.get(address).status_code == 403
    assert client.post(address).status_code in {403, 405}
