"""One person's story through time, newest first: what a page can show of the dated rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.actor import Actor
from deelwijs.people.cards import KIND_LABELS
from deelwijs.people.models import Absence, Affiliation, Dated, Enrolment, Guardianship, Person, Position
from deelwijs.people.recording import may_correct, person_at
from deelwijs.ui.dates import long_date

_ONE_DAY = timedelta(days=1)
_AFTER = {Kind.EMPLOYEE: "Oud-medewerker"}


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that began or ended, as the timeline shows it. ``now`` is still to come."""

    day: date
    title: str
    icon: str
    now: bool = False

    @property
    def when(self) -> str:
        """The day, in words."""
        return long_date(self.day)


def history_of(actor: Actor, person_id: UUID, today: date) -> tuple[Moment, ...]:
    """What began and ended for somebody; nothing for who may not record things about this person."""
    if not may_correct(actor, person_id):
        return ()
    person = person_at(actor.school_id, person_id)
    moments = [
        *_ties(person),
        *_classes(person),
        *_guardians(person),
        *_work(person),
        *_death(person),
    ]
    ordered = sorted(moments, key=lambda moment: moment.day, reverse=True)
    return tuple(Moment(moment.day, moment.title, moment.icon, now=moment.day > today) for moment in ordered)


def _bounds(row: Dated, begins: str, ends: str, icon: str) -> Iterator[Moment]:
    """The beginning and the end of a row, as far as they have a day."""
    if row.starts_on and begins:
        yield Moment(row.starts_on, begins, icon)
    if row.ends_on and ends and not (row.starts_on and row.ends_on < row.starts_on):
        yield Moment(row.ends_on + _ONE_DAY, ends, icon)


def _ties(person: Person) -> Iterator[Moment]:
    for row in Affiliation.objects.filter(person=person):
        kind = Kind(row.kind)
        label = KIND_LABELS[kind] if kind is not Kind.OTHER else person.function or "Betrokkene"
        ends = _AFTER.get(kind, f"Geen {label.lower()} meer")
        yield from _bounds(row, f"{label} van de school", ends, "user")


def _classes(person: Person) -> Iterator[Moment]:
    for row in Enrolment.objects.filter(person=person).select_related("group"):
        code = row.group.code
        if row.is_teacher:
            yield from _bounds(row, f"Docent van {code}", f"Geen docent meer van {code}", "student")
        else:
            yield from _bounds(row, f"In klas {code}", f"Niet meer in klas {code}", "student")


def _guardians(person: Person) -> Iterator[Moment]:
    rows = Guardianship.objects.filter(pupil=person).select_related("guardian")
    # Where the next row begins at once, its beginning says it all.
    begun = {(row.guardian_id, row.starts_on) for row in rows}
    for row in rows:
        name = row.guardian.name.full
        begins = f"{name} heeft gezag" if row.has_custody else f"{name} heeft geen gezag"
        goes_on = row.ends_on and (row.guardian_id, row.ends_on + _ONE_DAY) in begun
        ends = "" if goes_on else f"{name} zorgt niet meer voor {person.given_name}"
        yield from _bounds(row, begins, ends, "users")


def _work(person: Person) -> Iterator[Moment]:
    for row in Position.objects.filter(person=person).select_related("manager"):
        above = row.manager.name.full if row.manager else ("het bestuur" if row.answers_to_board else "")
        parts = [row.function, f"leidinggevende is {above}" if above else ""]
        words = ", ".join(part for part in parts if part) or "geen leidinggevende bekend"
        yield from _bounds(row, words[:1].upper() + words[1:], "", "identification-card")
    for away in Absence.objects.filter(person=person).select_related("substitute"):
        instead = f", {away.substitute.name.full} vervangt" if away.substitute else ""
        yield from _bounds(away, f"Afwezig{instead}", "Weer aanwezig", "calendar-blank")


def _death(person: Person) -> Iterator[Moment]:
    if person.died_on:
        yield Moment(person.died_on, "Overleden", "user")
