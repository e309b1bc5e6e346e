import io
import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
from PIL import Image

from deelwijs.core.geometry import Box
from deelwijs.vision import sandbox as room
from deelwijs.vision import wire
from deelwijs.vision.decode import PhotoError, PhotoProblem
from deelwijs.vision.drawings import portrait_row
from deelwijs.vision.metadata import find_metadata
from deelwijs.vision.redact import CoverStyle
from deelwijs.vision.sandbox import Limits, Sandbox, SandboxError
from tests.vision.pictures import exif, halves, png_claiming, saved

SMALL = saved(halves(), "PNG")


def only_child(sandbox: Sandbox) -> subprocess.Popen[bytes]:
    (child,) = sandbox._idle
    return child.process


def opened(sandbox: Sandbox, data: bytes = SMALL) -> int:
    """Open a photo without the costly search for faces; gives its width."""
    with Image.open(io.BytesIO(sandbox.render(data, [], CoverStyle()))) as image:
        return image.width


def code_of(sandbox: Sandbox, data: bytes = SMALL) -> PhotoProblem:
    with pytest.raises(PhotoError) as caught:
        opened(sandbox, data)
    return caught.value.code


def test_inspect_gives_a_clean_upright_copy_and_the_faces(sandbox: Sandbox) -> None:
    image, boxes = portrait_row(2, 60)
    turned = saved(image.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif(orientation=6, place=True))
    found = sandbox.inspect(turned)
    assert (found.width, found.height) == image.size
    assert find_metadata(found.upright) == ()
    with Image.open(io.BytesIO(found.upright)) as copy:
        assert copy.size == image.size
    assert all(any(box.overlap(face.box) > 0.4 for face in found.faces) for box in boxes)


def test_without_copy_nothing_is_encoded(sandbox: Sandbox) -> None:
    assert sandbox.inspect(SMALL, with_copy=False).upright == b""


def test_render_covers_cuts_reduces_and_cleans(sandbox: Sandbox) -> None:
    data = saved(Image.new("RGB", (400, 300), "white"), "JPEG", exif=exif(place=True))
    style = CoverStyle("#ff0000", emblem="plain")
    made = sandbox.render(
        data, [Box(100, 100, 60, 60)], style, crop=Box(50, 50, 200, 200), max_side=100, format="PNG"
    )
    assert find_metadata(made) == ()
    with Image.open(io.BytesIO(made)) as image:
        assert image.size == (100, 100)
        assert image.getpixel((40, 40)) == (255, 0, 0)
        assert image.getpixel((95, 95)) == (255, 255, 255)


def test_a_batch_shares_one_child_and_a_bad_photo_does_not_end_it(sandbox: Sandbox) -> None:
    opened(sandbox)
    first = only_child(sandbox).pid
    assert code_of(sandbox, b"") is PhotoProblem.EMPTY
    assert code_of(sandbox, b"tekst") is PhotoProblem.NOT_AN_IMAGE
    assert code_of(sandbox, png_claiming(50_000, 50_000)) is PhotoProblem.TOO_LARGE
    opened(sandbox)
    assert only_child(sandbox).pid == first


def test_a_child_that_ended_by_itself_is_replaced_unseen(sandbox: Sandbox) -> None:
    opened(sandbox)
    child = only_child(sandbox)
    assert child.stdin
    child.stdin.close()
    assert child.wait() == 0
    sandbox._idle[0].process.stdin = open(os.devnull, "wb", buffering=0)  # noqa: PTH123, SIM115
    assert opened(sandbox) == 60
    assert only_child(sandbox).pid != child.pid


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        (signal.SIGKILL, PhotoProblem.OUT_OF_MEMORY),  # what the system does when memory runs out
        (signal.SIGSEGV, PhotoProblem.CRASHED),
        (signal.SIGXCPU, PhotoProblem.TIMED_OUT),
    ],
)
def test_a_child_that_falls_is_a_refusal_of_that_photo_only(
    sandbox: Sandbox, ending: signal.Signals, code: PhotoProblem
) -> None:
    opened(sandbox)
    only_child(sandbox).send_signal(ending)
    only_child(sandbox).wait()
    assert code_of(sandbox) is code
    assert opened(sandbox) == 60


def test_a_photo_that_takes_too_long_is_given_up(sandbox: Sandbox) -> None:
    opened(sandbox)
    child = sandbox._idle[0]
    child.limits = replace(child.limits, seconds=0.05)
    child.process.send_signal(signal.SIGSTOP)  # busy for ever
    assert code_of(sandbox) is PhotoProblem.TIMED_OUT
    assert opened(sandbox) == 60


def test_a_photo_that_needs_too_much_memory_is_given_up(models: object) -> None:
    data = saved(Image.new("RGB", (7000, 7000)), "PNG")
    with Sandbox(Limits(memory_mb=640)) as small:
        assert code_of(small, data) is PhotoProblem.OUT_OF_MEMORY
        assert opened(small) == 60


def test_after_its_number_of_photos_a_child_is_replaced(models: object) -> None:
    with Sandbox(Limits(photos=1)) as short:
        opened(short)
        assert not short._idle


def test_threads_share_a_sandbox(sandbox: Sandbox) -> None:
    widths: list[int] = []

    def work(width: int) -> None:
        widths.append(opened(sandbox, saved(halves(width), "PNG")))

    threads = [threading.Thread(target=work, args=(width,)) for width in (30, 40, 50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(widths) == [30, 40, 50]


def test_the_child_sees_no_secrets_and_cannot_write(models: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEELWIJS_SECRET_KEY", "geheim")
    with Sandbox() as fresh:
        opened(fresh)
        pid = only_child(fresh).pid
        with open(f"/proc/{pid}/environ", "rb") as environment:  # noqa: PTH123
            assert b"geheim" not in environment.read()
        with open(f"/proc/{pid}/limits") as limits:  # noqa: PTH123
            lines = {line[:26].strip(): line[26:].split()[:1] for line in limits}
    assert lines["Max file size"] == ["0"]
    assert lines["Max core file size"] == ["0"]
    assert lines["Max address space"] == [str(2048 * 1024 * 1024)]


def test_a_child_that_cannot_start_is_the_fault_of_the_installation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with Sandbox() as broken, pytest.raises(SandboxError):
        broken.inspect(b"x")


def test_a_forked_process_lets_go_of_its_parents_children() -> None:
    room._shared.cache_clear()
    shared = room._shared()
    room._after_fork()
    assert room._shared() is not shared
    room._shared.cache_clear()


@pytest.mark.parametrize("sent", [b"\xff" * 8, b"\0\0\0\3\0\0\0\0{}x", b"\0\0\0\2\0\0\0\0[]"])
def test_what_is_no_message_is_not_read(sent: bytes) -> None:
    with pytest.raises(wire.WireError):
        wire.receive(io.BytesIO(sent))


def test_messages_come_over_whole() -> None:
    pipe = io.BytesIO()
    wire.send(pipe, {"do": "x"}, b"\0" * 3_000_000)
    pipe.seek(0)
    assert wire.receive(pipe) == ({"do": "x"}, b"\0" * 3_000_000)
    with pytest.raises(EOFError):
        wire.receive(pipe)
