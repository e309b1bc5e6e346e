"""Read documents in a child process with limits, so that a hostile file cannot take the server down."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from typing import Any, Final

from deelwijs.core.protocol_text import Paragraph
from deelwijs.protocols.documents import readers
from deelwijs.protocols.documents.kinds import Kind, kind_of
from deelwijs.protocols.documents.paragraphs import from_data
from deelwijs.protocols.documents.problems import DocumentError, Problem

_PASSED_ON: Final = {"PATH", "PYTHONPATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "LD_LIBRARY_PATH"}
_PLAIN: Final = {Kind.TEXT, Kind.MARKDOWN}  # nothing is unpacked: no need for a process


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may use. ``seconds`` is waiting time, ``cpu_seconds`` processor time."""

    seconds: float = 40
    cpu_seconds: int = 25
    memory_mb: int = 1024


def read_paragraphs(name: str, data: bytes, limits: Limits | None = None) -> list[Paragraph]:
    """The paragraphs of a document, by its file name and bytes.

    Raises:
        DocumentError: the document is not taken in; its message is for the person who chose it.
    """
    kind = kind_of(name, data)
    if kind in _PLAIN:
        return readers.read(kind, data)
    answer = _ask(kind, data, limits or Limits())
    if "problem" in answer:
        raise DocumentError(Problem(answer["problem"]), **answer["values"])
    return [from_data(entry) for entry in answer["paragraphs"]]


def _ask(kind: Kind, data: bytes, limits: Limits) -> dict[str, Any]:
    command = [
        sys.executable,
        "-P",
        "-m",
        "deelwijs.protocols.documents.child",
        kind.value,
        json.dumps(asdict(limits)),
    ]
    environment = {key: value for key, value in os.environ.items() if key in _PASSED_ON}
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, input=data, stdout=subprocess.PIPE, timeout=limits.seconds, env=environment,
            start_new_session=True, check=False,
        )  # fmt: skip
        answer: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise DocumentError(Problem.TOO_SLOW) from error
    except json.JSONDecodeError as error:  # it died: out of time, out of memory, or crashed
        died_of_time = done.returncode in {-9, -24}
        raise DocumentError(Problem.TOO_SLOW if died_of_time else Problem.CORRUPT) from error
    return answer
