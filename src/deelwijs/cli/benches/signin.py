"""Whether signing in tells who has an account, by the time it takes; and what an attack does to its victim.

In a house of its own: a database in memory, real password hashing, nothing of the school's.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client

PAIRS = 40
ATTACKS = 1000
PASSWORD = "een woord dat niemand raadt"  # noqa: S105 (of a house that exists for a minute)
PAGE = "/inloggen/"


def measure() -> dict[str, float]:
    """CPU time of failing for known and for unknown people, and what an attack does to a known browser."""
    with TemporaryDirectory(prefix="deelwijs-bench-") as folder:
        _own_house(Path(folder))
        return _figures(_known_people())


def _figures(known: list[str]) -> dict[str, float]:
    password = _pairs(known, {"password": "mis"})
    link = _pairs(known, {})
    return {
        "password_known_ms": password[0],
        "password_unknown_ms": password[1],
        "password_ratio": round(password[0] / password[1], 3),
        "link_known_ms": link[0],
        "link_unknown_ms": link[1],
        "link_ratio": round(link[0] / link[1], 3),
        **_attack(known[0]),
    }


def _own_house(folder: Path) -> None:
    (folder / "static").mkdir()
    os.environ["DEELWIJS_DATA"] = str(folder)
    os.environ["DEELWIJS_DATABASE"] = "sqlite://:memory:"
    os.environ["DEELWIJS_SECRET_KEY"] = secrets.token_urlsafe(50)
    os.environ["DEELWIJS_HOSTS"] = "testserver"
    for name in ("DEELWIJS_DEMO", "DEELWIJS_PUBLIC_URL", "DEELWIJS_TASKS_INLINE", "DEELWIJS_DEBUG"):
        os.environ.pop(name, None)
    from deelwijs.cli.environment import start_django  # noqa: PLC0415 (after the settings above)

    start_django()
    from django.core.management import call_command  # noqa: PLC0415 (needs Django)

    call_command("migrate", interactive=False, verbosity=0)


def _known_people() -> list[str]:
    """The addresses of people of whom the school knows one, and who have a password."""
    from deelwijs.accounts.models import User  # noqa: PLC0415 (needs Django)
    from deelwijs.people.models import Affiliation, Board, Person, School  # noqa: PLC0415

    board = Board.objects.create(name="Bench")
    school = School.objects.create(board=board, name="Bench", slug="bench")
    addresses = [f"known-{number}@bench.example" for number in range(PAIRS)]
    for address in addresses:
        user = User.objects.create_user(address, PASSWORD)
        person = Person.objects.create(school=school, given_name="Bo", email=address, user=user)
        Affiliation.objects.create(person=person, kind="guardian")
    return addresses


def _pairs(known: list[str], more: dict[str, str]) -> tuple[float, float]:
    """The median CPU time in ms of a failure for a known and for an unknown address, taken by turns."""
    times: dict[bool, list[float]] = {True: [], False: []}
    for number, address in enumerate(known):
        pair = [(True, address), (False, address.replace("known", "other"))]
        for is_known, email in pair if number % 2 else reversed(pair):
            times[is_known].append(_post({"email": email, **more}, f"192.0.2.{number}"))
    return tuple(round(median(times[is_known]) * 1000, 2) for is_known in (True, False))  # type: ignore[return-value]


def _post(data: dict[str, str], place: str) -> float:
    client = _client()
    started = process_time()
    client.post(PAGE, data, REMOTE_ADDR=place)
    return process_time() - started


def _attack(address: str) -> dict[str, float]:
    """A thousand wrong passwords from elsewhere, and then the owner on a browser that is known."""
    owner, right = _client(), {"email": address, "password": PASSWORD}
    before = _signs_in(owner, right)
    for number in range(ATTACKS):
        wrong = {"email": address, "password": f"gok {number}"}
        _client().post(PAGE, wrong, REMOTE_ADDR=f"203.0.{number // 250}.{number % 250}")
    after = _signs_in(owner, right)
    return {"attack_wrong_passwords": ATTACKS, "attack_delays_known_browser_s": round(after - before, 3)}


def _signs_in(client: Client, right: dict[str, str]) -> float:
    """How long it takes until the owner is in.

    Raises:
        RuntimeError: when the owner stays out.
    """
    started = perf_counter()
    response: Any = client.post(PAGE, right)
    if response.status_code != 302:
        raise RuntimeError("the owner was locked out")
    client.post("/uitloggen/")
    return perf_counter() - started


def _client() -> Client:
    from django.test import Client  # noqa: PLC0415 (needs Django)

    return Client()
