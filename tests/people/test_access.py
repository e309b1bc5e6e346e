"""Who gets in: the decorators, the middleware, and choosing a school."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from deelwijs.accounts.models import User
from deelwijs.accounts.roles import Permission, Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.access import ActorRequest, requires, signed_in
from deelwijs.people.models import Affiliation, Person, School
from tests.people.conftest import acting, member


@requires(Permission.IMPORT_PEOPLE)
def guarded(request: ActorRequest) -> HttpResponse:
    return HttpResponse(request.actor.name)


@signed_in
def open_to_members(request: ActorRequest) -> HttpResponse:
    return HttpResponse(request.actor.name)


def request_of(person: Person | None, user: object, *roles: Role) -> ActorRequest:
    request = RequestFactory().get("/mensen/?q=bo")
    request.user = user
    request.actor = acting(person, *roles) if person else None
    return request


def test_each_decorator_is_written_on_the_view() -> None:
    assert (guarded.access, open_to_members.access) == ("import_people", "signed_in")


def test_who_may_comes_in_and_nothing_is_cached(noor: Person, user: User) -> None:
    response = guarded(request_of(noor, user, Role.COMMUNICATIONS))
    assert response.content == b"Noor Dijk"
    assert response.headers["Cache-Control"] == "no-store, private"


def test_who_lacks_the_permission_is_refused(noor: Person, user: User) -> None:
    with pytest.raises(PermissionDenied):
        guarded(request_of(noor, user, Role.EMPLOYEE))
    assert open_to_members(request_of(noor, user, Role.EMPLOYEE)).status_code == 200


def test_who_is_not_signed_in_goes_to_the_sign_in_page_and_back(client: Client, db: None) -> None:
    response = client.get(reverse("people:people"), {"q": "bo"})
    assert response.headers["Location"] == "/inloggen/?next=%2Fmensen%2F%3Fq%3Dbo"


def test_access_ends_with_the_affiliation(client: Client, noor: Person, user: User) -> None:
    client.force_login(user)
    assert client.get(reverse("people:people")).status_code == 200
    Affiliation.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    response = client.get(reverse("people:people"))
    assert response.status_code == 403
    assert "U hebt geen toegang meer" in response.content.decode()


def test_signed_in_without_a_school_ends_somewhere(client: Client, user: User) -> None:
    """The front door, the sign-in page and the choice of school do not send somebody round in circles."""
    client.force_login(user)
    response = client.get(reverse("signin:sign_in"), follow=True)
    assert response.status_code == 403
    assert response.redirect_chain == [("/wie/", 302)]


def test_two_schools_means_choosing_once(
    client: Client, noor: Person, other_school: School, user: User
) -> None:
    there = member(other_school, "Noor Dijk", Kind.EMPLOYEE, Role.ADMINISTRATOR, user=user)
    client.force_login(user)
    people = reverse("people:people")
    assert client.get(people).headers["Location"] == "/wie/?next=%2Fmensen%2F"
    page = client.get("/wie/?next=/mensen/").content.decode()
    assert "De Windroos" in page
    assert "Het Kompas College" in page
    response = client.post("/wie/", {"person": str(there.pk), "next": people})
    assert response.headers["Location"] == people
    member(other_school, "Wim Wind", Kind.PUPIL)
    assert "Wim Wind" in client.get(people).content.decode()
    client.post("/wie/", {"person": str(noor.pk), "next": people})
    page = client.get(people).content.decode()
    assert "Wim Wind" not in page
    assert 'href="/wie/"' in page


def test_employee_here_and_parent_there(
    client: Client, noor: Person, other_school: School, user: User
) -> None:
    """One sign-in, two persons: what one may at this school, the other may not at that one."""
    there = member(other_school, "Noor Dijk", Kind.GUARDIAN, user=user)
    client.force_login(user)
    client.post("/wie/", {"person": str(there.pk)})
    assert client.get(reverse("people:people")).status_code == 403
    page = client.get(reverse("consents:mine"))
    assert page.status_code == 404  # no protocol there yet
    client.post("/wie/", {"person": str(noor.pk)})
    assert client.get(reverse("people:people")).status_code == 200
    # Who stops being a parent there has nothing to choose any more.
    Affiliation.objects.filter(person=there).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert 'href="/wie/"' not in client.get(reverse("people:people")).content.decode()


def test_nobody_becomes_somebody_else(client: Client, noor: Person, other_school: School, user: User) -> None:
    victim = member(other_school, "Wim Wind", Kind.EMPLOYEE, Role.ADMINISTRATOR)
    client.force_login(user)
    assert client.post("/wie/", {"person": str(victim.pk)}).status_code == 404
    session = client.session
    session["person"] = str(victim.pk)
    session.save()
    member(other_school, "Bo Bos", Kind.PUPIL)
    # A session that names somebody else is passed over: Noor stays Noor.
    assert "Bo Bos" not in client.get(reverse("people:people")).content.decode()


def test_choosing_leads_back_into_the_house_only(client: Client, noor: Person, user: User) -> None:
    client.force_login(user)
    response = client.post("/wie/", {"person": str(noor.pk), "next": "https://elders.example/"})
    assert response.headers["Location"] == reverse("home")
    assert client.get("/wie/").status_code == 200


def test_without_a_session_nothing_is_looked_up(client: Client, school: School) -> None:
    with CaptureQueriesContext(connection) as context:
        response = client.get(reverse("people:theme", args=[school.slug]))
    assert len(context) == 1
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert "--school" in response.content.decode()


def test_no_colours_of_no_school(client: Client, db: None) -> None:
    assert client.get("/huisstijl/nergens.css").status_code == 404
