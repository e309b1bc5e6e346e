from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from deelwijs.ledger.actions import record
from deelwijs.ledger.chain import JSON
from deelwijs.ledger.kinds import Kind
from deelwijs.ledger.models import Entry


@pytest.fixture
def tenant(db: None) -> UUID:
    """A school, as the ledger knows it."""
    return uuid4()


def act(tenant: UUID, payload: Mapping[str, JSON] | None = None, subject: str = "kind") -> Entry:
    """One recorded act."""
    with transaction.atomic():
        return record(
            tenant=tenant,
            kind=Kind.CONSENT_DECIDED,
            subject=subject,
            actor="moeder",
            payload=payload or {"answer": "yes"},
        )
