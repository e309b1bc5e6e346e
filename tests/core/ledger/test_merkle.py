"""The tree is that of RFC 6962, and its proofs hold for what is there and for nothing else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelwijs.core.ledger.merkle import EMPTY, Peaks, Tree, is_consistent, root_above
from tests.core.family import PROPERTY
from tests.core.ledger.second_opinion import sha, treetop

# The leaves and roots with which logs of web certificates are tested.
LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def hashes(size: int) -> list[bytes]:
    return [hashlib.sha256(b"%d" % number).digest() for number in range(size)]


@dataclass(frozen=True)
class Case:
    """A log with two sizes, and a place under the smaller one."""

    tree: Tree
    old: int
    new: int
    index: int


@st.composite
def cases(draw: st.DrawFn) -> Case:
    size = draw(st.integers(1, 70))
    new = draw(st.integers(1, size))
    old = draw(st.integers(1, new))
    return Case(Tree(hashes(size)), old, new, draw(st.integers(0, old - 1)))


def test_the_roots_are_those_of_the_rfc() -> None:
    tree, peaks = Tree(map(bytes.fromhex, LEAVES)), Peaks()
    assert tree.root(0) == peaks.root() == EMPTY
    for size, known in enumerate(ROOTS, start=1):
        peaks.add(bytes.fromhex(LEAVES[size - 1]))
        assert tree.root(size).hex() == peaks.root().hex() == known
    assert peaks.size == tree.size == 8


@PROPERTY
@given(st.integers(0, 300))
def test_the_root_is_the_one_that_the_definition_gives(size: int) -> None:
    named = hashes(size)
    peaks = Peaks()
    for one in named:
        peaks.add(one)
    defined = treetop(tuple(sha(b"\x00" + one) for one in named))
    assert Tree(named).root() == peaks.root() == defined


@PROPERTY
@given(cases())
def test_every_entry_leads_to_every_root_above_it(case: Case) -> None:
    entry = hashes(case.index + 1)[-1]
    path = case.tree.inclusion(case.index, case.new)
    assert root_above(entry, case.index, case.new, path) == case.tree.root(case.new)


@PROPERTY
@given(cases(), st.data())
def test_no_other_path_place_or_entry_does(case: Case, data: st.DataObject) -> None:
    entry = hashes(case.index + 1)[-1]
    path = case.tree.inclusion(case.index, case.new)
    root = case.tree.root(case.new)
    other = data.draw(st.integers(0, case.new - 1).filter(lambda at: at != case.index) | st.just(case.new))
    broken = list(path)
    if broken:
        at = data.draw(st.integers(0, len(broken) - 1))
        broken[at] = bytes(32)
    for entry_hash, index, steps in (
        (entry, other, path),
        (hashlib.sha256(b"other").digest(), case.index, path),
        (entry, case.index, [*path, bytes(32)]),
        (entry, case.index, path[:-1] or [bytes(32)]),
        (entry, case.index, broken or [bytes(32)]),
    ):
        try:
            assert root_above(entry_hash, index, case.new, steps) != root
        except ValueError:
            continue


@PROPERTY
@given(cases(), st.data())
def test_a_root_adds_to_an_earlier_one_and_to_no_other(case: Case, data: st.DataObject) -> None:
    old, new = case.tree.root(case.old), case.tree.root(case.new)
    path = case.tree.consistency(case.old, case.new)
    assert is_consistent(case.old, old, case.new, new, path)
    assert not is_consistent(case.old, bytes(32), case.new, new, path)
    assert not is_consistent(case.old, old, case.new, bytes(32), path)
    assert not is_consistent(case.old, old, case.new, new, [*path, bytes(32)])
    assert not is_consistent(0, old, case.new, new, path)
    assert not is_consistent(case.new + 1, old, case.new, new, path)
    if path:
        assert not is_consistent(case.old, old, case.new, new, path[:-1])
        at = data.draw(st.integers(0, len(path) - 1))
        assert not is_consistent(case.old, old, case.new, new, [*path[:at], bytes(32), *path[at + 1 :]])


def test_what_the_log_does_not_hold_has_no_proof() -> None:
    tree = Tree(hashes(3))
    for ask in (
        lambda: tree.root(4),
        lambda: tree.inclusion(3, 3),
        lambda: tree.inclusion(-1, 3),
        lambda: tree.inclusion(0, 4),
        lambda: tree.consistency(0, 3),
        lambda: tree.consistency(3, 2),
        lambda: tree.consistency(2, 4),
    ):
        with pytest.raises(ValueError, match=r"\d"):
            ask()
