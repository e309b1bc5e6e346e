"""The pages about people: the list, one person, and reading a file in."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deelwijs.accounts.models import User
from deelwijs.accounts.roles import Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.models import Guardianship, Person, School
from tests.people.conftest import member


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


@pytest.mark.parametrize("address", ["/mensen/", "/mensen/inlezen/", "/mensen/inlezen/keren/"])
def test_only_who_may_comes_here(client: Client, school: School, user: User, address: str) -> None:
    member(school, "Joris Prins", Kind.EMPLOYEE, Role.COUNSELLOR, user=user)
    client.force_login(user)
    assert client.get(address).status_code == 403
    assert client.post(address).status_code in {403, 405}
