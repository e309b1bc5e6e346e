"""The pages on which a file is read in: choose, look, say yes, and take it back."""

from __future__ import annotations

import os
import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from deelwijs.accounts.models import User
from deelwijs.accounts.roles import Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.import_models import ImportRun
from deelwijs.people.imports import actions, storage, working
from deelwijs.people.models import Person, School
from tests.people.conftest import member
from tests.people.export import Table, cell, tables, without, zipped

UPLOAD = "/mensen/inlezen/"

pytestmark = pytest.mark.usefixtures("at_once")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the files of imports lie."""
    return tmp_path / "data" / "imports"


def send(client: Client, content: dict[str, Table] | bytes, name: str = "export.zip") -> str:
    """Upload a delivery; the answer is the address of its page."""
    data = content if isinstance(content, bytes) else zipped(content)
    response = client.post(UPLOAD, {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 302, words(response.content.decode())
    return str(response.headers["Location"])


def words(html: str) -> str:
    """The text of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def page(client: Client, address: str) -> str:
    return words(client.get(address).content.decode())


def sources() -> set[str]:
    known = Person.objects.filter(source_id__isnull=False)
    return {str(key) for key in known.values_list("source_id", flat=True)}


def test_upload_look_done(desk: Client, home: Path) -> None:
    address = send(desk, tables())
    (folder,) = home.iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "roll.sqlite3").stat().st_mode & 0o777 == 0o600
    assert not (folder / "upload").exists(), "what was sent goes as soon as it is read"
    preview = page(desk, address)
    assert "Dit gaat er veranderen" in preview
    assert "Zoë de Bakker leerling in 3C" in preview
    assert "Alle scholen in dit bestand" in preview
    assert sources() == set()
    response = desk.post(address, follow=True)
    assert "De mensen zijn ingelezen" in words(response.content.decode())
    assert sources() == {"p1", "p2", "g1", "t1"}
    assert list(home.iterdir()) == []
    # Saying yes a second time does nothing.
    assert desk.post(address).status_code == 200
    assert ImportRun.objects.get().state == "applied"


def test_the_difference_can_be_read(desk: Client) -> None:
    desk.post(send(desk, tables()))
    content = tables()
    cell(content, "users.csv", "p1", "familyName", "Visser")
    cell(content, "demographics.csv", "p1", "birthDate", "2011-09-05")
    cell(content, "users.csv", "p2", "agentSourcedIds", "")
    for name in ("users.csv", "roles.csv", "enrollments.csv"):
        without(content, name, "t1")
    content["enrollments.csv"] = [row for row in content["enrollments.csv"] if row[2] != "t1"]
    content["enrollments.csv"][1][1] = "c2"
    preview = page(desk, send(desk, content))
    assert "achternaam wordt Visser (was Bakker)" in preview
    assert "geboortedatum wordt 5-9-2011 (was 4-9-2011)" in preview
    assert "Joris Prins was medewerker" in preview
    assert "Zoë de Visser komt in klas mu1; gaat uit klas 3C" in preview
    assert "Sami de Bakker Nora de Bakker vervalt als verzorger" in preview


def test_a_long_difference_has_pages(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deelwijs.people.imports.views._SHOWN_AT_ONCE", 2)
    address = send(desk, tables())
    assert "Bekijk alle 4" in page(desk, address)
    whole = page(desk, f"{address}verschil/nieuw/")
    assert "4 mensen" in whole
    assert "Joris Prins medewerker in 3C, mu1" in whole
    assert desk.get(f"{address}verschil/nieuw/?pagina=99999999999").status_code == 200
    assert desk.get(f"{address}verschil/anders/").status_code == 404


def test_one_of_the_schools(desk: Client) -> None:
    address = send(desk, tables())
    desk.post(f"{address}school/", {"school": "zuid"})
    assert "Sami de Bakker" in page(desk, address)
    desk.post(address)
    assert sources() == {"p2", "g1", "t1"}


def test_a_school_that_is_not_in_the_file_is_not_guessed(desk: Client) -> None:
    address = send(desk, tables())
    response = desk.post(f"{address}school/", {"school": "west"})
    assert response.status_code == 422
    assert "staat niet in het bestand" in words(response.content.decode())


def test_errors_store_nothing_and_say_where(desk: Client, home: Path) -> None:
    content = tables()
    cell(content, "users.csv", "p2", "givenName", "")
    address = send(desk, content)
    for response in (desk.get(address), desk.post(address)):
        assert response.status_code == 422
        text = words(response.content.decode())
        assert "Er is niets opgeslagen" in text
        assert "Rij 3 van users.csv: de voornaam ontbreekt." in text
    assert sources() == set()
    # Of what may not be read in only the problems are kept, for a day.
    (folder,) = home.iterdir()
    assert b"Zo" not in (folder / "roll.sqlite3").read_bytes()


def test_the_file_of_another_school_is_refused_with_both_names(desk: Client, school: School) -> None:
    School.objects.filter(pk=school.pk).update(org_id="12AB00")
    address = send(desk, tables())
    text = page(desk, address)
    assert "dit bestand is van Kompas Noord (noord) en Kompas Zuid (zuid)" in text
    assert "U leest in voor Het Kompas College (12AB00)" in text
    assert sources() == set()


def test_the_own_school_of_a_file_is_chosen_by_itself(desk: Client, school: School) -> None:
    School.objects.filter(pk=school.pk).update(org_id="ZUID")
    desk.post(send(desk, tables()))
    assert sources() == {"p2", "g1", "t1"}


def test_warnings_are_shown_and_allow_going_on(desk: Client) -> None:
    content = tables()
    without(content, "enrollments.csv", "e4")
    address = send(desk, content)
    assert "klas mu1 heeft geen docent" in page(desk, address)
    assert desk.post(address).status_code == 302


def test_five_thousand_bad_rows_become_a_summary_and_a_list(desk: Client) -> None:
    content = tables()
    content["users.csv"] += [[f"b{n}", "", "=Bo", "Bos", "", "", "geen adres", "", ""] for n in range(2500)]
    content["users.csv"] += [[f"a{n}", "", "", "", "", "", "", "", ""] for n in range(2500)]
    address = send(desk, content)
    text = page(desk, address)
    assert "2500 fouten" in text
    assert "2500 keer Rij 2506 van users.csv: de voornaam ontbreekt." in text
    assert "En nog 2497 zoals deze" in text
    assert text.count("de voornaam ontbreekt") == 3
    response = desk.get(f"{address}fouten.csv")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "bestand;rij;reden"
    assert lines[1].startswith("users.csv;2506;de voornaam ontbreekt.")
    assert len(lines) > 5000


def test_nothing_changes_means_no_button(desk: Client) -> None:
    desk.post(send(desk, tables()))
    text = page(desk, send(desk, tables()))
    assert "Er verandert niets" in text
    assert "Lees dit in" not in text


def test_many_people_going_asks_for_a_look(desk: Client) -> None:
    desk.post(send(desk, tables()))
    content = tables()
    for name in ("users.csv", "roles.csv", "enrollments.csv", "demographics.csv"):
        without(content, name, "p2")
    address = send(desk, content)
    assert "1 persoon hoort na vandaag niet meer bij de school" in page(desk, address)
    assert desk.post(address).status_code == 422
    assert Person.objects.get(source_id="p2").affiliations.get().ends_on is None
    assert desk.post(address, {"gone_is_right": "on"}).status_code == 302
    assert Person.objects.get(source_id="p2").affiliations.get().ends_on is not None


def test_what_changed_since_the_preview_is_shown_again(desk: Client, noor: Person) -> None:
    address = send(desk, tables())
    Person.objects.create(school=noor.school, source_id="p1", given_name="Al", family_name="Daar")
    desk.post(address)
    assert sources() == {"p1"}
    text = page(desk, address)
    assert "Er is intussen iets veranderd op school" in text
    assert "voornaam wordt Zoë (was Al)" in text
    desk.post(address)
    assert sources() == {"p1", "p2", "g1", "t1"}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("plan.zip", b"geen zip", "geen leesbaar zip-bestand"),
        ("../../x.zip", b"PK", "geen leesbaar zip-bestand"),
    ],
)
def test_a_file_that_is_not_one(desk: Client, name: str, content: bytes, says: str) -> None:
    assert says in page(desk, send(desk, content, name))


def test_no_file_and_a_file_too_large(desk: Client, settings: object, home: Path) -> None:
    assert "Kies een bestand" in words(desk.post(UPLOAD, {}).content.decode())
    empty = desk.post(UPLOAD, {"file": SimpleUploadedFile("leeg.zip", b"")})
    assert "Dit bestand is leeg" in words(empty.content.decode())
    settings.UPLOAD_MAX_BYTES = 10  # type: ignore[attr-defined]
    response = desk.post(UPLOAD, {"file": SimpleUploadedFile("export.zip", zipped(tables()))})
    assert response.status_code == 422
    assert "groter dan" in words(response.content.decode())
    assert not home.exists()


def test_cancel_takes_the_file_away(
    desk: Client, home: Path, django_capture_on_commit_callbacks: object
) -> None:
    address = send(desk, tables())
    assert desk.get(f"{address}weg/").status_code == 405
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        desk.post(f"{address}weg/")
    assert list(home.iterdir()) == []
    assert "Dit is gestopt" in page(desk, address)


def test_an_import_under_way_is_of_who_chose_the_file(desk: Client, school: School) -> None:
    address = send(desk, tables())
    colleague = User.objects.create_user("els@kompas.example")
    member(school, "Els Kramer", Kind.EMPLOYEE, Role.ADMINISTRATOR, user=colleague)
    elsewhere = Client()
    elsewhere.force_login(colleague)
    for method, path in (
        ("get", ""),
        ("post", ""),
        ("post", "weg/"),
        ("get", "verschil/nieuw/"),
        ("get", "fouten.csv"),
    ):
        assert getattr(elsewhere, method)(address + path).status_code == 404
    desk.post(address)
    assert elsewhere.get(address).status_code == 200  # what was done is for everybody who may import
    assert "Noor Dijk" in page(elsewhere, UPLOAD + "keren/")


def test_no_import_of_another_school_is_seen(desk: Client, other_school: School) -> None:
    theirs = ImportRun.objects.create(
        school=other_school, state="applied", day=timezone.localdate(), applied_at=timezone.now()
    )
    for path in ("", "terug/", "verschil/nieuw/", "fouten.csv"):
        assert desk.get(f"{UPLOAD}{theirs.pk}/{path}").status_code == 404
    assert "Er is nog niets ingelezen" in page(desk, UPLOAD + "keren/")


def test_what_is_left_behind_goes_within_a_day(desk: Client, home: Path) -> None:
    address = send(desk, tables())
    (old,) = home.iterdir()
    yesterday = time.time() - 25 * 60 * 60
    for path in (*old.iterdir(), old):
        os.utime(path, (yesterday, yesterday))
    ImportRun.objects.update(created_at=timezone.now() - timedelta(hours=25))
    actions.tidy()
    assert not old.exists()
    assert "Dit is gestopt" in page(desk, address)


def test_a_run_whose_file_is_gone_says_so(desk: Client, home: Path) -> None:
    address = send(desk, tables())
    storage.erase(ImportRun.objects.get().pk)
    assert desk.get(address).status_code == 404
    assert "Dit bestand is er niet meer" in page(desk, address)


def test_the_list_and_the_way_back(desk: Client) -> None:
    address = send(desk, tables())
    desk.post(address)
    text = page(desk, UPLOAD + "keren/")
    assert "Noor Dijk" in text
    assert "OneRoster 1.2" in text
    assert "4 nieuw, 0 gewijzigd, 0 weg" in text
    assert "Wilt u dit terugdraaien?" in page(desk, f"{address}terug/")
    response = desk.post(f"{address}terug/", follow=True)
    assert "Dit is teruggedraaid" in words(response.content.decode())
    assert sources() == set()
    assert desk.post(f"{address}terug/").status_code == 409


def test_a_way_back_that_is_closed_says_why(desk: Client) -> None:
    address = send(desk, tables())
    desk.post(address)
    Person.objects.filter(source_id="p1").update(email="ander@kompas.example")
    desk.post(f"{address}terug/")
    assert "Zoë de Bakker: dit is daarna nog veranderd." in page(desk, address)
    assert sources() == {"p1", "p2", "g1", "t1"}


# --- The work in the background -----------------------------------------------------------------------
def test_while_it_works_the_page_shows_how_far_it_is(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deelwijs.people.imports.actions.enqueue", lambda *_: None)
    address = send(desk, tables())
    response = desk.get(address)
    assert "Wacht op de beurt" in words(response.content.decode())
    assert '<noscript><meta http-equiv="refresh"' in response.content.decode()
    run = ImportRun.objects.get()
    storage.tell_progress(run.pk, storage.Progress("Lezen", 42, 100))
    assert "Lezen: 42%" in page(desk, address)
    working.read(run.pk)
    assert "Dit gaat er veranderen" in page(desk, address)


def test_work_that_is_done_twice_does_no_harm(desk: Client) -> None:
    address = send(desk, tables())
    desk.post(address)
    run = ImportRun.objects.get()
    for work in (working.read, working.compare, working.apply, working.take_back):
        work(run.pk)
    run.refresh_from_db()
    assert run.state == "applied"
    assert ImportRun.objects.count() == 1


def test_work_that_fails_says_so_and_stores_nothing(
    desk: Client, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    address = send(desk, tables())
    monkeypatch.setattr("deelwijs.people.imports.actions.enqueue", lambda *_: None)
    desk.post(address)

    def fail(**_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(working, "record", fail)
    with pytest.raises(OSError, match="disk full"):
        working.apply(ImportRun.objects.get().pk)
    assert "Het lukte niet" in page(desk, address)
    assert sources() == set()
    assert list(home.iterdir()) == []


def test_the_asking_page_is_renewed_once_the_work_is_done(desk: Client) -> None:
    address = send(desk, tables())
    response = desk.get(address, headers={"HX-Request": "true"})
    assert response.headers["HX-Refresh"] == "true"


def test_a_stored_mail_address_is_not_shown(desk: Client) -> None:
    """Who reads a file in need not know an address that somebody keeps secret."""
    desk.post(send(desk, tables()))
    content = tables()
    cell(content, "users.csv", "g1", "email", "nieuw@thuis.example")
    text = page(desk, send(desk, content))
    assert "Nora de Bakker e-mailadres is anders" in text
    assert "nora@thuis.example" not in text
