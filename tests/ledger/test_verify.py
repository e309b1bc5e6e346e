"""Somebody changed the database behind the product's back: the check finds it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from deelwijs.ledger import selectors
from deelwijs.ledger.models import Entry, Head, Payload
from tests.ledger.conftest import act


@pytest.fixture
def five(unguarded: UUID) -> UUID:
    """A chain of five, unguarded."""
    for number in range(5):
        act(unguarded, {"n": number})
    assert selectors.first_broken(unguarded) is None
    return unguarded


def third(tenant: UUID) -> Any:
    return Entry.objects.filter(tenant=tenant, seq=3)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at_us", 1),
        ("kind", "consent.asked"),
        ("subject", "ander kind"),
        ("actor", "vader"),
        ("payload_commit", "0" * 64),
        ("prev", "0123456789abcdef" * 4),
        ("prev", "niet eens een hash"),
        ("hash", "0" * 64),
    ],
)
def test_a_changed_field_is_found(five: UUID, field: str, value: Any) -> None:
    third(five).update(**{field: value})
    assert selectors.first_broken(five) == 3


def test_a_removed_entry_is_found(five: UUID) -> None:
    Payload.objects.filter(entry__in=third(five)).delete()
    third(five)._raw_delete("default")
    assert selectors.first_broken(five) == 3


def test_a_cut_off_end_is_found_as_long_as_the_head_knows(five: UUID) -> None:
    end = Entry.objects.filter(tenant=five, seq__gte=4)
    Payload.objects.filter(entry__in=end).delete()
    end._raw_delete("default")
    assert selectors.first_broken(five) == 4


@pytest.mark.parametrize("change", [{"seq": 4}, {"seq": 6}, {"hash": "0" * 64}])
def test_a_head_that_points_elsewhere_is_found(tenant: UUID, change: dict[str, Any]) -> None:
    for _ in range(5):
        act(tenant)
    Head.objects.filter(tenant=tenant).update(**change)
    assert selectors.first_broken(tenant) == 6


def test_a_lost_head_is_found(tenant: UUID) -> None:
    act(tenant)
    Head.objects.filter(tenant=tenant).delete()
    assert selectors.first_broken(tenant) == 2


@pytest.mark.parametrize("content", [{"answer": "no"}, {}, {"answer": 0.5}, ["answer"], 5, "yes"])
def test_a_changed_payload_is_found(tenant: UUID, content: Any) -> None:
    for _ in range(3):
        act(tenant, {"answer": "yes"})
    Payload.objects.filter(entry__tenant=tenant, entry__seq=2).update(content=content)
    assert selectors.first_broken(tenant) == 2


def test_a_changed_salt_is_found(tenant: UUID) -> None:
    act(tenant)
    Payload.objects.filter(entry__tenant=tenant).update(salt=b"0" * 32)
    assert selectors.first_broken(tenant) == 1


def test_swapped_payloads_are_found(tenant: UUID) -> None:
    one, two = (act(tenant, {"n": number}).payload for number in (1, 2))
    Payload.objects.filter(pk=one.pk).update(salt=two.salt, content=two.content)
    assert selectors.first_broken(tenant) == 1
