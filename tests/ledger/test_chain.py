"""The chain by itself, in memory: what it commits to, and that no change escapes it."""

from __future__ import annotations

import hashlib
import json
import random
import unicodedata
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deelwijs.ledger.chain import FIRST, Link, broken_at, canonical, link_hash, payload_commitment

Chain = list[tuple[Link, str]]
PROPERTY = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
TENANT = "7d0c7c2e-4a8e-4a63-9c2f-0f6f7c1d2b3a"


def chain(length: int, tenant: str = TENANT) -> Chain:
    """A whole chain of so many acts."""
    made: Chain = []
    prev = FIRST
    for seq in range(1, length + 1):
        commit = payload_commitment(bytes([seq]) * 32, {"n": seq})
        at = 1_780_000_000_000_000 + seq
        link = Link(tenant, seq, at, "consent.decided", f"kind {seq % 3}", "moeder", commit, prev)
        prev = link_hash(link)
        made.append((link, prev))
    return made


# A second reading of docs/ledger.md that shares no line with the product.
def second_opinion(rows: Chain) -> bool:
    """Whether a chain holds, worked out from the description alone."""
    before = "00" * 32
    for number, (link, stated) in enumerate(rows, start=1):
        text = (
            "{"
            + ",".join(
                f"{json.dumps(name)}:{json.dumps(getattr(link, name), ensure_ascii=False)}"
                for name in ("actor", "at_us", "kind", "payload_commit", "seq", "subject", "tenant")
            )
            + "}"
        )
        body = unicodedata.normalize("NFC", text).encode("utf-8")
        digest = hashlib.new("sha256", b"deelwijs-ledger-entry-1")
        digest.update(bytes(8 - len(length := _big_endian(len(body)))) + length)
        digest.update(body)
        digest.update(bytes(int(before[at : at + 2], 16) for at in range(0, 64, 2)))
        if (link.seq, link.prev, stated) != (number, before, digest.hexdigest()):
            return False
        before = stated
    return True


def _big_endian(number: int) -> bytes:
    return bytes.fromhex(f"{number:0{(len(f'{number:x}') + 1) // 2 * 2}x}")


@pytest.mark.parametrize("length", [0, 1, 2, 50])
def test_an_untouched_chain_holds(length: int) -> None:
    assert broken_at(chain(length)) is None
    assert second_opinion(chain(length))


def test_the_hash_of_a_known_entry_never_changes() -> None:
    """Chains that schools have already must still verify with the next version."""
    link = Link(TENANT, 1, 1_780_000_000_000_000, "consent.decided", "Zoë", "moeder", "ab" * 32, FIRST)
    assert link_hash(link) == KNOWN_HASH
    assert payload_commitment(b"\0" * 32, {"answer": "yes", "n": 1}) == KNOWN_COMMITMENT


KNOWN_HASH = "9f0dc0f43d292e33e829d84bd30122360173cf2f540b27cd0bbef97913c1fed6"
KNOWN_COMMITMENT = "1d216211438f95051723c55f42136d2c68e344b3568399fe52008bd2962ec0a4"


def tampered(rows: Chain, chance: random.Random) -> Chain:
    """The chain with one thing changed: a field, a removed, repeated, inserted or swapped entry."""
    rows = list(rows)
    at = chance.randrange(len(rows))
    link, stated = rows[at]
    match chance.choice(["field", "field", "field", "hash", "delete", "insert", "swap", "rehash"]):
        case "field":
            name = chance.choice([field.name for field in fields(Link)])
            rows[at] = (replace(link, **{name: _another(getattr(link, name), chance)}), stated)
        case "hash":
            rows[at] = (link, _another(stated, chance))
        case "delete":
            # The last one is another matter: see below.
            del rows[at if at < len(rows) - 1 else 0]
        case "insert":
            rows.insert(at, rows[chance.randrange(len(rows))])
        case "swap":
            other = chance.choice([place for place in range(len(rows)) if place != at])
            rows[at], rows[other] = rows[other], rows[at]
        case "rehash":
            # Somebody who knows the recipe changes an entry and mends that entry's own hash.
            at = min(at, len(rows) - 2)
            changed = replace(rows[at][0], subject=_another(rows[at][0].subject, chance))
            rows[at] = (changed, link_hash(changed))
    return rows


def _another(value: Any, chance: random.Random) -> Any:
    if isinstance(value, int):
        return value + chance.choice([-1, 1, 1000])
    place = chance.randrange(len(value))
    letter = chance.choice([one for one in "0123456789abcdef " if one != value[place]])
    return value[:place] + letter + value[place + 1 :]


def test_no_change_escapes() -> None:
    chance = random.Random(20261123)  # noqa: S311 - to try things out, not to keep secrets
    whole = chain(40)
    for _ in range(2000):
        changed = tampered(whole, chance)
        assert changed != whole
        assert broken_at(changed) is not None
        assert not second_opinion(changed)


def test_the_place_of_the_break_is_named() -> None:
    rows = chain(10)
    link, stated = rows[6]
    assert broken_at([*rows[:6], (replace(link, actor="vader"), stated), *rows[7:]]) == 7
    assert broken_at([*rows[:3], *rows[4:]]) == 4
    assert broken_at(rows[1:]) == 1


def test_numbers_run_on_even_when_every_hash_fits() -> None:
    """Somebody made a chain anew and left a number out."""
    rows = chain(2)
    skipping = replace(chain(3)[2][0], seq=4, prev=rows[-1][1])
    assert broken_at([*rows, (skipping, link_hash(skipping))]) == 3


def test_a_chain_cut_off_at_its_end_still_fits() -> None:
    """Said in the document: only the head, kept apart, shows this."""
    assert broken_at(chain(10)[:7]) is None


def test_a_chain_of_another_school_does_not_fit_in() -> None:
    rows = chain(4)
    rows[2] = chain(4, tenant=TENANT.replace("7", "8"))[2]
    assert broken_at(rows) == 3


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abcé", max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@PROPERTY
@given(PLAIN)
def test_there_is_one_way_to_write_a_value(value: Any) -> None:
    written = canonical(value)
    again = json.loads(written)
    assert canonical(again) == written
    assert unicodedata.is_normalized("NFC", written.decode())


@PROPERTY
@given(st.dictionaries(TEXTS, st.integers(), max_size=5))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    names = {unicodedata.normalize("NFC", key) for key in value}
    if len(names) == len(value):
        assert canonical(dict(reversed(value.items()))) == canonical(dict(value))


def test_text_has_one_form() -> None:
    composed, apart = unicodedata.normalize("NFC", "Zoë"), unicodedata.normalize("NFD", "Zoë")
    assert composed != apart
    assert canonical({composed: [composed]}) == canonical({apart: [apart]})
    with pytest.raises(TypeError):
        canonical({composed: 1, apart: 2})


@pytest.mark.parametrize("value", [1.5, float("nan"), {"a": [0.0]}, b"x", {1: "x"}, {"a": object()}])
def test_what_has_no_single_form_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_values_that_look_alike_are_told_apart() -> None:
    alike = [1, "1", True, "true", None, "null", [], {}, "", [1], [[1]]]
    assert len({canonical(value) for value in alike}) == len(alike)


def test_a_commitment_hides_the_payload() -> None:
    """Without the salt a yes and a no cannot be told apart, not even by trying both."""
    answers: list[dict[str, Any]] = [{"answer": "yes"}, {"answer": "no"}]
    salts = [bytes([number]) * 32 for number in range(2)]
    seen = {payload_commitment(salt, answer) for salt in salts for answer in answers}
    assert len(seen) == 4
    guesses = {hashlib.sha256(canonical(answer)).hexdigest() for answer in answers}
    assert seen.isdisjoint(guesses)
    assert payload_commitment(salts[0], {"answer": "yes"}) in seen
