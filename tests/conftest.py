from __future__ import annotations

import fcntl
import ipaddress
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from deelwijs.vision import network
from tests.demo_school import OPEN, asks_for_demo, demo_rows, demo_school, demo_school_of_module

__all__ = ["demo_rows", "demo_school", "demo_school_of_module"]

# A property that fails because the machine was busy says nothing.
settings.register_profile("deelwijs", deadline=None)
settings.load_profile("deelwijs")

DATABASE_FIXTURES = {"db", "django_db_setup", "transactional_db", "live_server", "admin_user", "admin_client"}


class NetworkGuard:
    """Lets tests reach this machine only: a test that needs the world is slow, flaky or indiscreet."""

    def __init__(self) -> None:
        self.open = False
        self._connect = socket.socket.connect
        self._connect_ex = socket.socket.connect_ex
        self._getaddrinfo = socket.getaddrinfo

    def install(self) -> None:
        guard = self

        def connect(self: socket.socket, address: Any) -> None:
            guard.check(address)
            guard._connect(self, address)

        def connect_ex(self: socket.socket, address: Any) -> int:
            guard.check(address)
            return guard._connect_ex(self, address)

        def getaddrinfo(host: Any, *args: Any, **options: Any) -> Any:
            if not _is_number(host):  # a name is asked of a server; a number of nobody
                guard.check((host,))
            return guard._getaddrinfo(host, *args, **options)

        socket.socket.connect = connect  # type: ignore[method-assign]
        socket.socket.connect_ex = connect_ex  # type: ignore[method-assign]
        socket.getaddrinfo = getaddrinfo

    def check(self, address: Any) -> None:
        """Refuse an address of another machine; a path is a socket on this one."""
        if self.open or not isinstance(address, tuple):
            return
        host = address[0].decode() if isinstance(address[0], bytes) else address[0]
        if host in {None, "", "localhost"} or _is_loopback(host):
            return
        raise RuntimeError(f"A test tried to reach {host}; only this machine is allowed.")


def _is_loopback(host: str) -> bool:
    return _is_number(host) and ipaddress.ip_address(host).is_loopback


def _is_number(host: Any) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


GUARD = NetworkGuard()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only", action="store_true", help="only the tests that use the database (second database)"
    )


def pytest_configure() -> None:
    GUARD.install()


def pytest_runtest_setup(item: pytest.Item) -> None:
    GUARD.open = item.get_closest_marker("real") is not None
    if reason := unfit(item):
        pytest.fail(f"{reason}: see docs/testing.md")


def unfit(item: pytest.Item) -> str:
    """Why a test would not find the database as it expects it, or nothing."""
    module = item.getparent(pytest.Module)
    if not asks_for_demo(item):
        too_late = module and module.stash.get(OPEN, False) and uses_database(item)
        return "this test expects an empty database, but the demo school is there" if too_late else ""
    marker = item.get_closest_marker("django_db")
    commits = "transactional_db" in item.fixturenames or (marker and marker.kwargs.get("transaction"))  # type: ignore[attr-defined]
    return "the demo school lives in a transaction, but this test commits" if commits else ""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--database-only"):
        left_out = [item for item in items if not uses_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if uses_database(item)]
    items[:] = in_order(items)


def in_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """The long walks in the browser first; in each file the demo school last, where it stays open."""
    first = {path: place for place, path in reversed(list(enumerate(item.path for item in items)))}

    def place(item: pytest.Item) -> tuple[bool, int, bool]:
        return item.get_closest_marker("browser") is None, first[item.path], asks_for_demo(item)

    return sorted(items, key=place)


def uses_database(item: pytest.Item) -> bool:
    """Whether a test reads or writes the database, by its marker or by a fixture."""
    marked = item.get_closest_marker("django_db") is not None
    return marked or not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session", autouse=True)
def _second_factor_is_shown() -> None:
    """``force_login`` puts somebody behind a desk; the front door asks for the factor itself."""
    from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415 (Django is loaded by now)

    from deelwijs.accounts.visits import Way, note  # noqa: PLC0415

    def shown(request: Any, **_more: Any) -> None:
        note(request, way=Way.PASSKEY, is_strong=True)

    user_logged_in.connect(shown, weak=False, dispatch_uid="tests")


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_flushed() -> Iterator[None]:
    """What a test writes need not survive a power cut, and waiting for a disk takes seconds in all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        yield


@pytest.fixture(scope="session")
def models() -> Path:
    """Where the fast face network is, made once for all processes of this run."""
    folder = network.models_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        network.prepare()
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development data beside the project; tests that need it skip where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("no ../shared folder here")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; tests that need one skip where it is absent, unless REQUIRE_BROWSER says no."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("DEELWIJS_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found:
        return found
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail("no Chromium found, and REQUIRE_BROWSER=1 forbids skipping")
    pytest.skip("no Chromium found")
