"""Loading is all or nothing."""

from __future__ import annotations

from typing import Any

import pytest

from deelwijs.consents import actions as consents
from deelwijs.demo.load import load_demo
from tests.demo.test_load import counts


@pytest.mark.django_db
def test_when_it_fails_halfway_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    before = counts()

    def broken(**_: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(consents, "decide", broken)
    with pytest.raises(RuntimeError, match="disk"):
        load_demo(progress=lambda _line: None)
    assert counts() == before
