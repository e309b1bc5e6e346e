"""What the worker does for people. A task looks first whether it is needed, so that twice does no harm."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from deelwijs.jobs.queue import enqueue
from deelwijs.people.effects import work_through
from deelwijs.people.models import School


def begin_the_day() -> None:
    """Order the work of a new day for each school that is not there yet. Comes back every few minutes, so a
    day begins soon after midnight at the school, and soon after a start when the server was off."""
    today = timezone.localdate()
    behind = School.objects.filter(Q(settled_on=None) | Q(settled_on__lt=today))
    for school_id in behind.values_list("pk", flat=True):
        enqueue("deelwijs.people.tasks.begin_the_day_at", school_id)


def begin_the_day_at(school_id: UUID | str) -> None:
    """Let birthdays, leavers and changes of custody take effect at one school."""
    work_through(school_id=UUID(str(school_id)), day=timezone.localdate())
