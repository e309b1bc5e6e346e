"""Open photos in a child process with limits, so that a hostile file cannot take the server down.

A child is started as a new program, not forked, so this works under a threaded server and in a worker
alike. It stays for the next photos of a batch (starting costs about half a second) and is replaced after
a while. Every call may be made from any thread.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Final, Self

from deelwijs.core.geometry import Box
from deelwijs.vision import wire
from deelwijs.vision.decode import MAX_MEGAPIXELS, PhotoError, PhotoProblem
from deelwijs.vision.faces import Face
from deelwijs.vision.metadata import WriteFormat
from deelwijs.vision.redact import CoverStyle

_START_SECONDS: Final = 180  # the first start on a machine prepares the network
_PASSED_ON: Final = {"PATH", "PYTHONPATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "LD_LIBRARY_PATH",
                     "DEELWIJS_DATA", "DEELWIJS_MODELS", "XDG_CACHE_HOME"}  # fmt: skip


class SandboxError(RuntimeError):
    """The child cannot be started: the installation is at fault, not the photo."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use. ``seconds`` is waiting time and ``cpu_seconds`` processor time per photo;
    ``memory_mb`` is address space; after ``photos`` photos a child is replaced."""

    seconds: float = 90
    cpu_seconds: int = 45
    memory_mb: int = 2048
    photos: int = 100


@dataclass(frozen=True, slots=True)
class Inspected:
    """An opened photo: ``upright`` is a JPEG of high quality without metadata, for further work;
    ``width`` and ``height`` are its pixels, and so are the boxes of ``faces``."""

    upright: bytes
    width: int
    height: int
    faces: tuple[Face, ...]


class _IdleExitError(Exception):
    """The child had ended by itself before this photo reached it."""


class _Child:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.photos = 0
        environment = {key: value for key, value in os.environ.items() if key in _PASSED_ON}
        environment["MALLOC_ARENA_MAX"] = "2"  # threads would each claim address space
        command = [sys.executable, "-P", "-m", "deelwijs.vision.child", json.dumps(asdict(limits))]
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
            env=environment, start_new_session=True,
        )  # fmt: skip
        try:
            if not self._within(_START_SECONDS, None, b"")[0].get("ready"):
                raise SandboxError("the photo process gave no sign of life")
        except (PhotoError, _IdleExitError) as error:
            raise SandboxError("the photo process could not start; see the error above it") from error
        finally:
            if self.process.returncode is not None:
                self.close()

    def ask(self, header: wire.Header, payload: bytes) -> tuple[wire.Header, bytes]:
        self.photos += 1
        return self._within(self.limits.seconds, header, payload)

    @property
    def is_fit(self) -> bool:
        return self.process.poll() is None and self.photos < self.limits.photos

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.let_go()

    def let_go(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()

    def _within(
        self, seconds: float, header: wire.Header | None, payload: bytes
    ) -> tuple[wire.Header, bytes]:
        """Talk to the child; kill it when it takes too long, which ends the reading below."""
        assert self.process.stdin  # noqa: S101 - both are pipes
        assert self.process.stdout  # noqa: S101
        too_late = threading.Event()

        def stop() -> None:
            too_late.set()
            self.process.kill()

        alarm = threading.Timer(seconds, stop)
        alarm.daemon = True
        alarm.start()
        try:
            if header is not None:
                wire.send(self.process.stdin, header, payload)
            return wire.receive(self.process.stdout)
        except (EOFError, OSError, wire.WireError) as error:
            self._stop_and_explain(too_late.is_set(), error)
            raise
        finally:
            alarm.cancel()

    def _stop_and_explain(self, too_late: bool, error: Exception) -> None:  # noqa: FBT001
        if isinstance(error, wire.WireError):
            self.process.kill()
        code = self.process.wait()
        if too_late or code == -signal.SIGXCPU:
            raise PhotoError(PhotoProblem.TIMED_OUT) from error
        if code == 0:
            raise _IdleExitError from error
        killed = code in {-signal.SIGKILL, -signal.SIGABRT}  # by the system, or by a library out of memory
        raise PhotoError(PhotoProblem.OUT_OF_MEMORY if killed else PhotoProblem.CRASHED) from error


class Sandbox:
    """Up to ``size`` children; use as a context manager, or ``close`` it."""

    def __init__(self, limits: Limits | None = None, *, size: int = 1) -> None:
        self._limits = limits or Limits()
        self._idle: deque[_Child] = deque()
        self._places = threading.BoundedSemaphore(size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def inspect(
        self, data: bytes, *, max_megapixels: float = MAX_MEGAPIXELS, with_copy: bool = True
    ) -> Inspected:
        """Open a photo, find its faces and make a working copy (empty without ``with_copy``).

        Raises:
            PhotoError: the file cannot be used.
            SandboxError: the installation is at fault.
        """
        request = {"do": "inspect", "max_megapixels": max_megapixels, "copy": with_copy}
        answer, copy = self._ask(request, data)
        found = tuple(
            Face(Box(*face["box"]), float(face["score"]), bool(face["certain"])) for face in answer["faces"]
        )
        return Inspected(copy, int(answer["width"]), int(answer["height"]), found)

    def render(
        self,
        data: bytes,
        boxes: Iterable[Box],
        style: CoverStyle,
        *,
        crop: Box | None = None,
        max_side: int | None = None,
        format: WriteFormat = "JPEG",  # noqa: A002
        max_megapixels: float = MAX_MEGAPIXELS,
    ) -> bytes:
        """The photo with ``boxes`` covered, then cut to ``crop``, then reduced; written clean.

        Boxes and crop are in pixels of the upright photo.

        Raises:
            PhotoError: the file cannot be used.
            SandboxError: the installation is at fault.
        """
        request = {
            "do": "render", "boxes": [_edges(box) for box in boxes], "style": asdict(style),
            "crop": _edges(crop) if crop else None, "max_side": max_side, "format": format,
            "max_megapixels": max_megapixels,
        }  # fmt: skip
        return self._ask(request, data)[1]

    def close(self) -> None:
        """End the idle children. The sandbox may be used again."""
        while self._idle:
            self._idle.pop().close()

    def forget(self) -> None:
        """For a forked process: its parent's children are not its own."""
        while self._idle:
            self._idle.pop().let_go()

    def _ask(self, request: wire.Header, data: bytes) -> tuple[wire.Header, bytes]:
        with self._places:
            answer, payload = self._through_a_child(request, data)
        if problem := answer.get("problem"):
            raise PhotoError(PhotoProblem(problem))
        return answer, payload

    def _through_a_child(self, request: wire.Header, data: bytes) -> tuple[wire.Header, bytes]:
        while True:
            try:
                child, is_new = self._idle.pop(), False
            except IndexError:
                child, is_new = _Child(self._limits), True
            try:
                return child.ask(request, data)
            except _IdleExitError as error:
                if is_new:  # it had no time to be idle: the photo made it leave
                    raise PhotoError(PhotoProblem.CRASHED) from error
            finally:
                if child.is_fit:
                    self._idle.append(child)
                else:
                    child.close()


def _edges(box: Box) -> list[int]:
    return [box.x, box.y, box.width, box.height]


@lru_cache(maxsize=1)
def _shared() -> Sandbox:
    sandbox = Sandbox(size=2)
    atexit.register(sandbox.close)
    return sandbox


def _after_fork() -> None:
    if _shared.cache_info().currsize:
        _shared().forget()
        _shared.cache_clear()


os.register_at_fork(after_in_child=_after_fork)


def inspect(data: bytes, **options: Any) -> Inspected:
    """``Sandbox.inspect`` in the sandbox of this process."""
    return _shared().inspect(data, **options)


def render(data: bytes, boxes: Iterable[Box], style: CoverStyle, **options: Any) -> bytes:
    """``Sandbox.render`` in the sandbox of this process."""
    return _shared().render(data, boxes, style, **options)
