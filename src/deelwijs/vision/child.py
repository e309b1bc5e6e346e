"""The child process that opens photos: started by ``sandbox``, never imported by the server.

It gets no secrets in its environment, cannot write files or leave a memory dump, and has a bounded
amount of memory and processor time. It ends by itself when its parent goes or leaves it idle.
"""

from __future__ import annotations

import io
import json
import os
import resource
import select
import sys
from contextlib import suppress
from typing import Final

from deelwijs.core.geometry import Box
from deelwijs.vision import decode, faces, metadata, network, redact, wire

WORKING_QUALITY: Final = 95
_IDLE_SECONDS: Final = 60


def main(limits: dict[str, int]) -> None:
    """Serve requests from standard input until it closes."""
    requests, answers = io.FileIO(0), io.FileIO(1, "w")  # unbuffered: select() must see what is left
    network.load()  # may prepare the network: before the limits, after which nothing can be written
    _limit(limits)
    wire.send(answers, {"ready": True})
    _silence()
    while select.select([requests], [], [], _IDLE_SECONDS)[0]:
        try:
            header, payload = wire.receive(requests)
        except EOFError:
            return
        _allow_processor_time(limits["cpu_seconds"])
        wire.send(answers, *_answer(header, payload))


def _answer(header: wire.Header, payload: bytes) -> tuple[wire.Header, bytes]:
    try:
        return (_inspect if header["do"] == "inspect" else _render)(header, payload)
    except decode.PhotoError as error:
        return {"problem": error.code.value}, b""
    except MemoryError:
        return {"problem": decode.PhotoProblem.OUT_OF_MEMORY.value}, b""
    except Exception as error:  # noqa: BLE001 - the parent must get an answer whatever the photo does
        short = "alloc" in str(error).lower()  # the runtime's own word for having no memory
        problem = decode.PhotoProblem.OUT_OF_MEMORY if short else decode.PhotoProblem.CRASHED
        return {"problem": problem.value}, b""


def _inspect(header: wire.Header, payload: bytes) -> tuple[wire.Header, bytes]:
    photo = decode.open_photo(payload, max_megapixels=header["max_megapixels"])
    found = [
        {"box": [face.box.x, face.box.y, face.box.width, face.box.height],
         "score": face.score, "certain": face.certain}
        for face in faces.detect(photo.pixels)
    ]  # fmt: skip
    copy = metadata.encode_clean(photo.pixels, "JPEG", quality=WORKING_QUALITY) if header["copy"] else b""
    return {"width": photo.width, "height": photo.height, "faces": found}, copy


def _render(header: wire.Header, payload: bytes) -> tuple[wire.Header, bytes]:
    photo = decode.open_photo(payload, max_megapixels=header["max_megapixels"])
    boxes = [Box(*edges) for edges in header["boxes"]]
    covered = redact.cover(photo.pixels, boxes, redact.CoverStyle(**header["style"]))
    if header["crop"]:
        part = Box(*header["crop"]).clipped(*covered.size)
        covered = covered.crop((part.x, part.y, part.x + part.width, part.y + part.height))
    if header["max_side"]:
        covered = metadata.resized(covered, header["max_side"])
    data = metadata.encode_clean(covered, header["format"])
    return {"width": covered.width, "height": covered.height}, data


def _limit(limits: dict[str, int]) -> None:
    memory = limits["memory_mb"] * 1024 * 1024
    for kind, amount in (
        (resource.RLIMIT_CORE, 0),  # a memory dump would hold a child's photo
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, memory),
    ):
        with suppress(ValueError, OSError):  # a system without this limit, or with a stricter one
            resource.setrlimit(kind, (amount, amount))


def _allow_processor_time(seconds: int) -> None:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    until = int(usage.ru_utime + usage.ru_stime) + 1 + seconds
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _silence() -> None:
    """From here on, whatever a reader prints may come from a photo and does not belong in a log."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
