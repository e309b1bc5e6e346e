"""A database of its own for a measurement, gone afterwards: a ledger cannot be emptied again."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import click
import psycopg
from psycopg import sql

from deelwijs.cli.environment import data_dir, start_django


@contextmanager
def throw_away_database(*apps: str) -> Iterator[str]:
    """Point Django at an empty database with the tables of these apps (all when none is named), on the disk
    and the server that the settings name; the name of the kind of database. Only for a process that does
    nothing else.

    Raises:
        click.ClickException: when the server gives no room of its own.
    """
    with tempfile.TemporaryDirectory(prefix="bench-", dir=_disk()) as folder:
        address = os.environ.get("DEELWIJS_DATABASE", "")
        os.environ |= {"DEELWIJS_DATA": folder, "DEELWIJS_SECRET_KEY": "only-to-measure"}
        if not address.startswith("postgres"):
            os.environ.pop("DEELWIJS_DATABASE", None)
            _make_tables(apps)
            yield "sqlite"
            return
        with _schema(address) as there:
            os.environ["DEELWIJS_DATABASE"] = there
            _make_tables(apps)
            yield "postgresql"
            _close()


def _disk() -> Path | None:
    """Where the school's data stand, so that the disk is the one that is measured."""
    return data_dir() if data_dir().is_dir() else None


def _make_tables(apps: tuple[str, ...]) -> None:
    start_django()
    from django.core.management import call_command  # noqa: PLC0415

    for app in apps or (None,):
        call_command("migrate", *filter(None, [app]), interactive=False, verbosity=0)


def _close() -> None:
    from django.db import connections  # noqa: PLC0415

    connections.close_all()


@contextmanager
def _schema(address: str) -> Iterator[str]:
    """A schema of its own on the server, and the address that leads to it."""
    name = f"deelwijs_bench_{secrets.token_hex(4)}"
    parts = urlsplit(address)
    # The one option of such an address that is Django's and not the server's.
    options = [(key, value) for key, value in parse_qsl(parts.query) if key != "currentSchema"]
    there = urlunsplit(parts._replace(query=urlencode([*options, ("currentSchema", name)])))
    try:
        with psycopg.connect(urlunsplit(parts._replace(query=urlencode(options))), autocommit=True) as server:
            server.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
            try:
                yield there
            finally:
                server.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))
    except psycopg.Error as error:
        raise click.ClickException(f"De databaseserver geeft geen ruimte om te meten: {error}") from error
