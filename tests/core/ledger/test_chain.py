"""The chain by itself, in memory: what it commits to, and that no change escapes it."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelwijs.core.canonical import canonical
from deelwijs.core.ledger.chain import (
    ENTRY_TAG,
    FIRST,
    BrokenChainError,
    broken_at,
    entry_hasher,
    follow,
    payload_commitment,
)
from tests.core.family import PROPERTY
from tests.core.ledger.chains import TENANT, chain

KNOWN_HASH = "9f0dc0f43d292e33e829d84bd30122360173cf2f540b27cd0bbef97913c1fed6"
KNOWN_COMMITMENT = "1d216211438f95051723c55f42136d2c68e344b3568399fe52008bd2962ec0a4"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
# What escaping and Unicode forms trip over when they meet.
TRAPS = st.text('"\\\n\x00é\u0301\u0303\u0338n<aoZ\u2028', max_size=8)


@pytest.mark.parametrize("length", [0, 1, 2, 50])
def test_an_untouched_chain_holds(length: int) -> None:
    rows = chain(length)
    assert broken_at(TENANT, rows) is None
    assert list(follow(TENANT, rows)) == [bytes.fromhex(link.hash) for link in rows]


def test_the_hash_of_a_known_entry_never_changes() -> None:
    """Chains that schools have already must still verify with the next version."""
    entry_hash = entry_hasher(TENANT)
    fields = (1, 1_780_000_000_000_000, "consent.decided", "Zoë", "moeder", "ab" * 32, FIRST)
    assert entry_hash(*fields) == KNOWN_HASH
    assert payload_commitment(b"\0" * 32, {"answer": "yes", "n": 1}) == KNOWN_COMMITMENT


@PROPERTY
@given(
    seq=st.integers(0, 2**63),
    at_us=st.integers(-(2**63), 2**63),
    texts=st.tuples(*[TEXTS | TRAPS] * 3),
    tenant=TEXTS | TRAPS,
)
def test_the_body_put_together_by_hand_is_the_canonical_form(
    seq: int, at_us: int, texts: tuple[str, str, str], tenant: str
) -> None:
    kind, subject, actor = texts
    fields = {"tenant": tenant, "seq": seq, "at_us": at_us, "kind": kind, "subject": subject, "actor": actor}
    body = canonical({**fields, "payload_commit": "ab" * 32})
    stated = hashlib.sha256(ENTRY_TAG + len(body).to_bytes(8, "big") + body + bytes(32)).hexdigest()
    assert entry_hasher(tenant)(seq, at_us, kind, subject, actor, "ab" * 32, FIRST) == stated


def test_a_number_left_out_is_found_even_when_every_hash_fits() -> None:
    """Somebody made a chain anew and left a number out."""
    rows = chain(3)
    skipping = rows[2]._replace(seq=4, prev=rows[1].hash)
    mended = skipping._replace(hash=entry_hasher(TENANT)(*skipping[:-1]))
    assert broken_at(TENANT, [*rows[:2], mended]) == 3


def test_a_chain_cut_off_at_its_end_still_fits() -> None:
    """Said in the document: only a root, kept elsewhere, shows this."""
    assert broken_at(TENANT, chain(10)[:7]) is None


def test_a_chain_of_another_school_does_not_fit_in() -> None:
    rows = chain(4)
    rows[2] = chain(4, tenant=TENANT.replace("7", "8"))[2]
    assert broken_at(TENANT, rows) == 3
    assert broken_at(TENANT.replace("7", "8"), chain(4)) == 1


@pytest.mark.parametrize(
    "change",
    [{"subject": None}, {"actor": 5}, {"kind": "\ud800"}, {"at_us": "x"}, {"prev": "00"}, {"seq": "2"}],
)
def test_what_is_never_recorded_does_not_follow(change: dict[str, Any]) -> None:
    rows = chain(3)
    rows[1] = rows[1]._replace(**change)
    walked = []
    with pytest.raises(BrokenChainError) as broken:
        walked.extend(follow(TENANT, rows))
    assert broken.value.seq == 2


def test_a_commitment_hides_the_payload() -> None:
    """Without the salt a yes and a no cannot be told apart, not even by trying both."""
    answers: list[dict[str, Any]] = [{"answer": "yes"}, {"answer": "no"}]
    salts = [bytes([number]) * 32 for number in range(2)]
    seen = {payload_commitment(salt, answer) for salt in salts for answer in answers}
    assert len(seen) == 4
    guesses = {hashlib.sha256(canonical(answer)).hexdigest() for answer in answers}
    assert seen.isdisjoint(guesses)
    assert payload_commitment(salts[0], {"answer": "yes"}) in seen
