from __future__ import annotations

import ipaddress
import os
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--database-only"):
        return
    chosen = [item for item in items if uses_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen


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
