"""Sessions in the database, each with whose it is."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from deelwijs.accounts.models import Session


class SessionStore(db.SessionStore):
    """Django's own store, on a table that names the user. ``settings.SESSION_ENGINE`` points here."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table of the sessions."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row for this session, with the user that Django noted inside it."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)  # noqa: S101 (the table above)
        row.user_id = data.get(SESSION_KEY)
        return row
