"""The gallery, the layouts and the pages that say what went wrong."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings

from deelwijs.ui import gallery, toasts
from tests.ui.conftest import STATIC
from tests.ui.site import staff_house

pytestmark = pytest.mark.usefixtures("small_site")

UI = Path(gallery.__file__).parent
TEMPLATES = sorted((UI / "templates").rglob("*.html"))
ERRORS = ["400", "403", "403_csrf", "404", "410", "413", "500"]


def test_the_gallery_lists_every_example() -> None:
    shown = {example.name for example in gallery.examples(RequestFactory().get("/"))}
    assert shown == {path.stem for path in (UI / "templates/ui/components/examples").glob("*.html")}
    assert len({example.order for example in gallery.examples()}) == len(shown)


def test_every_component_is_shown_in_the_gallery() -> None:
    parts = {"drawing", "field_help", "emblem"}
    tags = "".join(path.read_text() for path in (UI / "templates/ui/components/examples").glob("*.html"))
    within = {"sign": "verdict", "photo": "photo_canvas"}
    for path in (UI / "templates/ui/components").glob("*.html"):
        name = within.get(path.stem, path.stem)
        assert path.stem in parts or f"{{% {name} " in tags or f"{{% {name} %}}" in tags, path.stem


def test_the_gallery_is_shut_outside_the_demo() -> None:
    assert Client().get("/bouwstenen/").status_code == 200
    with override_settings(DEMO=False, DEBUG=False):
        assert Client().get("/bouwstenen/").status_code == 404


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_inline_script_or_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_stands_alone(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert html.count("<h1>") == 1
    assert 'href="/"' in html
    assert "!" not in re.sub(r"<!doctype html>", "", html)


def test_the_staff_page_marks_where_you_are_and_counts_work() -> None:
    html = render_to_string("ui/staff.html", {"house": staff_house(), "csrf_token": "t0ken"})
    assert html.count('aria-current="page"') == 2  # the rail, and the menu of a phone
    assert "book-open-text-fill" in html
    assert '3<span class="hidden-words"> te doen</span>' in html
    assert 'method="post" action="/uit/"' in html
    assert '"X-CSRFToken": "t0ken"' in html
    assert "NV" in html


def test_the_public_page_has_no_script_and_no_token() -> None:
    html = render_to_string("ui/public.html", {"house": staff_house(), "csrf_token": "t0ken"})
    assert "<script" not in html
    assert "t0ken" not in html
    assert "Noor van Dijk" not in html


def test_a_school_brings_its_own_colours_after_ours() -> None:
    house = SimpleNamespace(**{**vars(staff_house()), "theme_url": "/thema/kompas.css"})
    html = render_to_string("ui/plain.html", {"house": house})
    assert html.index("components.css") < html.index("/thema/kompas.css") < html.index("print.css")


def test_a_toast_confirms_and_an_error_stays_on_the_page() -> None:
    messages = [
        Message(constants.SUCCESS, "Gezicht bedekt", extra_tags="undo:/terug/"),
        Message(constants.ERROR, "Er is niets opgeslagen."),
    ]
    html = render_to_string("ui/staff.html", {"house": staff_house(), "messages": messages})
    toast = html[html.index('id="toasts"') :]
    assert "Gezicht bedekt" in toast
    assert 'action="/terug/"' in toast
    assert "Er is niets opgeslagen." not in toast
    assert "Er is niets opgeslagen." in html


def test_undo_is_kept_with_the_message() -> None:
    assert toasts.undo_url("undo:/terug/") == "/terug/"
    assert toasts.undo_url("") == ""


def test_every_class_of_the_templates_is_styled() -> None:
    sheets = "".join(path.read_text() for path in (STATIC / "css").glob("*.css"))
    known = set(re.findall(r"\.([a-z][\w-]*)", sheets))
    used = set()
    for path in TEMPLATES:
        plain = re.sub(r"{[%{#].*?[%}#]}", "\0", path.read_text(encoding="utf-8"))
        for names in re.findall(r'class="([^"]*)"', plain):
            used |= {name for name in names.split() if "\0" not in name}
    assert used - known <= {"word"} | {"word-optional"}
