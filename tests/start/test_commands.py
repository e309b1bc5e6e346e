"""``deelwijs setup`` and ``deelwijs serve``."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from deelwijs.cli import serve, setup
from deelwijs.cli.environment import key_file, require_key
from deelwijs.cli.main import main


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DEELWIJS_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DEELWIJS_SECRET_KEY", raising=False)
    return tmp_path / "data"


def test_the_key_is_secret_and_stays(data: Path) -> None:
    setup._make_key()
    key = key_file().read_text()
    assert len(key) >= 50
    assert stat.S_IMODE(key_file().stat().st_mode) == 0o600
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    setup._make_key()
    assert key_file().read_text() == key


def test_no_key_file_beside_a_key_from_the_environment(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEELWIJS_SECRET_KEY", "from elsewhere")
    setup._make_key()
    assert not key_file().exists()


def test_a_file_where_the_folder_should_be_becomes_words(data: Path) -> None:
    data.write_text("not a folder")
    shown = CliRunner().invoke(main, ["setup"])
    assert shown.exit_code == 1
    assert "Hier kan niets worden geschreven" in shown.output
    assert "Traceback" not in shown.output


def test_without_set_up_the_advice_is_to_set_up(data: Path) -> None:
    with pytest.raises(click.ClickException, match="deelwijs setup"):
        require_key()


def test_a_command_is_found_without_loading_django() -> None:
    look_up = "import sys, deelwijs.cli.main as m; m.main.get_command(None, 'setup')"
    program = f"{look_up}; print('django' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Children that only wait, in place of the website and the worker."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*_: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", "import time; time.sleep(600)"]
        started.append(subprocess.Popen(command, start_new_session=True))
        return started[-1]

    monkeypatch.setattr(serve, "_start", start)
    return started


def test_when_one_dies_the_other_ends_too(
    data: Path,
    children: list[subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def worker_dies(*_: object) -> bool:
        children[1].kill()
        return True

    monkeypatch.setattr(serve, "_announce", worker_dies)
    monkeypatch.setattr(serve.signal, "signal", lambda *_: None)
    assert serve._keep_running("127.0.0.1", 8000) == 1
    assert all(child.returncode is not None for child in children)
    assert "worker viel uit" in capsys.readouterr().err


def test_a_signal_ends_both_in_good_order(
    data: Path, children: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    monkeypatch.setattr(serve, "_announce", lambda *_: os.kill(os.getpid(), signal.SIGTERM) or True)
    try:
        assert serve._keep_running("127.0.0.1", 8000) == 0
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert {child.returncode for child in children} == {-signal.SIGTERM}


def test_a_second_server_on_the_same_port_is_refused(data: Path) -> None:
    data.mkdir()
    with serve._only_server_at(8000):
        with (
            pytest.raises(click.ClickException, match="draait al op poort 8000"),
            serve._only_server_at(8000),
        ):
            pass
        with serve._only_server_at(8001):
            pass
