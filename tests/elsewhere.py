"""A database of its own for the processes that a test starts: a folder, or a schema on the test's server.

What a test does itself is undone after it. What its children do is not, and a ledger cannot be emptied.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from django.db import connection
from psycopg import sql

from tests.architecture.source import ROOT


@contextmanager
def elsewhere(folder: Path) -> Iterator[dict[str, str]]:
    """The environment in which a child process finds an empty database of the kind that is tested."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DEELWIJS_")}
    environment = {
        **kept,
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DEELWIJS_DATA": str(folder),
    }
    if connection.vendor != "postgresql":
        yield environment
        return
    address = _address()
    schema = f"elsewhere_{secrets.token_hex(4)}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
        try:
            yield environment | {"DEELWIJS_DATABASE": f"{address}?{urlencode({'currentSchema': schema})}"}
        finally:
            server.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))


def _address() -> str:
    there = connection.settings_dict
    return f"postgres://{there['USER']}@{there['HOST']}:{there['PORT']}/{there['NAME']}"


def run(environment: dict[str, str], module: str, *arguments: object) -> str:
    """What a module of the tests says when it is run as a program there."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
