"""The files of one delivery: a folder, a zip of one, or a single file. Read as streams, without trust."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from deelwijs.people.importers.roll import Report

# A school of 3000 pupils fills about 5 MB; what is much bigger is a mistake or a bomb.
MAX_BYTES = 100 * 1024 * 1024
_MAX_MEMBERS = 2000
_MEGABYTE = 1024 * 1024
_READ = (".csv", ".txt", ".xml", ".xlsx", ".xlsm", ".xls")
_WORKBOOK = "xl/workbook.xml"

# What goes wrong while unpacking, whatever the damage.
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError)


class TooBigError(ValueError):
    """More was unpacked than a school can have."""


class LockedZipError(ValueError):
    """The zip has a password."""


# Told while reading: how many bytes have been read, of how many.
Progress = Callable[[int, int], object]


def nobody_looks(_done: int, _total: int) -> None:
    """No progress is shown."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file: its name as a person knows it, its size as far as known, and how to open it.

    Whoever reads it tells with ``seen`` now and then how many bytes that were.
    """

    name: str
    size: int
    open: Callable[[], IO[bytes]]
    seen: Callable[[int], object] = lambda _bytes: None

    def head(self, size: int = 4096) -> bytes:
        """The first bytes."""
        with self.open() as stream:
            return stream.read(size)


class Source(dict[str, Member]):
    """The files of a delivery by lower-case name."""

    def watched(self, progress: Progress) -> Source:
        """The same files; reading them is told to ``progress``."""
        at: dict[str, int] = {}

        def saw(name: str, position: int) -> None:
            at[name] = position
            progress(min(sum(at.values()), self.size), self.size)

        return Source({name: replace(one, seen=partial(saw, name)) for name, one in self.items()})

    @property
    def size(self) -> int:
        """All bytes together, for showing how far the reading is."""
        return sum(member.size for member in self.values())


@contextmanager
def open_source(path: Path, report: Report, name: str = "") -> Iterator[Source]:
    """The files at a path. ``name`` is what the person called the file, where it was kept under another.

    What cannot be opened becomes a problem, and the source is empty.
    """
    called = name or path.name or str(path)
    if path.is_dir():
        yield _folder(path, called, report)
    elif not path.is_file():
        report.add("not_found", called)
        yield Source()
    elif _is_packed(path, called):
        with _unpacked(path, called, report) as source:
            yield source
    else:
        yield _alone(path, called, report)


def _is_packed(path: Path, name: str) -> bool:
    with path.open("rb") as file:
        start = file.read(2)
    if start == b"PK":
        return not _is_workbook(path, name)
    return name.lower().endswith(".zip")


def _is_workbook(path: Path, name: str) -> bool:
    """A spreadsheet is a zip as well; half of one is told by its name."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _WORKBOOK in archive.namelist()
    except BROKEN_ZIP:
        return name.lower().endswith((".xlsx", ".xlsm"))


def _folder(path: Path, name: str, report: Report) -> Source:
    files = [child for child in sorted(path.iterdir()) if child.suffix.lower() in _READ and child.is_file()]
    source = Source({child.name.lower(): _member(child, child.name) for child in files})
    return _weighed(source, name, report)


def _alone(path: Path, name: str, report: Report) -> Source:
    return _weighed(Source({name.lower(): _member(path, name)}), name, report)


def _member(path: Path, name: str) -> Member:
    return Member(name, path.stat().st_size, lambda: path.open("rb"))


def _weighed(source: Source, name: str, report: Report) -> Source:
    if source.size <= MAX_BYTES:
        return source
    report.add("too_big", name, limit=MAX_BYTES // _MEGABYTE)
    return Source()


@contextmanager
def _unpacked(path: Path, name: str, report: Report) -> Iterator[Source]:
    opened = False
    with reading(name, report), zipfile.ZipFile(path) as archive:
        source = _members(archive, report)
        opened = True
        yield source
    if not opened:
        yield Source()


@contextmanager
def reading(name: str, report: Report) -> Iterator[None]:
    """Turn what a damaged, locked or swollen zip does on the way into a problem."""
    try:
        yield
    except TooBigError:
        report.add("too_big", name, limit=MAX_BYTES // _MEGABYTE)
    except LockedZipError:
        report.add("locked_zip", name)
    except BROKEN_ZIP:
        report.add("not_a_zip", name)


def _members(archive: zipfile.ZipFile, report: Report) -> Source:
    source = Source()
    listed = archive.infolist()
    # No more is ever unpacked than the zip's own list says; a false list ends in a wrong checksum.
    if len(listed) > _MAX_MEMBERS or sum(member.file_size for member in listed) > MAX_BYTES:
        raise TooBigError
    for info in listed:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.suffix.lower() not in _READ or "__MACOSX" in path.parts or path.name.startswith("._"):
            continue
        if info.flag_bits & 1:
            raise LockedZipError
        if path.name.lower() in source:
            report.add("file_twice", path.name)
        source[path.name.lower()] = Member(path.name, info.file_size, partial(archive.open, info))
    return source


@contextmanager
def seekable(member: Member) -> Iterator[IO[bytes]]:
    """The member as a file to jump about in; one out of a zip lies on disk meanwhile."""
    with member.open() as stream:
        if not isinstance(stream, zipfile.ZipExtFile):
            yield stream
            return
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(stream, copy)
            copy.seek(0)
            yield copy
