"""The files of an import under way: the upload and what was read from it. Private, and gone within a day.

The upload may hold what the school may not even have given us; it is erased as soon as it has been read.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from deelwijs.people.importers.roll import Roll

_LIFETIME = 24 * 60 * 60
_UPLOAD, _ROLL, _PROGRESS = "upload", "roll.sqlite3", "progress.json"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work in the background is."""

    words: str
    done: int
    total: int

    @property
    def sentence(self) -> str:
        """What is going on, with a figure where there is one."""
        return f"{self.words}: {100 * self.done // self.total}%" if self.total else self.words


def keep_upload(run_id: UUID, chunks: Iterable[bytes]) -> None:
    """Store what somebody sent."""
    folder = _folder(run_id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / _UPLOAD
    path.touch(mode=0o600)
    with path.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)


def upload(run_id: UUID) -> Path | None:
    """What somebody sent, as long as it is there."""
    path = _folder(run_id) / _UPLOAD
    return path if path.is_file() else None


def erase_upload(run_id: UUID) -> None:
    """Take away what somebody sent; what was read from it stays."""
    (_folder(run_id) / _UPLOAD).unlink(missing_ok=True)


def erase(run_id: UUID) -> None:
    """Take everything of this import away."""
    shutil.rmtree(_folder(run_id), ignore_errors=True)


def new_roll(run_id: UUID) -> Roll:
    """An empty roll to read into."""
    path = _folder(run_id) / _ROLL
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    return Roll(path, fresh=True)


def roll(run_id: UUID) -> Roll | None:
    """What was read, as long as it is there."""
    path = _folder(run_id) / _ROLL
    return Roll(path, fresh=False) if path.is_file() else None


def tell_progress(run_id: UUID, progress: Progress) -> None:
    """Say how far the work is, where the website looks. Not in the database: that is busy with the work."""
    path = _folder(run_id) / _PROGRESS
    waiting = path.with_suffix(".new")
    with suppress(OSError):  # nobody is helped by work that stops because its progress cannot be shown
        waiting.write_text(json.dumps(asdict(progress)), encoding="utf-8")
        waiting.replace(path)


def progress(run_id: UUID) -> Progress:
    """How far the work is."""
    try:
        return Progress(**json.loads((_folder(run_id) / _PROGRESS).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Progress("Wacht op de beurt", 0, 0)


def sweep() -> None:
    """Take away what somebody left behind: everything that nobody touched for a day."""
    oldest = time.time() - _LIFETIME
    for folder in _home().iterdir():
        touched = [entry.stat().st_mtime for entry in os.scandir(folder)] if folder.is_dir() else []
        if max([folder.stat().st_mtime, *touched]) < oldest:
            shutil.rmtree(folder, ignore_errors=True)


def _home() -> Path:
    home = Path(settings.DATA_DIR) / "imports"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home


def _folder(run_id: UUID) -> Path:
    return _home() / run_id.hex
