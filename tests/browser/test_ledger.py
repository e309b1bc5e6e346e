"""The privacy officer checks the ledger, keeps an anchor, and somebody else checks a file of proof."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from deelwijs.ledger.verify import answer
from tests.browser.screens import Camera
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_a_proof_that_somebody_else_checks(visitor: Visitor, camera: Camera, tmp_path: Path) -> None:
    visitor.sign_in_as("Wietske Ypma")
    visitor.open("/logboek/")
    visitor.button("Controleer nu").click()
    expect(visitor.heading("Anker van")).to_be_visible()
    camera.take(visitor.page, "anchor")
    with visitor.page.expect_download() as anchor:
        visitor.link("Download").click()
    anchor.value.save_as(tmp_path / "anker.txt")
    visitor.open("/logboek/")
    expect(visitor.heading("De keten klopt")).to_be_visible()
    camera.take(visitor.page, "ledger")

    visitor.link("Ruben van Rijn").first.click()
    visitor.page.get_by_label("Kanaal").select_option("Website")
    camera.take(visitor.page, "ledger-case")
    with visitor.page.expect_download() as proof:
        visitor.button("Download het bewijs").click()
    proof.value.save_as(tmp_path / "bewijs.json")
    assert answer(tmp_path / "bewijs.json")[0] == 0
    document = json.loads((tmp_path / "bewijs.json").read_text(encoding="utf-8"))
    assert {entry["payload"]["channel"] for entry in document["entries"]} == {"website"}

    visitor.open("/logboek/")
    with visitor.page.expect_download() as chain:
        visitor.button("Download de keten").click()
    chain.value.save_as(tmp_path / "keten.jsonl")
    code, said = answer(tmp_path / "keten.jsonl", anchor=str(tmp_path / "anker.txt"))
    assert code == 0, said
    assert visitor.complaints == []
