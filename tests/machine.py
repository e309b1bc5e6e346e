"""What the tests borrow from the machine: a browser and PostgreSQL. Found, or installed if allowed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path


class Missing(Exception):  # noqa: N818 (it is a reason, not an error, until it is required)
    """The machine lacks something; the message says what and how to get it."""


def find_chromium() -> str:
    """The path of a Chromium.

    Raises:
        Missing: when there is none and none can be installed.
    """
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("DEELWIJS_CHROMIUM") or _on_path(*names)
    if not found and _install("chromium"):
        found = _on_path(*names)
    if not found:
        raise Missing("no Chromium on PATH; on Debian: apt-get install chromium")
    return found


def find_postgres() -> Path:
    """The folder with PostgreSQL's server programs, the newest where there are several.

    Raises:
        Missing: when there is none and none can be installed.
    """
    found = _postgres_folder()
    if not found and _install("postgresql"):
        found = _postgres_folder()
    if not found:
        raise Missing(
            "no PostgreSQL on PATH or in /usr/lib/postgresql; on Debian: apt-get install postgresql"
        )
    return found


def _postgres_folder() -> Path | None:
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: int(folder.parent.name) if folder.parent.name.isdigit() else 0,
        reverse=True,
    )
    on_path = _on_path("initdb")
    # A link on PATH points into the real folder, where postgres itself stands too.
    candidates = [*([Path(on_path).resolve().parent] if on_path else []), *installed]
    return next((folder for folder in candidates if (folder / "postgres").exists()), None)


def _on_path(*names: str) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


def _install(package: str) -> bool:
    """Install a Debian package; tell whether that worked. Without root or apt there is nothing to try."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"installing {package} ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", package]
    for command in (install, ["apt-get", "update", "-q"], install):
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
        if command is install and done.returncode == 0:
            return True
    print(done.stdout[-500:] + done.stderr[-500:], flush=True)
    return False
