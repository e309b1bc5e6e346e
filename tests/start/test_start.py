"""``start.py``: what it says when it cannot, and that two starts do not work at once."""

from __future__ import annotations

import ast
import errno
import importlib.util
import os
import socket
import subprocess
import threading
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def start() -> ModuleType:
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_old_python_can_read_the_refusal() -> None:
    source = (ROOT / "start.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 6))
    imports = {name.name for node in tree.body if isinstance(node, ast.Import) for name in node.names}
    imports |= {node.module for node in tree.body if isinstance(node, ast.ImportFrom) and node.module}
    assert "__future__" not in imports  # Python 3.6 does not know "annotations"
    refusal = next(number for number, node in enumerate(tree.body) if "version_info" in ast.unparse(node))
    assert not any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body[:refusal])


def test_a_taken_port_is_named_with_the_way_out(start: ModuleType) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(start.SetupError) as refused:
            start.refuse_taken_port("127.0.0.1", port)
    assert f"Poort {port} is al in gebruik" in refused.value.what
    assert f"--port {port + 1}" in refused.value.remedy
    start.refuse_taken_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_named(start: ModuleType) -> None:
    with pytest.raises(start.SetupError, match="geen adres van deze computer"):
        start.refuse_taken_port("192.0.2.1", 8000)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("error: dns error: failed to lookup address information", "Geen verbinding met internet"),
        ("NewConnectionError: Temporary failure in name resolution", "Geen verbinding met internet"),
        ("OSError: [Errno 28] No space left on device", "schijf is vol"),
        ("line 1\nhash mismatch for x", "hash mismatch for x"),
    ],
)
def test_a_failed_installation_says_why(start: ModuleType, output: str, words: str) -> None:
    failed = subprocess.CompletedProcess([], 1, output)
    with pytest.raises(start.SetupError, match=words) as refused:
        start.refuse_failure(failed, "het ophalen van de pakketten")
    assert refused.value.remedy
    assert refused.value.english


def test_success_is_not_refused(start: ModuleType) -> None:
    start.refuse_failure(subprocess.CompletedProcess([], 0, "no space left"), "iets")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_disk_that_refuses_becomes_words(
    start: ModuleType, number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number), "/data")

    monkeypatch.setattr(start, "run", refuse)
    assert start.main(["run"]) == 1
    said = capsys.readouterr().err
    assert "schijf is vol" in said if number == errno.ENOSPC else "/data" in said
    assert "English" in said
    assert "Traceback" not in said


def test_a_second_start_waits_for_the_first(start: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    entered = threading.Event()

    def second() -> None:
        with start.alone():
            entered.set()

    other = threading.Thread(target=second)
    with start.alone():
        other.start()
        while "wacht daarop" not in (said := capsys.readouterr().out):
            assert other.is_alive(), said
        assert not entered.is_set()
    other.join()
    assert entered.is_set()


def test_an_environment_that_is_right_is_left_alone(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "VENV", tmp_path)
    monkeypatch.setattr(start, "PYTHON", tmp_path / "python")
    made: list[str] = []
    monkeypatch.setattr(start, "make_venv", (tmp_path / "python").touch)
    monkeypatch.setattr(start, "install", made.append)
    monkeypatch.setattr(start, "link_project", lambda: None)
    start.prepare(start.RUN_LOCK)
    start.prepare(start.RUN_LOCK)
    assert made == [start.RUN_LOCK]
    monkeypatch.setattr(start, "fingerprint", lambda _: "another lock")
    start.prepare(start.RUN_LOCK)
    assert made == [start.RUN_LOCK, start.RUN_LOCK]


def test_the_command_works_from_a_folder_with_a_space(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = tmp_path / "mijn school's map"
    packages = venv / "lib" / "python3.11" / "site-packages"
    packages.mkdir(parents=True)
    (venv / "bin").mkdir()
    (venv / "bin" / "python").write_text('#!/bin/sh\necho "$@"\n')
    (venv / "bin" / "python").chmod(0o755)
    monkeypatch.setattr(start, "VENV", venv)
    monkeypatch.setattr(start, "PYTHON", venv / "bin" / "python")
    start.link_project()
    said = subprocess.run(
        [venv / "bin" / "deelwijs", "faces", "a b"], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "-m deelwijs.cli faces a b"
    assert (packages / "deelwijs.pth").read_text().strip() == str(ROOT / "src")


def test_unknown_words_are_refused_for_run_and_passed_on_for_test(start: ModuleType) -> None:
    with pytest.raises(SystemExit):
        start.read_arguments(["run", "--prot", "1"])
    known, rest = start.read_arguments(["test", "faults", "-k", "consent"])
    assert (known.suite, rest) == ("faults", ["-k", "consent"])
