"""A file to keep has a name that no class code can break."""

from __future__ import annotations

from email.message import Message

import pytest

from deelwijs.ui.downloads import download


def test_a_plain_name_stands_as_it_is() -> None:
    response = download(b"x", "application/pdf", "lijst-3C.pdf")
    assert response.headers["Content-Disposition"] == 'attachment; filename="lijst-3C.pdf"'
    assert response.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("code", ['3"C', "Ömer", "a;b", "x\\y"])
def test_any_class_may_be_in_a_name(code: str) -> None:
    name = f"lijst-{code}.csv"
    header = Message()
    header["Content-Disposition"] = download(b"x", "text/csv", name).headers["Content-Disposition"]
    assert header.get_content_disposition() == "attachment"
    assert header.get_filename() == name
