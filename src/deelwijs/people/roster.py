"""Everybody who belongs to a school on a day, as the core sees them. For the checks: no permission asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from deelwijs.core.people import Affiliation as Kind
from deelwijs.core.people import Care, guardians_on
from deelwijs.core.people import Person as CorePerson
from deelwijs.people.models import Guardianship, Person
from deelwijs.people.periods import on_day
from deelwijs.people.rows import functions_of, groups_of, ties_on


def roster(school_id: UUID, day: date) -> tuple[CorePerson, ...]:
    """Everybody who belongs to the school on ``day``, as the core sees them. Five queries at any size.

    Guardians are those with custody who belong to the school themselves; groups are the classes in which
    somebody is a pupil, the fixed class first. Who only used to work there is not among them.
    """
    return _members(school_id, day, Q(), Q())


def member(school_id: UUID, person_id: UUID, day: date) -> CorePerson | None:
    """One of the ``roster``, or None when that person does not belong to the school on ``day``."""
    return next(iter(members(school_id, [person_id], day)), None)


def members(school_id: UUID, person_ids: Collection[UUID], day: date) -> tuple[CorePerson, ...]:
    """Those of the ``roster`` with these ids, in its order and a constant number of queries."""
    # Not over the relation between guardian and pupil: that has a row for each period.
    guardians = Guardianship.objects.filter(on_day(day), pupil__in=person_ids)
    theirs = Q(person__in=person_ids) | Q(person__in=guardians.values("guardian_id"))
    found = _members(school_id, day, theirs, Q(pupil__in=person_ids))
    wanted = {str(person_id) for person_id in person_ids}
    return tuple(person for person in found if person.id in wanted)


def _members(school_id: UUID, day: date, whose_ties: Q, whose_guardians: Q) -> tuple[CorePerson, ...]:
    kinds: dict[UUID, set[Kind]] = defaultdict(set)
    for person_id, kind in ties_on(school_id, day).filter(whose_ties).values_list("person_id", "kind"):
        kinds[person_id].add(Kind(kind))
    here = {str(person_id) for person_id, held in kinds.items() if Kind.GUARDIAN in held}
    guardians = guardians_on(cares_of(school_id, whose_guardians), day, here)
    groups = groups_of(school_id, day, whose_ties & Q(is_teacher=False))
    functions = functions_of(whose_ties & Q(person__school_id=school_id), day)
    ids = ties_on(school_id, day).filter(whose_ties).values("person_id")
    people = Person.objects.filter(pk__in=ids).order_by("family_name", "given_name", "pk")
    return tuple(
        _core(
            person,
            kinds[person.pk],
            guardians=guardians.get(str(person.pk), ()),
            groups=tuple(groups[person.pk]),
            function=functions.get(person.pk, person.function),
        )
        for person in people
    )


def cares_of(school_id: UUID, which: Q) -> list[Care]:
    """Who cares for whom at the school, through time."""
    rows = Guardianship.objects.filter(which, pupil__school_id=school_id).order_by("contact_order", "pk")
    return [
        Care(str(row.guardian_id), str(row.pupil_id), row.has_custody, row.contact_order, row.period)
        for row in rows
    ]


def _core(
    person: Person, kinds: set[Kind], *, guardians: tuple[str, ...], groups: tuple[str, ...], function: str
) -> CorePerson:
    return CorePerson(
        id=str(person.pk),
        name=person.name,
        affiliations=frozenset(kinds),
        birth_date=person.birth_date,
        guardians=guardians,
        groups=groups,
        function=function,
        email=person.email,
        student_number=person.student_number,
        staff_code=person.staff_code,
    )
