from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from deelwijs.core.canonical import JSON
from deelwijs.ledger.actions import record
from deelwijs.ledger.anchoring import anchor_chain
from deelwijs.ledger.kinds import Kind
from deelwijs.ledger.models import Anchor, ChainCheck, Entry


@pytest.fixture
def tenant(db: None) -> UUID:
    """A school, as the ledger knows it."""
    return uuid4()


@pytest.fixture(autouse=True)
def key_file(settings: Any, tmp_path: Path) -> Path:
    """A signing key of this test alone."""
    settings.LEDGER_KEY_FILE = tmp_path / "ledger-key"
    path: Path = settings.LEDGER_KEY_FILE
    return path


@pytest.fixture
def unguarded(tenant: UUID) -> Iterator[UUID]:
    """A database whose triggers an administrator took away. Undone after the test."""
    on = {"sqlite": "", "postgresql": " ON {}"}[connection.vendor]
    entries = {
        "sqlite": ["ledger_entry_no_update", "ledger_entry_no_delete"],
        "postgresql": ["ledger_entry_append_only"],
    }[connection.vendor]
    with connection.cursor() as cursor:
        for trigger in entries:
            cursor.execute(f"DROP TRIGGER {trigger}{on.format('ledger_entry')}")
        for trigger in ("ledger_anchor_no_update", "ledger_anchor_no_delete"):
            cursor.execute(f"DROP TRIGGER {trigger}{on.format('ledger_anchor')}")
    return tenant


def act(
    tenant: UUID,
    payload: Mapping[str, JSON] | None = None,
    subject: str = "kind",
    kind: Kind = Kind.CONSENT_DECIDED,
    actor: str = "moeder",
) -> Entry:
    """One recorded act."""
    with transaction.atomic():
        link = record(
            tenant=tenant, kind=kind, subject=subject, actor=actor, payload=payload or {"answer": "yes"}
        )
    return Entry.objects.get(tenant=tenant, seq=link.seq)


def anchored(tenant: UUID) -> Anchor:
    """The anchor over all there is."""
    anchor = anchor_chain(tenant=tenant, occasion=ChainCheck.Occasion.DAILY).anchor
    assert anchor
    return anchor
