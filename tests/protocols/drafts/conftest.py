"""A school with people who may change its protocol, and one who may not."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from deelwijs.accounts.roles import Role
from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.models import Board, BoardMember
from deelwijs.protocols.drafts import actions, selectors
from deelwijs.protocols.models import Draft
from tests.consents.conftest import World, world

DRAFT = "/protocol/werkversie/"


@pytest.fixture
def kompas(db: None) -> World:
    """Maarten and Ilse lead the school, Bea is of the board, Pieter teaches."""
    here = world(Board.objects.create(name="Stichting Windroos"), "Het Kompas College")
    for name in ("Maarten", "Ilse"):
        here.add(name, Kind.EMPLOYEE, Role.SCHOOL_LEADERSHIP)
    BoardMember.objects.create(board=here.school.board, person=here.add("Bea", Kind.EMPLOYEE))
    here.add("Pieter", Kind.EMPLOYEE)
    return here


@pytest.fixture
def begun(kompas: World) -> World:
    """The same school, where Maarten began a working version."""
    begin(kompas)
    return kompas


@pytest.fixture
def maarten(begun: World) -> Client:
    """The browser of Maarten, with a working version."""
    return begun.signed_in("Maarten")


def begin(kompas: World) -> None:
    """Begin from the version in force."""
    actor = kompas.actor("Maarten")
    origin = selectors.origins(actor, timezone.localdate())[0]
    actions.start(actor=actor, origin=origin)


def working(kompas: World) -> selectors.WorkingVersion:
    """The working version as it is now."""
    return selectors.working_version(kompas.actor("Maarten"), timezone.localdate())


def content(kompas: World) -> dict[str, Any]:
    """What is stored of the working version."""
    found: dict[str, Any] = Draft.objects.get(school=kompas.school).content
    return found


def fields(client: Client, path: str, form: str = "") -> dict[str, Any]:
    """Every field of a form on a page with its value, to send it as a browser would.

    ``form`` is the address that it is sent to; without it, the form that is sent to the page itself.
    """
    return fields_in(client.get(path), form)


def fields_in(response: Any, form: str = "") -> dict[str, Any]:
    """Every field of a form on a page that came."""
    page = response.content.decode()
    action = f'action="{form}"' if form else 'method="post" novalidate'
    chosen = next(part for part in page.split("<form ")[1:] if action in part.partition(">")[0])
    chosen = chosen.partition("</form>")[0]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", chosen):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind = given.get("type")
        if kind in {"checkbox", "radio"} and " checked" not in tag:
            continue
        if kind == "checkbox":
            found.setdefault(given["name"], []).append(unescape(given.get("value", "on")))
        elif "name" in given:
            found[given["name"]] = unescape(given.get("value", ""))
    for name, inner in re.findall(r'<textarea name="([\w-]+)"[^>]*>\n?(.*?)</textarea>', chosen, re.DOTALL):
        found[name] = unescape(inner)
    for name, inner in re.findall(r'<select name="([\w-]+)"[^>]*>(.*?)</select>', chosen, re.DOTALL):
        selected = re.search(r'value="([^"]*)" selected', inner)
        found[name] = selected[1] if selected else ""
    return found


def words(response: Any) -> str:
    """The text of a page, without its markup."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


@pytest.fixture
def other(kompas: World) -> World:
    """Another school of the same board."""
    there = world(kompas.school.board, "De Windroos")
    there.add("Ans", Kind.EMPLOYEE, Role.SCHOOL_LEADERSHIP)
    return there
