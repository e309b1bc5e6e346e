"""Hand work to the worker process."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django_q.tasks import async_task


def enqueue(task: str, *arguments: str | int | UUID) -> None:
    """Have the worker call ``task`` (a dotted path) once the current transaction is committed.

    The queue is a table in the same database: a rolled-back transaction takes its work along, and a
    committed one keeps it through a crash. A task may run more than once, so it must look at the state
    of its row before it acts.
    """
    plain = tuple(str(argument) if isinstance(argument, UUID) else argument for argument in arguments)
    if settings.Q_CLUSTER["sync"]:
        transaction.on_commit(partial(import_string(task), *plain))
    else:
        async_task(task, *plain)
