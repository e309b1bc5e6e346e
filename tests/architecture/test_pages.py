"""Pages obey the strict content security policy, and only the design system marks text as safe."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, python_files, short, templates

INLINE = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
}
TRUSTING = re.compile(
    r"\|\s*safe(seq)?\b|{%\s*autoescape\s+off|mark_safe|SafeString|format_html_join\(\s*[^'\"]"
)


def inline(text: str) -> list[str]:
    """What in a page the policy would refuse. Data (``application/json``) is not a script."""
    text = re.sub(r"{#.*?#}", "", text)
    without_data = re.sub(r"<script[^>]*application/(ld\+)?json[^>]*>", "", text)
    return [name for name, pattern in INLINE.items() if pattern.search(without_data)]


@pytest.mark.parametrize("path", templates(), ids=short)
def test_no_inline_script_or_style(path: Path) -> None:
    assert inline(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("page", "finding"),
    [
        ("<script>alert(1)</script>", "inline script"),
        ('<p class="a" style="color: red">', "style attribute"),
        ("<STYLE>p {}</STYLE>", "style element"),
        ('<button type="button"\n onclick="go()">', "event handler"),
        ('<a href="javascript:go()">', "javascript address"),
    ],
)
def test_inline_script_or_style_is_seen(page: str, finding: str) -> None:
    assert inline(page) == [finding]


def test_what_is_allowed_is_not_accused() -> None:
    assert inline('<script src="/static/ui.js" defer></script><p data-style="x" lang="nl">on = off</p>') == []


def test_only_the_design_system_trusts_text() -> None:
    outside = [path for path in [*templates(), *python_files()] if PACKAGE / "ui" not in path.parents]
    assert [short(path) for path in outside if TRUSTING.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "text", ["{{ text|safe }}", "{{ a| safeseq }}", "{% autoescape off %}", "mark_safe(x)"]
)
def test_trust_is_seen(text: str) -> None:
    assert TRUSTING.search(text)
