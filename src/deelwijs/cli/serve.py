"""``deelwijs serve``: the web server and the worker, started and stopped together."""

from __future__ import annotations

import fcntl
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import click

from deelwijs.cli.environment import SETTINGS, accounts_file, data_dir, require_key

# Longer than a page takes, shorter than a service manager's patience.
GRACE_SECONDS = 10.0
APPLICATION = "deelwijs.config.wsgi:application"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Adres waarop Deelwijs luistert.")
@click.option("--port", default=8000, show_default=True, help="Poort waarop Deelwijs luistert.")
def serve(host: str, port: int) -> None:
    """Start de website en het werk op de achtergrond. Stoppen: Ctrl-C.

    Er is geen toegangslog: adressen van bezoekers zijn persoonsgegevens.
    """
    require_key()
    # The worker writes addresses in mails and looks at pages from outside: it must know where they are.
    os.environ.setdefault("DEELWIJS_PUBLIC_URL", _address(host, port))
    with _only_server_at(port):
        sys.exit(_keep_running(host, port))


@contextmanager
def _only_server_at(port: int) -> Iterator[None]:
    """Refuse a second server on the same data and port.

    The port alone does not tell: servers that share a port by ``SO_REUSEPORT`` do not notice each other.
    """
    with (data_dir() / f"serve-{port}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException(
                f"Deelwijs draait al op poort {port}. Stop die eerst, of kies een andere poort met --port."
            ) from None
        yield


def _keep_running(host: str, port: int) -> int:
    """Run both processes until one ends or somebody says stop; the exit code tells which."""
    stopping = _Stop()
    children = {"website": _start(*_web_command(host, port)), "worker": _start("deelwijs.cli.worker")}
    helpers: list[subprocess.Popen[bytes]] = []
    try:
        while not stopping and all(child.poll() is None for child in children.values()):
            if not helpers and _announce(host, port):
                helpers.append(_start("deelwijs.cli.warm"))
            time.sleep(0.1)
    finally:
        ended = [name for name, child in children.items() if child.poll() is not None]
        _end([*children.values(), *helpers])
    if stopping:
        click.echo("Deelwijs is gestopt.")
        return 0
    click.echo(
        f"Deelwijs is gestopt: {' en '.join(ended)} viel uit. De regels hierboven zeggen waarom.", err=True
    )
    return 1


class _Stop:
    """True from the moment that somebody asked this process to stop."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self)

    def __call__(self, *_signal: object) -> None:
        self.asked = True

    def __bool__(self) -> bool:
        return self.asked


def _web_command(host: str, port: int) -> list[str]:
    # Pages wait for the database more than they compute: a few threads per core, each with its connection.
    threads = 2 * (os.cpu_count() or 1)
    fixed = [
        "--interface",
        "wsgi",
        "--workers",
        "1",
        "--blocking-threads",
        str(threads),
        "--no-ws",
        "--http",
        "1",
    ]
    quiet = ["--no-access-log", "--log-level", "warning"]
    return [
        "granian",
        *fixed,
        *quiet,
        "--respawn-failed-workers",
        "--host",
        host,
        "--port",
        str(port),
        APPLICATION,
    ]


def _start(*module: str) -> subprocess.Popen[bytes]:
    environment = {"DJANGO_SETTINGS_MODULE": SETTINGS, **os.environ}
    # A session of its own: Ctrl-C reaches this process alone, which then ends both in good order.
    return subprocess.Popen([sys.executable, "-m", *module], env=environment, start_new_session=True)  # noqa: S603


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask every child to stop, wait, and end by force what does not listen, grandchildren included."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.0, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _announce(host: str, port: int) -> bool:
    """Print the address as soon as the website really answers; tell whether it did."""
    connection = http.client.HTTPConnection(_reachable(host), port, timeout=GRACE_SECONDS)
    try:
        connection.request("GET", "/")
        status = connection.getresponse().status
    except OSError:
        return False
    finally:
        connection.close()
    if status >= 500:
        click.echo(
            f"De website antwoordt met een fout ({status}). De regels hierboven zeggen waarom.", err=True
        )
    click.echo(f"\nDeelwijs staat klaar: {_address(host, port)}")
    if accounts_file().exists():
        click.echo(accounts_file().read_text(encoding="utf-8"))
    click.echo("Stoppen: Ctrl-C")
    return True


def _address(host: str, port: int) -> str:
    """Where a browser on this machine finds the website."""
    return f"http://{_reachable(host)}:{port}"


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104
