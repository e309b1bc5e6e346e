"""Thousands of random changes to a ledger and to files of proof: every one is found, by two programs.

A few hundred in each run; ten thousand with the marker ``faults``.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from deelwijs.core.ledger.chain import broken_at, entry_hasher
from deelwijs.core.ledger.proof import ProofError
from tests.core.ledger.chains import CHILD, TENANT, case_document, chain, chain_document
from tests.core.ledger.second_opinion import judge_case, judge_chain
from tests.core.ledger.test_verify import KNOWN, case_report, chain_report, found, kept

ROUNDS = [pytest.param(300, id="some"), pytest.param(10_000, id="many", marks=pytest.mark.faults)]
Document = Any
Change = Callable[[Document, random.Random], None]
# What stands in a file without proving anything; the document says so.
UNPROVEN = {"school", "made_at", "names", "about"}


# --- The chain as it is stored ------------------------------------------------------------------
@pytest.mark.parametrize("rounds", ROUNDS)
def test_every_change_to_a_chain_is_found(rounds: int) -> None:
    whole = chain(12)
    for seed in range(rounds):
        chance = random.Random(seed)  # noqa: S311
        rows = list(whole)
        CHAIN_TAMPERING[seed % len(CHAIN_TAMPERING)](rows, chance)
        assert rows != whole, seed
        assert broken_at(TENANT, rows) is not None, seed


def edit_field(rows: Document, chance: random.Random) -> None:
    at = chance.randrange(len(rows))
    name = chance.choice(rows[at]._fields)
    rows[at] = rows[at]._replace(**{name: another(getattr(rows[at], name), chance)})


def edit_and_mend(rows: Document, chance: random.Random) -> None:
    """Somebody who knows the recipe changes an entry and mends that entry's own hash."""
    at = chance.randrange(len(rows) - 1)
    changed = rows[at]._replace(actor=another(rows[at].actor, chance))
    rows[at] = changed._replace(hash=entry_hasher(TENANT)(*changed[:-1]))


def delete(rows: Document, chance: random.Random) -> None:
    del rows[chance.randrange(len(rows) - 1)]  # the last one is another matter


def insert(rows: Document, chance: random.Random) -> None:
    rows.insert(chance.randrange(len(rows)), rows[chance.randrange(len(rows))])


def swap(rows: Document, chance: random.Random) -> None:
    one, other = chance.sample(range(len(rows)), 2)
    rows[one], rows[other] = rows[other], rows[one]


CHAIN_TAMPERING: list[Change] = [edit_field, edit_and_mend, delete, insert, swap]


# --- Chain files --------------------------------------------------------------------------------
@pytest.mark.parametrize("rounds", ROUNDS)
def test_every_change_to_a_chain_file_is_found(rounds: int) -> None:
    whole = chain_document(11, (5, 11))
    for seed in range(rounds):
        chance = random.Random(seed)  # noqa: S311
        lines = copy.deepcopy(whole)
        FILE_TAMPERING[seed % len(FILE_TAMPERING)](lines, chance)
        assert lines != whole, seed
        judge(lines, seed, chain_report, judge_chain)


def in_entries(change: Change) -> Change:
    def changed(lines: Document, chance: random.Random) -> None:
        entries = lines[1:]
        change(entries, chance)
        lines[1:] = entries

    return changed


def cut_off(lines: Document, chance: random.Random) -> None:
    del lines[chance.randrange(1, len(lines)) :]


def edit_line(lines: Document, chance: random.Random) -> None:
    edit_leaf(lines[chance.randrange(len(lines))], chance)


FILE_TAMPERING: list[Change] = [
    edit_line,
    edit_line,
    edit_line,
    cut_off,
    *(in_entries(change) for change in (delete, insert, swap)),
]


# --- Case files ---------------------------------------------------------------------------------
@pytest.mark.parametrize("rounds", ROUNDS)
def test_every_change_to_a_case_file_is_found(rounds: int) -> None:
    whole = case_document(11, (5, 11))
    for seed in range(rounds):
        chance = random.Random(seed)  # noqa: S311
        document = copy.deepcopy(whole)
        CASE_TAMPERING[seed % len(CASE_TAMPERING)](document, chance)
        assert document != whole, seed
        judge(document, seed, case_report, judge_case)


def of_entries(change: Change) -> Change:
    return lambda document, chance: change(document["entries"], chance)


def invent(document: Document, chance: random.Random) -> None:
    """An entry that was never recorded, with a hash of its own that fits."""
    entries = document["entries"]
    made = copy.deepcopy(chance.choice(entries))
    made["seq"] = chance.choice([2, 3, 5, 6, 8, 9, 11])
    fields = [made[name] for name in ("seq", "at_us", "kind", "subject", "actor", "payload_commit", "prev")]
    made["hash"] = entry_hasher(TENANT)(*fields)
    entries.append(made)
    entries.sort(key=lambda entry: entry["seq"])


def edit_document(document: Document, chance: random.Random) -> None:
    edit_leaf(document, chance)


CASE_TAMPERING: list[Change] = [
    edit_document,
    edit_document,
    of_entries(insert),
    of_entries(swap),
    invent,
]


# --- Both ---------------------------------------------------------------------------------------
def judge(document: Document, seed: int, report: Callable[..., Any], second: Callable[..., Any]) -> None:
    """The product finds it, and so does the second program, in the same places; or it is no proof at all.

    Not every change is a fault of the file: what an honest file may also say is found by what is known
    from elsewhere, which both programs are told.
    """
    try:
        faults = found(report(document, KNOWN))
    except ProofError:
        return
    assert faults, seed
    assert faults == second(document, *kept()), seed


def leaves(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of everything that stands in a file to prove something."""
    if isinstance(part, dict | list):
        for name, inner in part.items() if isinstance(part, dict) else enumerate(part):
            if path or name not in UNPROVEN:
                yield from leaves(inner, (*path, name))
    else:
        yield path


def edit_leaf(document: Document, chance: random.Random) -> None:
    *above, last = chance.choice(list(leaves(document)))
    for name in above:
        document = document[name]
    document[last] = another(document[last], chance)


def another(value: Any, chance: random.Random) -> Any:
    """Something else of the same kind."""
    match value:
        case bool():
            return not value
        case int():
            return value + chance.choice([-1, 1, 1000] if value else [1, 1000])
        case str() if value:
            at = chance.randrange(len(value))
            return (
                value[:at]
                + chance.choice([c for c in "0123456789abcdefZé\n" if c != value[at]])
                + value[at + 1 :]
            )
        case None:
            return "x"
    return CHILD
