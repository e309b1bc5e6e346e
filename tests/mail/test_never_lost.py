"""Whatever a server answers and wherever the process dies: nothing is lost, nor sent twice without cause."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deelwijs.mail import actions, tasks
from deelwijs.mail.models import Message
from tests.mail.conftest import later, order, states
from tests.mail.sink import DROP, DROP_AFTER, Sink

NAMES = ["noor", "sem", "tess"]
FULL, GONE = "452 4.2.2 Mailbox full", "550 5.1.1 unknown"
replies = st.lists(st.sampled_from([FULL, GONE, DROP, DROP_AFTER]), max_size=3)


class KilledError(BaseException):
    """The process is gone: nothing after this runs."""


def dying(note: Callable[..., None], deaths: list[bool]) -> Callable[..., None]:
    """The action that notes an answer, except where the process dies just before it."""

    def dies(**about: Any) -> None:
        if deaths and deaths.pop(0):
            raise KilledError
        note(**about)

    return dies


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    refusals=st.fixed_dictionaries(dict.fromkeys(NAMES, replies)),
    deaths=st.lists(st.booleans(), max_size=6),
    per_session=st.integers(1, 3),
)
def test_no_mail_is_lost(
    sink: Sink, refusals: dict[str, list[str]], deaths: list[bool], per_session: int
) -> None:
    causes = sum(deaths) + sum(said.count(DROP_AFTER) for said in refusals.values())
    savepoint = transaction.savepoint()
    sink.received.clear()
    sink.per_session = per_session
    sink.replies.update({f"{name}@kompas.example": list(said) for name, said in refusals.items()})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "note", dying(actions.note, list(deaths)))
        order(*NAMES)
        work_until_all_is_settled()
    for name in NAMES:
        arrived = sink.reached.count(f"{name}@kompas.example")
        if states()[name] == "sent":
            assert arrived >= 1
        else:
            assert states()[name] == "failed"
            assert GONE in refusals[name]
        causes -= max(arrived - 1, 0)
    assert causes >= 0
    transaction.savepoint_rollback(savepoint)


def work_until_all_is_settled() -> None:
    for _ in range(40):
        try:
            tasks.hand_over()
        except KilledError:
            continue
        finally:
            later()
        if not Message.objects.filter(state=Message.State.QUEUED).exists():
            return
    pytest.fail("the worker never gets done")


WORK = """
from deelwijs.cli.environment import start_django
start_django()
from datetime import timedelta
from django.utils import timezone
from deelwijs.mail import actions, tasks
from deelwijs.mail.models import Message
actions.send_all(tenant=None, letters=[
    actions.Letter(f"ouder{number}@kompas.example", "Een", "Twee", key=str(number)) for number in range(20)
])
Message.objects.filter(state="queued").update(next_attempt_at=timezone.now())
tasks.hand_over()
print(*sorted(Message.objects.values_list("state", flat=True)))
"""


@pytest.mark.faults
@pytest.mark.parametrize("dies_at", [1, 7, 20])
def test_a_killed_worker_loses_nothing(tmp_path: Path, dies_at: int) -> None:
    """``kill -9`` after the server accepted a mail and before anybody could note it."""
    with Sink() as sink:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DEELWIJS_")}
        environment = {
            **kept,
            "DJANGO_SETTINGS_MODULE": "deelwijs.config.settings",
            "DEELWIJS_DATA": str(tmp_path),
            "DEELWIJS_TASKS_INLINE": "1",
            "DEELWIJS_MAIL_URL": f"smtp://127.0.0.1:{sink.port}",
            "DEELWIJS_MAIL_FROM": "post@deelwijs.example",
        }
        run = [sys.executable, "-m", "deelwijs.cli", "setup"]
        subprocess.run(run, env=environment, check=True, capture_output=True)
        worker = subprocess.Popen([sys.executable, "-c", WORK], env=environment, stdout=subprocess.PIPE)

        def kill() -> None:
            if len(sink.received) == dies_at:
                os.kill(worker.pid, signal.SIGKILL)
                worker.wait()

        sink.on_accept = kill
        worker.communicate()
        assert worker.returncode == -signal.SIGKILL
        assert len(sink.received) == dies_at
        again = subprocess.run(
            [sys.executable, "-c", WORK], env=environment, check=True, capture_output=True, text=True
        )
    assert again.stdout.split() == ["sent"] * 20
    assert len(set(sink.reached)) == 20
    assert len(sink.reached) == 21
