"""The mails of a hand-out: who gets one today, and which."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from deelwijs.core.people import Affiliation
from deelwijs.core.reminding import Step, step_due
from deelwijs.ledger.actions import record
from deelwijs.ledger.kinds import Kind
from deelwijs.mail.actions import Letter, send_all
from deelwijs.mail.writing import link, write
from deelwijs.protocols.handout.rhythm import rhythm_on
from deelwijs.protocols.handout.standing import Standing, State, mail_key, standings
from deelwijs.protocols.models import Handout, Reminder
from deelwijs.protocols.selectors import id_in_force

Due = list[tuple[Standing, Step]]


def remind_all(today: date) -> None:
    """Send what is due today for every hand-out of a version that is still in force."""
    for handout in Handout.objects.select_related("version__school").defer("version__content"):
        if id_in_force(handout.version.school_id, today) == handout.version_id:
            remind(handout=handout, today=today, by="deelwijs")


@transaction.atomic
def remind(*, handout: Handout, today: date, by: str) -> int:
    """Send the mails of one hand-out that are due today; tell how many. Twice on a day is once.

    People without an address, or whose mail came back, get none: they stand on the page, for paper.
    """
    _lock(handout)
    return _send(handout, _due(handout, today), today, by)


@transaction.atomic
def remind_now(*, handout: Handout, today: date, by: str) -> int:
    """Send a reminder today to everybody who was asked by mail and got none today; tell how many."""
    _lock(handout)
    step = Step.OVERDUE if today > handout.due_on else Step.REMINDER
    due = [
        (standing, step if standing.mailed else Step.QUESTION)
        for standing in _reachable(handout, today)
        if today not in standing.mailed
    ]
    return _send(handout, due, today, by)


def _lock(handout: Handout) -> None:
    """Let two runs follow each other, so that the second sees what the first one sent."""
    Handout.objects.select_for_update().get(pk=handout.pk)


def _due(handout: Handout, today: date) -> Due:
    rhythm = rhythm_on(timezone.localtime(handout.started_at).date())
    steps = (
        (
            standing,
            step_due(
                rhythm,
                due_on=handout.due_on,
                last_on=standing.mailed[-1] if standing.mailed else None,
                today=today,
            ),
        )
        for standing in _reachable(handout, today)
    )
    return [(standing, step) for standing, step in steps if step]


def _reachable(handout: Handout, today: date) -> Iterable[Standing]:
    found = standings(handout.version.school_id, handout.version_id, today)
    reachable = {State.ASKED, State.NOT_ASKED}
    return [one for one in found.of(Handout.Audience(handout.audience)) if one.state in reachable]


def _send(handout: Handout, due: Due, today: date, by: str) -> int:
    if not due:
        return 0
    Reminder.objects.bulk_create(
        [
            Reminder(handout=handout, person_id=UUID(standing.person.id), step=step.value, sent_on=today)
            for standing, step in due
        ],
        ignore_conflicts=True,
    )
    letters = [_letter(handout, standing, step, today) for standing, step in due]
    send_all(tenant=handout.version.school_id, letters=letters)
    record(
        tenant=handout.version.school_id,
        kind=Kind.PROTOCOL_REMINDED,
        subject=str(handout.version_id),
        actor=by,
        payload={"audience": handout.audience, "day": today.isoformat(), "people": len(due)},
    )
    return len(due)


def _letter(handout: Handout, standing: Standing, step: Step, today: date) -> Letter:
    person, school = standing.person, handout.version.school
    written = write(
        f"protocols/mail/handout_{step.value}.txt",
        {
            "name": person.name.given,
            "je": person.affiliations == {Affiliation.PUPIL},
            "school": school.name,
            "version": handout.version.number,
            "valid_from": handout.version.valid_from,
            "due_on": handout.due_on if handout.due_on >= today else None,
            "link": link("protocols:my_receipt"),
        },
    )
    return Letter(
        to=person.email,
        subject=written.subject,
        text=written.text,
        key=mail_key(handout.version_id, person.id, today),
        sender=school.name,
    )
