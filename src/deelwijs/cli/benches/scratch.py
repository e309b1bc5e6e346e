"""A throw-away database for a measurement: never a school's own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

_ADDRESS = "DEELWIJS_DATABASE"


@contextmanager
def scratch_database() -> Iterator[str]:
    """Start Django on an empty, migrated database that is gone afterwards; gives its kind.

    SQLite in a folder of its own, or, where the settings point at a PostgreSQL server, a new database on that
    server. Only one in a process: Django starts once.
    """
    with TemporaryDirectory(prefix="deelwijs-bench-") as folder:
        os.environ["DEELWIJS_DATA"] = folder
        os.environ.setdefault("DEELWIJS_SECRET_KEY", "only-to-measure")
        server = os.environ.get(_ADDRESS, "")
        if not server:
            yield _migrated("sqlite")
            return
        with _new_postgres(server) as address:
            os.environ[_ADDRESS] = address
            yield _migrated("postgresql")


@contextmanager
def _new_postgres(server: str) -> Iterator[str]:
    name = f"deelwijs_bench_{os.getpid()}"
    # The database named in the settings may be a school's, or not be there yet.
    with psycopg.connect(_at(server, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield _at(server, name)
        finally:
            _close()
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _at(server: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _close() -> None:
    from django.db import connections  # noqa: PLC0415 (Django starts after the settings are known)

    connections.close_all()


def _migrated(kind: str) -> str:
    from deelwijs.cli.environment import start_django  # noqa: PLC0415

    start_django()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    return kind
