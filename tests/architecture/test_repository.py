"""The repository holds nothing that belongs to one machine or one person."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.source import short, tracked_text

PLACES = re.compile(r"/home/\w|/Users/\w|/root/|(?<![\w.-])/work/|C:\\Users")
REGISTRIES = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.(org|com)|unpkg\.com|jsdelivr")
SECRETS = re.compile("-----BEGIN (RSA |EC |OPENSSH )?PRIVATE KEY")


def findings(text: str) -> list[str]:
    return [match.group() for pattern in (PLACES, REGISTRIES, SECRETS) if (match := pattern.search(text))]


def test_no_machine_in_the_repository() -> None:
    here = Path(__file__)  # which has to name what it forbids
    found = {short(path): findings(text) for path, text in tracked_text() if path != here}
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("text", ["/root/.cache", "https://pypi.org/simple", "/work/shared", "/home/jan/x"])
def test_a_machine_is_seen(text: str) -> None:
    assert findings(text)


@pytest.mark.parametrize("text", ["src/work/x", "https://example.org/home/", "the network/layer"])
def test_nothing_else_is_accused(text: str) -> None:
    assert not findings(text)


def test_no_crlf_and_no_trailing_blanks(subtests: pytest.Subtests) -> None:
    for path, text in tracked_text():
        if path.suffix in {".py", ".md", ".toml", ".html", ".css", ".yaml"} and Path(path).stat().st_size:
            with subtests.test(short(path)):
                assert "\r\n" not in text
                assert text.endswith("\n")
