"""The child process that reads one document: started by ``sandbox``, never imported by the server.

It gets no secrets in its environment, cannot write files, and has a bounded amount of memory and time.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from contextlib import suppress
from typing import Any

from deelwijs.protocols.documents import readers
from deelwijs.protocols.documents.kinds import Kind
from deelwijs.protocols.documents.paragraphs import as_data
from deelwijs.protocols.documents.problems import DocumentError, Problem


def main(kind: Kind, limits: dict[str, int]) -> None:
    """Read a document from standard input and write its paragraphs as JSON."""
    data = sys.stdin.buffer.read()
    _limit(limits)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)  # what a reader prints may come from the document and does not belong in a log
    sys.stdout.buffer.write(json.dumps(_answer(kind, data)).encode())


def _answer(kind: Kind, data: bytes) -> dict[str, Any]:
    try:
        return {"paragraphs": [as_data(paragraph) for paragraph in readers.read(kind, data)]}
    except DocumentError as error:
        return {"problem": error.problem.value, "values": error.values}
    except (MemoryError, RecursionError):
        return {"problem": Problem.UNSAFE.value, "values": {}}
    except Exception:  # noqa: BLE001 - the parent must get an answer whatever the document does
        return {"problem": Problem.CORRUPT.value, "values": {}}


def _limit(limits: dict[str, int]) -> None:
    memory = limits["memory_mb"] * 1024 * 1024
    for kind, amount in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
    ):
        with suppress(ValueError, OSError):  # a system without this limit, or with a stricter one
            resource.setrlimit(kind, (amount, amount))


if __name__ == "__main__":
    main(Kind(sys.argv[1]), json.loads(sys.argv[2]))
