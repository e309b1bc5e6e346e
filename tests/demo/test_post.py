"""The mails of the demo school, to read and to follow their links; in demo mode and nowhere else."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.test import Client, RequestFactory

from deelwijs.demo.views import post
from deelwijs.mail import actions
from deelwijs.people.models import School
from tests.demo.test_sign_in import demo_mode

__all__ = ["demo_mode"]
URL = "/demo/post/"


def write(school: School | None, subject: str) -> None:
    text = "Dag <b>Noor</b>,\n\nKijk op http://testserver/protocol/ontvangst/ voor meer.\n"
    actions.send(
        tenant=school.id if school else None,
        to="noor@kompas.example",
        subject=subject,
        text=text,
        key=subject,
    )


@pytest.mark.usefixtures("demo_mode")
def test_a_visitor_reads_the_mails_and_follows_their_links(school: School, client: Client) -> None:
    assert "Nog geen e-mail" in client.get(URL).content.decode()
    write(school, "Lees het protocol")
    write(None, "Uw code")
    page = client.get(URL).content.decode()
    assert '<a href="http://testserver/protocol/ontvangst/" rel="nofollow">' in page
    assert "Dag &lt;b&gt;Noor&lt;/b&gt;" in page
    assert page.index("Uw code") < page.index("Lees het protocol")
    assert f'href="{URL}"' in page


@pytest.mark.usefixtures("demo_mode")
def test_mails_of_another_school_are_not_shown(school: School, client: Client) -> None:
    write(School.objects.create(board=school.board, name="Elders", slug="elders"), "Geheim")
    assert "Geheim" not in client.get(URL).content.decode()


def test_outside_demo_mode_it_does_not_exist(school: School, client: Client) -> None:
    write(school, "Lees het protocol")
    assert client.get(URL).status_code == 404
    assert URL not in client.get("/inloggen/").content.decode()


def test_the_view_itself_refuses() -> None:
    with pytest.raises(Http404):
        post(RequestFactory().get(URL))
