"""The real thing, as a school starts it: set-up, web server and worker, on a free port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

START_SECONDS = 60.0
STOP_SECONDS = 20.0
LOG_LINES = 60


@dataclass(frozen=True, slots=True)
class Product:
    """A running Deelwijs: where it answers and what it wrote down."""

    address: str
    log: Path

    def last_words(self) -> str:
        """The end of the log."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_LINES:])

    def get(self, address: str) -> httpx.Response:
        """What the world gets: no cookie, no redirect followed."""
        return httpx.get(address if address.startswith("http") else self.address + address, timeout=20)


@contextmanager
def running_product(folder: Path) -> Iterator[Product]:
    """Set the demo school up in ``folder``, serve it, and stop it.

    Raises:
        RuntimeError: when it does not start; the message holds its log.
    """
    port = _free_port()
    product = Product(f"http://127.0.0.1:{port}", folder / "serve.log")
    environment = _environment(folder / "data", product.address)
    with product.log.open("wb") as log:
        deelwijs = [sys.executable, "-m", "deelwijs.cli"]
        done = subprocess.run(
            [*deelwijs, "setup", "--demo"], check=False, env=environment, stdout=log, stderr=log
        )
        if done.returncode:
            raise RuntimeError(f"deelwijs setup failed:\n{product.last_words()}")
        command = [*deelwijs, "serve", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            _wait(process, product)
            yield product
        finally:
            _stop(process)


def _environment(data: Path, address: str) -> dict[str, str]:
    """Nothing of the settings of the tests; only a database of choice and a shared face network."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DEELWIJS_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    if database := os.environ.get("DEELWIJS_DATABASE"):
        kept["DEELWIJS_DATABASE"] = database
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return {
        **kept,
        "DEELWIJS_DATA": str(data),
        "DEELWIJS_DEMO": "1",
        "DEELWIJS_HOSTS": "127.0.0.1,localhost",  # passkeys want a name
        "DEELWIJS_PUBLIC_URL": address,
        "DEELWIJS_MODELS": os.environ.get("DEELWIJS_MODELS") or str(cache / "deelwijs" / "models"),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], product: Product) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if product.get("/inloggen/").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"deelwijs serve did not answer at {product.address}:\n{product.last_words()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
