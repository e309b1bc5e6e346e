"""``deelwijs bench norms``: the three forms of the ten rules say the same, so their times can be compared."""

from __future__ import annotations

from deelwijs.cli.benches import norms as bench
from deelwijs.core.norms import evaluate, read_facts


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
