"""``deelwijs bench``: what is measured is what the product does, and nothing of it stays behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection

from deelwijs.cli.benches import norms as bench
from deelwijs.core.norms import evaluate, read_facts
from tests.elsewhere import elsewhere, run


def test_ifs_and_norms_agree_where_everything_is_known() -> None:
    book = bench.ten_rules()
    whole = [
        case for case in bench.fact_sets() if {"kanaal", "toestemming", "kan_schaden", "twijfel"} <= set(case)
    ]
    assert len(bench.fact_sets()) == 243
    assert len(whole) == 48
    for case in whole:
        verdict = evaluate(book, read_facts(book, case))
        outcome, articles = bench.bare(case)
        assert verdict.outcome == outcome
        assert set(verdict.articles) == set(articles)


def test_copies_of_the_rules_change_nothing() -> None:
    once, often = bench.ten_rules(), bench.ten_rules(copies=3)
    for case in bench.fact_sets()[::7]:
        one, other = evaluate(once, read_facts(once, case)), evaluate(often, read_facts(often, case))
        assert (one.outcome, one.articles) == (other.outcome, other.articles)


@pytest.mark.django_db
def test_the_ledger_is_measured_in_a_database_of_its_own(tmp_path: Path) -> None:
    with elsewhere(tmp_path) as there:
        there.pop("DJANGO_SETTINGS_MODULE")
        said = run(there, "deelwijs.cli", "bench", "ledger", "--json", "--appends", 10, "--entries", 40)
    figures = json.loads(said)
    assert figures.pop("database") == connection.vendor
    assert min(figures.values()) > 0
    assert list(tmp_path.iterdir()) == []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'deelwijs_bench%'")
            assert cursor.fetchone() == (0,)
