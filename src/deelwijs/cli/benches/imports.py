"""How long an import takes and how much memory, at several sizes; the files are made for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from deelwijs.cli.benches.roster_files import write
from deelwijs.cli.benches.rosters import GeneratedRoster

SIZES = (2_000, 20_000)
DAY = date(2026, 11, 22)


def measure(formats: Sequence[str], sizes: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Figures per format and size. Every import has a process, a database and a folder of its own."""
    for name in formats:
        for size in sizes:
            with tempfile.TemporaryDirectory(prefix="deelwijs-bench-") as folder:
                path = write(name, GeneratedRoster(size, DAY), Path(folder) / "export")
                yield {"format": name, **_import(path)}


def _import(path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "deelwijs.cli.benches.import_child", str(path), DAY.isoformat()]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "deelwijs.config.settings"}
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 (our own module)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures
