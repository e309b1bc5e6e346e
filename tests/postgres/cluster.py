"""A PostgreSQL for the length of one test run: in a temporary folder, on a free port, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

START_SECONDS = 30.0


@contextmanager
def throw_away_cluster(programs: Path) -> Iterator[str]:
    """Start a server from the programs in a folder and give its address; always stop it.

    Nothing is written safely: a test database may be lost.

    Raises:
        RuntimeError: when the server does not start.
    """
    folder = Path(tempfile.mkdtemp(prefix="deelwijs-pg-"))
    process = None
    try:
        identity = _somebody_else(folder)
        _initialise(programs, folder, identity)
        port = _free_port()
        process = _start(programs, folder, port, identity)
        _wait(process, folder, port)
        yield f"postgres://deelwijs@127.0.0.1:{port}/deelwijs"
    finally:
        if process:
            _stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def _somebody_else(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: choose an account without rights and give it the folder."""
    if os.geteuid() != 0:
        return {}
    accounts = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = accounts.get("postgres") or accounts["nobody"]
    os.chown(folder, account.pw_uid, account.pw_gid)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _initialise(programs: Path, folder: Path, identity: dict[str, Any]) -> None:
    command = [programs / "initdb", "-D", folder / "data", "-U", "deelwijs", "-A", "trust"]
    options = ["--no-sync", "--encoding=UTF8", "--locale=C"]
    made = subprocess.run(
        [*command, *options], cwd=folder, capture_output=True, text=True, check=False, **identity
    )
    if made.returncode:
        raise RuntimeError(f"initdb failed: {made.stderr}")


def _start(programs: Path, folder: Path, port: int, identity: dict[str, Any]) -> subprocess.Popen[bytes]:
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": folder,
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        # A session of its own: Ctrl-C must not take the database away before the tests have ended.
        return subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", *options],
            cwd=folder,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **identity,
        )


def _wait(process: subprocess.Popen[bytes], folder: Path, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if "ready to accept connections" in (folder / "log").read_text(errors="replace"):
            return
        time.sleep(0.05)
    raise RuntimeError(
        f"PostgreSQL did not start on port {port}: {(folder / 'log').read_text(errors='replace')}"
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)  # PostgreSQL's "fast shutdown"
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
