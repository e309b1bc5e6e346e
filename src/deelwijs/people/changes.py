"""What an import changes at a school: worked out once, for the preview as well as for the import itself.

The file is the truth about people that came from a file (they have a ``source_id``). Nobody is deleted:
who is gone, or marked for deletion, keeps a row whose ties end the day before. People without a
``source_id`` (made by hand, or the demo's) are never touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import F, Model

from deelwijs.core.people import Affiliation as Kind
from deelwijs.people.cards import ImportResult, Tally
from deelwijs.people.importers.records import EnrolmentRow, GroupRow, ImportedSchool, PersonRow, TieRow
from deelwijs.people.models import Affiliation, Enrolment, Group, Guardianship, Person

BATCH = 500

_PERSON_FIELDS = (
    "given_name",
    "infix",
    "family_name",
    "nicknames",
    "birth_date",
    "email",
    "student_number",
    "staff_code",
    "function",
)
_GROUP_FIELDS = ("code", "title", "is_homeroom")
_PERIOD = ("starts_on", "ends_on")
# Of several periods of one thing the one that lasts longest comes last, and so stands in a dict of them.
_LASTING_LAST = (F("ends_on").asc(nulls_last=True), "pk")
# Ties that a file can make, and so can end.
_MANAGED = (Kind.PUPIL, Kind.GUARDIAN, Kind.EMPLOYEE)

M = TypeVar("M", bound=Model)


@dataclass(slots=True)
class Batch(Generic[M]):
    """Rows of one table to add, to rewrite and to remove."""

    fields: Sequence[str]
    new: list[M] = field(default_factory=list)
    changed: list[M] = field(default_factory=list)
    removed: list[M] = field(default_factory=list)

    def take(self, row: M, values: dict[str, Any]) -> bool:
        """Give the row these values; tells whether that changed it."""
        if all(getattr(row, name) == value for name, value in values.items()):
            return False
        for name, value in values.items():
            setattr(row, name, value)
        self.changed.append(row)
        return True

    def save(self, model: type[M]) -> None:
        """Write in batches: the number of queries grows with the rows by hundreds, not one by one."""
        manager = model._default_manager  # noqa: SLF001 (Django's documented name for it)
        manager.bulk_create(self.new, batch_size=BATCH)
        if self.changed:
            manager.bulk_update(self.changed, list(self.fields), batch_size=BATCH)
        for start in range(0, len(self.removed), BATCH):
            keys = [row.pk for row in self.removed[start : start + BATCH]]
            manager.filter(pk__in=keys).delete()


@dataclass(slots=True)
class Changes:
    """All that must be written, and what it comes to."""

    people: Batch[Person] = field(default_factory=lambda: Batch(_PERSON_FIELDS))
    groups: Batch[Group] = field(default_factory=lambda: Batch(_GROUP_FIELDS))
    affiliations: Batch[Affiliation] = field(default_factory=lambda: Batch(_PERIOD))
    enrolments: Batch[Enrolment] = field(default_factory=lambda: Batch(_PERIOD))
    guardianships: Batch[Guardianship] = field(default_factory=lambda: Batch(("has_custody",)))
    result: ImportResult = field(default_factory=lambda: ImportResult(Tally(), Tally(), Tally(), Tally()))

    def save(self) -> None:
        """Write everything; the caller holds the transaction."""
        self.people.save(Person)
        self.groups.save(Group)
        self.affiliations.save(Affiliation)
        self.enrolments.save(Enrolment)
        self.guardianships.save(Guardianship)


def changes_of(school_id: UUID, imported: ImportedSchool, day: date) -> Changes:
    """Lay the import beside what is stored. Five reads, whatever the size."""
    return _Comparison(school_id, imported, day).run()


class _Comparison:
    """One import against one school; holds what is known so that each step can look it up."""

    def __init__(self, school_id: UUID, imported: ImportedSchool, day: date) -> None:
        self.school_id = school_id
        self.imported = imported
        self.day = day
        self.last_day = day - timedelta(days=1)
        self.changes = Changes()
        known = {"school_id": school_id, "source_id__isnull": False}
        self.people = {str(row.source_id): row for row in Person.objects.filter(**known)}
        self.groups = {str(row.source_id): row for row in Group.objects.filter(**known)}
        self.touched: set[UUID] = set()
        self.ended: set[UUID] = set()

    def run(self) -> Changes:
        before = set(self.people)
        groups = self._groups()
        self._people()
        self._affiliations()
        enrolments = self._enrolments()
        guardianships = self._guardianships()
        new = {row.pk for row in self.changes.people.new}
        changed = self.touched - new - self.ended
        same = sum(row.ties != () and row.source_id in before for row in self.imported.people)
        people = Tally(len(new), len(changed), len(self.ended), max(0, same - len(changed)))
        self.changes.result = ImportResult(people, groups, enrolments, guardianships)
        return self.changes

    def _groups(self) -> Tally:
        batch = self.changes.groups
        for row in self.imported.groups:
            known = self.groups.get(row.source_id)
            if known is None:
                self.groups[row.source_id] = known = Group(
                    school_id=self.school_id, source_id=row.source_id, **_group_values(row)
                )
                batch.new.append(known)
            else:
                batch.take(known, _group_values(row))
        kept = len(self.imported.groups)
        gone = len(self.groups) - kept
        return Tally(len(batch.new), len(batch.changed), gone, kept - len(batch.new) - len(batch.changed))

    def _people(self) -> None:
        """Who is only in the file to be taken out, or has no use here, is not made."""
        for row in self.imported.people:
            if not row.ties:
                continue
            known = self.people.get(row.source_id)
            if known is None:
                self.people[row.source_id] = known = Person(
                    school_id=self.school_id, source_id=row.source_id, **_person_values(row)
                )
                self.changes.people.new.append(known)
            elif self.changes.people.take(known, _person_values(row)):
                self.touched.add(known.pk)

    def _affiliations(self) -> None:
        batch = self.changes.affiliations
        mine = Affiliation.objects.filter(
            person__school_id=self.school_id, person__source_id__isnull=False, kind__in=_MANAGED
        ).order_by(*_LASTING_LAST)
        stored = {(row.person_id, Kind(row.kind)): row for row in mine}
        had = {key[0] for key, row in stored.items() if _holds(row, self.day)}
        wanted = {
            (self.people[row.source_id].pk, tie.kind): tie for row in self.imported.people for tie in row.ties
        }
        for key, tie in wanted.items():
            known = stored.get(key)
            if known is None or _begins_anew(known, tie, self.day):
                period = _new_period(known, tie, self.day)
                batch.new.append(Affiliation(person_id=key[0], kind=key[1].value, **period))
                self.touched.add(key[0])
            elif batch.take(known, _lasting_period(known, tie)):
                self.touched.add(key[0])
        for key, known in stored.items():
            if key not in wanted and _lasts(known, self.day):
                batch.take(known, {"ends_on": self.last_day})
                self.touched.add(key[0])
        self.ended = had - {key[0] for key in wanted}

    def _enrolments(self) -> Tally:
        batch = self.changes.enrolments
        mine = Enrolment.objects.filter(
            group__school_id=self.school_id, group__source_id__isnull=False, person__source_id__isnull=False
        ).order_by(*_LASTING_LAST)
        stored = {(row.group_id, row.person_id, row.is_teacher): row for row in mine}
        wanted = set()
        gone = same = 0
        for row in self.imported.enrolments:
            key = (self.groups[row.group].pk, self.people[row.person].pk, row.is_teacher)
            wanted.add(key)
            known = stored.get(key)
            if known is None or _begins_anew(known, row, self.day):
                group_id, person_id, is_teacher = key
                period = _new_period(known, row, self.day)
                batch.new.append(
                    Enrolment(group_id=group_id, person_id=person_id, is_teacher=is_teacher, **period)
                )
            elif not batch.take(known, _lasting_period(known, row)):
                same += 1
        changed = len(batch.changed)
        for key, known in stored.items():
            if key not in wanted and _lasts(known, self.day):
                batch.take(known, {"ends_on": self.last_day})
                gone += 1
        return Tally(len(batch.new), changed, gone, same)

    def _guardianships(self) -> Tally:
        """Who cares for whom. What a person set about custody stays: no file knows a court's decision."""
        batch = self.changes.guardianships
        mine = Guardianship.objects.filter(
            pupil__school_id=self.school_id, pupil__source_id__isnull=False, guardian__source_id__isnull=False
        ).order_by(*_LASTING_LAST)
        stored = {(row.guardian_id, row.pupil_id): row for row in mine}
        pupils = {
            self.people[row.source_id].pk for row in self.imported.people if Kind.PUPIL in row.tied_kinds
        }
        wanted = set()
        for row in self.imported.people:
            for order, guardian in enumerate(row.guardians, start=1):
                key = (self.people[guardian.source_id].pk, self.people[row.source_id].pk)
                wanted.add(key)
                if key not in stored:
                    batch.new.append(
                        Guardianship(
                            guardian_id=key[0],
                            pupil_id=key[1],
                            has_custody=guardian.has_custody,
                            contact_order=order,
                        )
                    )
        batch.removed = [row for key, row in stored.items() if key not in wanted and key[1] in pupils]
        return Tally(len(batch.new), 0, len(batch.removed), len(wanted & set(stored)))


def _person_values(row: PersonRow) -> dict[str, Any]:
    return {
        "given_name": row.name.given,
        "infix": row.name.infix,
        "family_name": row.name.family,
        "nicknames": list(row.name.nicknames),
        "birth_date": row.birth_date,
        "email": row.email,
        "student_number": row.student_number,
        "staff_code": row.staff_code,
        "function": row.function,
    }


def _group_values(row: GroupRow) -> dict[str, Any]:
    return {"code": row.code, "title": row.title, "is_homeroom": row.is_homeroom}


def _begins_anew(known: Affiliation | Enrolment, row: TieRow | EnrolmentRow, day: date) -> bool:
    """Whether somebody comes back: what is known is over, and the file does not say that it never was."""
    if known.ends_on is None or known.ends_on >= day:
        return False
    if row.starts_on is None:
        return not _ended_by_hand(known)
    return row.starts_on > known.ends_on


def _ended_by_hand(known: Affiliation | Enrolment) -> bool:
    """Whether a person recorded the end: the file may not know it yet, and does not take it back."""
    return isinstance(known, Affiliation) and known.ended_by_hand


def _new_period(
    known: Affiliation | Enrolment | None, row: TieRow | EnrolmentRow, day: date
) -> dict[str, date | None]:
    """The period of a new row; a second one begins today where the file gives no day."""
    starts_on = row.starts_on or (day if known else None)
    return {"starts_on": starts_on, "ends_on": row.ends_on}


def _lasting_period(known: Affiliation | Enrolment, row: TieRow | EnrolmentRow) -> dict[str, date | None]:
    """What the file makes of a period that goes on; a start that it does not give stays what it is."""
    ends_on = known.ends_on if _ended_by_hand(known) else row.ends_on
    return {"starts_on": row.starts_on or known.starts_on, "ends_on": ends_on}


def _lasts(row: Affiliation | Enrolment, day: date) -> bool:
    return row.ends_on is None or row.ends_on >= day


def _holds(row: Affiliation, day: date) -> bool:
    return _lasts(row, day) and (row.starts_on is None or row.starts_on <= day)
