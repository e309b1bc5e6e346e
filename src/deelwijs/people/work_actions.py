"""Writes to work: function and manager, absence, the last day."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from deelwijs.core.management import Line, circle_from
from deelwijs.core.people import Affiliation as TieKind
from deelwijs.core.period import Period
from deelwijs.ledger.kinds import Kind
from deelwijs.people.actor import Actor
from deelwijs.people.models import Absence, Affiliation, Person, Position
from deelwijs.people.periods import make_room
from deelwijs.people.recording import RefusedError, correcting, person_at
from deelwijs.people.work_selectors import line_of
from deelwijs.ui.dates import long_date


@transaction.atomic
def record_position(
    *,
    actor: Actor,
    person_id: UUID,
    function: str,
    manager_id: UUID | None,
    answers_to_board: bool,
    starts_on: date,
) -> None:
    """Record what somebody does and to whom they answer, from a day on.

    Raises:
        RefusedError: when somebody would become their own manager, over however many steps.
    """
    payload = {
        "manager": str(manager_id) if manager_id else None,
        "answers_to_board": answers_to_board,
        "starts_on": starts_on.isoformat(),
    }
    with correcting(actor, person_id, Kind.PERSON_POSITION, payload) as person:
        manager = person_at(actor.school_id, manager_id) if manager_id else None
        if manager:
            _refuse_circle(person, manager, starts_on)
        make_room(Position.objects.filter(person=person), starts_on)
        Position.objects.create(
            person=person,
            function=function,
            manager=manager,
            answers_to_board=answers_to_board,
            starts_on=starts_on,
        )


def _refuse_circle(person: Person, manager: Person, starts_on: date) -> None:
    if person == manager:
        raise RefusedError("manager", "Niemand is de eigen leidinggevende. Kies iemand anders.")
    new = Line(str(person.pk), str(manager.pk), period=Period(starts_on))
    rows = Position.objects.filter(person__school_id=person.school_id)
    day = circle_from(new, [line_of(row) for row in rows])
    if day is not None:
        raise RefusedError(
            "manager",
            f"{manager.name.full} werkt zelf onder {person.name.full}, op {long_date(day)}. "
            "Kies iemand anders, of verander eerst die leidinggevende.",
        )


@transaction.atomic
def record_absence(
    *, actor: Actor, person_id: UUID, substitute_id: UUID | None, starts_on: date, ends_on: date | None
) -> None:
    """Record when somebody is away and who stands in. What was recorded for those days makes room."""
    payload = {
        "substitute": str(substitute_id) if substitute_id else None,
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat() if ends_on else None,
    }
    with correcting(actor, person_id, Kind.PERSON_ABSENCE, payload) as person:
        substitute = person_at(actor.school_id, substitute_id) if substitute_id else None
        if substitute == person:
            raise RefusedError("substitute", "Niemand vervangt zichzelf. Kies iemand anders.")
        make_room(Absence.objects.filter(person=person), starts_on)
        Absence.objects.create(person=person, substitute=substitute, starts_on=starts_on, ends_on=ends_on)


@transaction.atomic
def end_absence(*, actor: Actor, person_id: UUID, day: date) -> None:
    """Record that somebody is back on ``day``, and not away later either."""
    with correcting(actor, person_id, Kind.PERSON_ABSENCE, {"back_on": day.isoformat()}) as person:
        make_room(Absence.objects.filter(person=person), day)


@transaction.atomic
def record_last_day(*, actor: Actor, person_id: UUID, kind: TieKind, last_day: date | None) -> None:
    """Record the last day of somebody as pupil, guardian, employee or otherwise. None: there is none.

    No file takes it back. Who worked here is a former employee from the next day on.

    Raises:
        RefusedError: when the person does not belong to the school in this way.
    """
    payload = {"kind": kind.value, "last_day": last_day.isoformat() if last_day else None}
    with correcting(actor, person_id, Kind.PERSON_LEAVES, payload) as person:
        ties = Affiliation.objects.filter(person=person, kind=kind.value)
        tie = ties.order_by(F("ends_on").asc(nulls_last=True), "pk").last()
        if tie is None:
            raise RefusedError("kind", "Deze persoon hoort niet op deze manier bij de school.")
        if last_day and tie.starts_on and last_day < tie.starts_on - timedelta(days=1):
            raise RefusedError("last_day", f"Dat is voor de eerste dag, {long_date(tie.starts_on)}.")
        tie.ends_on, tie.ended_by_hand = last_day, last_day is not None
        tie.save(update_fields=["ends_on", "ended_by_hand"])
