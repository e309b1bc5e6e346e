"""The statements that add to a chain, written out.

They run with every act that anybody records. Put together by Django they take three times as long, which is
more than all the hashing (``deelwijs bench ledger`` shows it). Everything else uses the models.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from deelwijs.core.canonical import JSON
from deelwijs.core.ledger.chain import FIRST, Link
from deelwijs.ledger.models import Entry

_MAKE_HEAD = "INSERT INTO ledger_head (tenant, seq, hash) VALUES (%s, 0, %s) ON CONFLICT DO NOTHING"
_HEAD = "SELECT seq, hash FROM ledger_head WHERE tenant = %s"
_ENTRY = (
    "INSERT INTO ledger_entry (tenant, seq, at_us, kind, subject, actor, payload_commit, prev, hash) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
_PAYLOAD = (
    "INSERT INTO ledger_payload (entry_id, salt, content) "
    "SELECT id, %s, %s FROM ledger_entry WHERE tenant = %s AND seq = %s"
)
_MOVE_HEAD = "UPDATE ledger_head SET seq = %s, hash = %s WHERE tenant = %s"


def locked_head(tenant: UUID) -> tuple[int, str]:
    """Number and hash of the last entry, locked until the transaction ends.

    The head row, not the last entry: locking the tail would let two writers fork the chain.
    """
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(_HEAD + lock, [_key(tenant)])
        head: tuple[int, str] | None = cursor.fetchone()
        if head is None:
            cursor.execute(_MAKE_HEAD, [_key(tenant), FIRST])
            cursor.execute(_HEAD + lock, [_key(tenant)])
            head = cursor.fetchone()
    return head or (0, FIRST)


def append(
    tenant: UUID, links: Sequence[Link], salts: Sequence[bytes], payloads: Sequence[Mapping[str, JSON]]
) -> None:
    """Write entries with their payloads, and move the head to the last one."""
    key = _key(tenant)
    entries = [(key, *link) for link in links]
    contents = [
        (salt, json.dumps(payload), key, link.seq)
        for link, salt, payload in zip(links, salts, payloads, strict=True)
    ]
    with connection.cursor() as cursor:
        if len(links) == 1:
            cursor.execute(_ENTRY, entries[0])
            cursor.execute(_PAYLOAD, contents[0])
        else:
            cursor.executemany(_ENTRY, entries)
            cursor.executemany(_PAYLOAD, contents)
        cursor.execute(_MOVE_HEAD, [links[-1].seq, links[-1].hash, key])


def _key(tenant: UUID) -> Any:
    """A school's id as this database stores it."""
    return Entry._meta.get_field("tenant").get_db_prep_value(tenant, connection)  # noqa: SLF001 (Django's way in)
