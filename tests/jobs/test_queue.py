"""Work goes with the transaction that ordered it."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django_q.conf import Conf
from django_q.models import OrmQ
from django_q.signing import SignedPackage
from pytest_django import DjangoCaptureOnCommitCallbacks

from deelwijs.jobs.queue import enqueue

pytestmark = pytest.mark.django_db
TASK = f"{__name__}.remember"
done: list[tuple[object, ...]] = []


def remember(*arguments: object) -> None:
    """A task that leaves a trace."""
    done.append(arguments)


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a worker: tasks run in the process itself."""
    monkeypatch.setitem(settings.Q_CLUSTER, "sync", value=True)


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a worker."""
    monkeypatch.setitem(settings.Q_CLUSTER, "sync", value=False)
    monkeypatch.setattr(Conf, "SYNC", value=False)


@pytest.mark.usefixtures("inline")
def test_inline_work_waits_for_the_commit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    key = uuid4()
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(TASK, key, 3, "x")
        assert done == []
    assert done == [(str(key), 3, "x")]
    assert not OrmQ.objects.exists()


@pytest.mark.usefixtures("inline")
def test_inline_work_of_an_undone_transaction_is_not_done(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        enqueue(TASK, 1)
        transaction.set_rollback(True)
    assert done == []


@pytest.mark.usefixtures("queued")
def test_queued_work_is_a_row_in_the_same_database() -> None:
    key = UUID(int=7)
    with transaction.atomic():
        enqueue(TASK, key, 3)
        assert OrmQ.objects.count() == 1
    package = SignedPackage.loads(OrmQ.objects.get().payload)
    assert (package["func"], package["args"]) == (TASK, (str(key), 3))
    assert done == []


@pytest.mark.usefixtures("queued")
def test_queued_work_of_an_undone_transaction_is_gone() -> None:
    with transaction.atomic():
        enqueue(TASK, 1)
        assert OrmQ.objects.count() == 1
        transaction.set_rollback(True)
    assert not OrmQ.objects.exists()
    assert done == []


@pytest.mark.usefixtures("inline")
def test_a_task_that_does_not_exist_is_refused_at_once() -> None:
    with pytest.raises(ImportError):
        enqueue("deelwijs.jobs.queue.no_such_task")
